/** A field of every kind, a value for each in a manifest, and what the commands do with them. */
import { npyHeader } from "../../cli/export/formats/npy.ts";
import { noise, wavOf } from "./_wav.ts";
import type { Workspace } from "./_workspace.ts";

/** One kind under test. */
export interface KindExample {
  /** The field, as a schema writes it. */
  readonly definition: string;
  /** Its value in a manifest; paths are those that {@link writeInputs} writes. */
  readonly value: unknown;
  /** What `inspect --record` shows for that value. */
  readonly preview: unknown;
  /** The length of its records. */
  readonly length: number;
  /**
   * The formats that it can be exported in, the default first, with the bytes of a record's file;
   * or `"refused"` where these particular values can't be exported that way.
   */
  readonly exports: Readonly<Record<string, number | "any" | "refused">>;
  /** Whether it can be drawn. */
  readonly isDrawn: boolean;
  /** Bytes per record in a batch. */
  readonly batchBytes: number;
}

const samples = 800;
const clip = noise(samples);
const firstSamples = [...clip.subarray(0, 8)];
const wav = 44 + 2 * samples;

/** Audio that is stored as int16 without loss. */
const lossless = {
  value: "clip.wav",
  preview: firstSamples,
  length: samples,
  exports: { wav, flac: "any", opus: "any", npy: 128 + 2 * samples },
  isDrawn: true,
  batchBytes: 2 * samples,
} as const;

const features = Float32Array.from({ length: 12 }, (_, at) => at / 4);

/** Three frames of four bins, given as an array, and stored as float16 without loss. */
const spectral = {
  value: "features.npy",
  preview: [...features.subarray(0, 8)],
  length: 3,
  exports: { npy: 128 + 2 * 12 },
  isDrawn: true,
  batchBytes: 2 * 12,
} as const;

function scalar(kind: string, bytes: number, value: unknown, preview = value): KindExample {
  return {
    definition: `field.${kind}()`,
    value,
    preview,
    length: 0,
    exports: { jsonl: "any" },
    isDrawn: false,
    batchBytes: bytes,
  };
}

/** The examples by kind; a kind without one fails the test. */
export const kindExamples: Readonly<Record<string, KindExample>> = {
  waveform: { definition: "field.waveform()", ...lossless },
  flac: { definition: "field.flac()", ...lossless },
  chunkedWaveform: { definition: "field.chunkedWaveform({ chunkSeconds: 1 })", ...lossless },
  opus: {
    ...lossless,
    definition: "field.opus()",
    // Lossy, so no sample is known in advance.
    preview: "any",
    // FLAC has no floats.
    exports: {
      ...lossless.exports,
      wav: 58 + 4 * samples,
      flac: "refused",
      npy: 128 + 4 * samples,
    },
    batchBytes: 4 * samples,
  },
  stems: {
    ...lossless,
    definition: 'field.stems({ names: ["drums", "bass"] })',
    value: { drums: "clip.wav", bass: null },
    preview: { drums: firstSamples, bass: null },
    exports: { wav, multichannel: 44 + 4 * samples },
    batchBytes: 2 * 2 * samples,
  },
  melSpectrogram: { definition: "field.melSpectrogram({ nMels: 4 })", ...spectral },
  spectrogram: { definition: "field.spectrogram({ nFft: 6, hopLength: 2 })", ...spectral },
  mfcc: { definition: "field.mfcc({ nMfcc: 4 })", ...spectral },
  codecTokens: {
    definition: "field.codecTokens({ nCodebooks: 2 })",
    value: "tokens.npy",
    preview: [1, 2, 3, 4, 5, 6],
    length: 3,
    exports: { npy: 128 + 2 * 6 },
    isDrawn: true,
    batchBytes: 2 * 6,
  },
  pitch: {
    definition: "field.pitch()",
    value: "pitch.npy",
    preview: [0, 100.5, 0, 200],
    length: 4,
    exports: { npy: 128 + 4 * 4 },
    isDrawn: true,
    // A frequency, and whether the frame is voiced.
    batchBytes: 4 * 4 + 4,
  },
  text: {
    definition: "field.text()",
    value: "seven ü",
    preview: "seven ü",
    length: 8,
    exports: { txt: 8, jsonl: "any" },
    isDrawn: false,
    batchBytes: 8,
  },
  bytes: {
    definition: "field.bytes()",
    value: "tokens.npy",
    preview: "93 4e 55 4d 50 59 01 00 76 00 7b 27 64 65 73 63 …",
    length: 140,
    exports: { bin: 140 },
    isDrawn: false,
    batchBytes: 140,
  },
  category: {
    definition: "field.category()",
    value: "seven ü",
    preview: "seven ü",
    length: 0,
    exports: { jsonl: "any" },
    isDrawn: false,
    batchBytes: 4,
  },
  uint8: scalar("uint8", 1, 200),
  int8: scalar("int8", 1, -100),
  uint16: scalar("uint16", 2, 60_000),
  int16: scalar("int16", 2, -30_000),
  uint32: scalar("uint32", 4, 4_000_000_000),
  int32: scalar("int32", 4, -2_000_000_000),
  uint64: scalar("uint64", 8, "18446744073709551615"),
  int64: scalar("int64", 8, "-9223372036854775808"),
  float32: scalar("float32", 4, 0.5),
  float64: scalar("float64", 8, 0.1),
  bool: scalar("bool", 1, true),
};

/** Writes the files that the examples' values name. */
export function writeInputs(workspace: Workspace): void {
  workspace.write("clip.wav", wavOf(clip));
  workspace.write("features.npy", npyOf("<f4", [4, 3], features));
  workspace.write("pitch.npy", npyOf("<f4", [4], Float32Array.of(0, 100.5, NaN, 200)));
  workspace.write("tokens.npy", npyOf("<u2", [2, 3], Uint16Array.of(1, 2, 3, 4, 5, 6)));
}

function npyOf(
  dtype: "<f4" | "<u2",
  shape: readonly number[],
  values: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>,
): Uint8Array {
  return new Uint8Array([...npyHeader(dtype, shape), ...new Uint8Array(values.buffer)]);
}
