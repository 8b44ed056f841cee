/** A dataset of every kind, and the options that its batches are tested with. */
import {
  createDatasetWriter,
  type StemsBatchOptions,
  type TokenBatchOptions,
} from "../../runtime/mod.ts";
import { type Dataset, defineDataset, field, type FieldDefinitions } from "../../schema/mod.ts";
import { variantsOf } from "../codegen/_batch_variants.ts";
import { randomOf } from "./_dataset.ts";

/** A field of each kind, named after the kind. */
export const everyField: FieldDefinitions = {
  waveform: field.waveform({ sampleRate: 16_000, channels: "source" }),
  flac: field.flac({ sampleRate: 16_000 }),
  opus: field.opus({ sampleRate: 16_000 }),
  chunkedWaveform: field.chunkedWaveform({ sampleRate: 16_000, chunkSeconds: 0.05 }),
  stems: field.stems({ names: ["drums", "bass", "voice"], sampleRate: 16_000 }),
  spectrogram: field.spectrogram({ from: "flac", sampleRate: 16_000, nFft: 64, hopLength: 32 }),
  melSpectrogram: field.melSpectrogram({
    from: "flac",
    preset: "whisper",
    padSeconds: 0.5,
    storeDtype: "float16",
  }),
  mfcc: field.mfcc({ from: "flac", sampleRate: 16_000 }),
  codecTokens: field.codecTokens({ nCodebooks: 3, packing: "bits" }),
  pitch: field.pitch({ from: "flac", hopLength: 40, voicingThreshold: 0.05 }),
  text: field.text(),
  bytes: field.bytes(),
  category: field.category(),
  uint8: field.uint8(),
  int8: field.int8(),
  uint16: field.uint16(),
  int16: field.int16(),
  uint32: field.uint32(),
  int32: field.int32(),
  uint64: field.uint64(),
  int64: field.int64(),
  float32: field.float32(),
  float64: field.float64(),
  bool: field.bool(),
};

export const EveryKind: Dataset = defineDataset("Kinds", everyField);

/** Writes `count` records of {@link everyRecords}. */
export function writeEveryKind(path: string, count: number): void {
  using writer = createDatasetWriter(path, { ir: EveryKind.ir });
  for (const record of everyRecords(count)) writer.append(record);
  writer.finish();
}

/** `count` records; all are different, and some lack a stem or a channel. */
export function everyRecords(count: number): Record<string, unknown>[] {
  const random = randomOf(14);
  const clip = (length: number, channels: number) => ({
    samples: Int16Array.from({ length: length * channels }, () => (random() - 0.5) * 20_000),
    sampleRate: 16_000,
    channels,
  });
  return Array.from({ length: count }, (_, record) => {
    const length = 400 + Math.floor(random() * 1200);
    const audio = clip(length, 1);
    const frames = 1 + Math.floor(random() * 12);
    return {
      waveform: clip(length, 1 + record % 2),
      flac: audio,
      opus: audio,
      chunkedWaveform: audio,
      stems: { drums: audio, bass: record % 3 === 0 ? null : audio, voice: audio },
      codecTokens: {
        data: Uint16Array.from({ length: 3 * frames }, () => random() * 1024),
        shape: [3, frames],
      },
      text: `record ${record}`,
      category: `speaker ${record % 3}`,
      bytes: Uint8Array.from({ length: record }, (_, at) => at + record),
      ...Object.fromEntries(
        ["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"]
          .map((name) => [name, record + 1]),
      ),
      uint64: BigInt(record) + 2n ** 60n,
      int64: -BigInt(record),
      bool: record % 2 === 0,
    };
  });
}

const stems: readonly StemsBatchOptions[] = [
  { stems: ["voice", "drums"] },
  { mix: true },
  { stems: ["bass"], padTo: { multipleOf: 7 } },
  { maxSamples: 50, onLonger: "crop" },
];

const delays: readonly TokenBatchOptions[] = [
  { order: "delay", delays: [0, 1, 1], padValue: 2048 },
  { order: "delay", delays: [2, 0, 5], padValue: -1, dtype: "int64", layout: "framesFirst" },
];

/** The options of a kind's batches for which no record is too long. */
export function optionsOf(kind: string): readonly object[] {
  const more = kind === "stems" ? stems : kind === "codecTokens" ? delays : [];
  const variants = [...variantsOf(kind), ...more];
  return variants.filter((options) =>
    "onLonger" in options || !("maxSamples" in options || "maxFrames" in options)
  );
}
