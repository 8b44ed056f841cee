/** A file like those that vocoders are trained on: audio, mel spectrograms and codes. */
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { randomOf } from "./_dataset.ts";

export const Vocoder = defineDataset("Vocoder", {
  audio: field.waveform({ sampleRate: 24_000 }),
  mel: field.melSpectrogram({ from: "audio", preset: "tacotron2", sampleRate: 24_000 }),
  codes: field.codecTokens({ nCodebooks: 2, vocabSize: 1024, frameRate: 75 }),
  speaker: field.uint32(),
});

/** Crops of all three fields begin and end at multiples of this, in samples. */
export const grid = 1280;

/** The cropped fields. */
export const vocoderFields = ["audio", "mel", "codes"] as const;

export type VocoderField = typeof vocoderFields[number];

/** A record's values, decoded separately. */
export interface WholeRecord {
  readonly speaker: number;
  readonly rows: Readonly<Record<VocoderField, Tracks>>;
}

/** Audio, or all bins, or all codebooks, over time. */
export interface Tracks {
  readonly tracks: readonly ArrayLike<number>[];
  /** How many audio samples one of its values stands for. */
  readonly samplesEach: number;
  /** The shape of a record in a batch, cropped to a length. */
  readonly channels: (length: number) => readonly number[];
}

/** Writes `count` records of 300 to 12,000 samples of noise, and decodes each. */
export function writeVocoder(path: string, count: number): WholeRecord[] {
  const random = randomOf(11);
  using writer = createDatasetWriter(path, { ir: Vocoder.ir });
  for (let index = 0; index < count; index++) {
    const length = Math.floor(300 * 40 ** random());
    const frames = Math.floor(length / 320);
    writer.append({
      audio: {
        samples: Int16Array.from({ length }, () => (random() - 0.5) * 20_000),
        sampleRate: 24_000,
      },
      codes: {
        data: Uint16Array.from({ length: 2 * frames }, () => random() * 1024),
        shape: [2, frames],
      },
      speaker: index % 5,
    });
  }
  writer.finish();
  using reader = openDataset(path);
  return Array.from({ length: count }, (_, index) => {
    const { audio, mel, codes, speaker } = reader.toRecord(index) as unknown as Decoded;
    const [bins, books] = [mel.shape[0], codes.shape[0]];
    return {
      speaker,
      rows: {
        audio: { tracks: [audio.samples], samplesEach: 1, channels: (length) => [length, 1] },
        mel: { tracks: rowsOf(mel), samplesEach: 256, channels: (length) => [bins, length] },
        codes: { tracks: rowsOf(codes), samplesEach: 320, channels: (length) => [books, length] },
      },
    };
  });
}

interface Matrix {
  readonly data: Float32Array | Uint16Array;
  readonly shape: readonly [rows: number, frames: number];
}

interface Decoded {
  readonly audio: { readonly samples: Int16Array };
  readonly mel: Matrix;
  readonly codes: Matrix;
  readonly speaker: number;
}

function rowsOf({ data, shape: [rows, frames] }: Matrix): ArrayLike<number>[] {
  return Array.from({ length: rows }, (_, row) => data.slice(row * frames, (row + 1) * frames));
}
