import { type Dataset, defineDataset, field } from "../../schema/mod.ts";

/** What this library's `decodeBatch` is called in the tables. */
export const oursName = "audiofield decodeBatch";

/** What its `batches` is called. */
export function batchesName(workers: number): string {
  return workers === 0 ? "audiofield batches()" : `audiofield batches(), ${workers} workers`;
}

/** A data set that loaders are measured on; `bench/peers/loaders/sources.py` makes its values. */
export interface LoaderCase {
  readonly name: string;
  readonly what: string;
  /** How this library stores it: one field, `data`. */
  readonly dataset: Dataset;
  /** What a batch is padded to. */
  readonly padTo: "batch" | "dataset";
  /** What is wanted of this library, compared with a peer or with another of its own ways. */
  readonly bars: readonly {
    /** Default: `decodeBatch`. */
    readonly loader?: string;
    readonly peer: string;
    readonly ratio: number;
  }[];
  /** Whether its records are streams that must be decoded. */
  readonly isCoded?: true;
  /** Whether decoders can differ in the last bits, because the coding is lossy. */
  readonly lossy?: true;
}

const waveform = field.waveform();
const features = field.melSpectrogram({ preset: "original" });

/** The data sets, by the letters that `--cases` takes. */
export const loaderCases: Readonly<Record<string, LoaderCase>> = {
  A: {
    name: "A",
    what: "10 s, int16",
    dataset: defineDataset("Clips", { data: waveform }),
    padTo: "dataset",
    bars: [{ peer: "memcpy", ratio: 0.9 }, { peer: "ffcv", ratio: 3.5 }],
  },
  B: {
    name: "B",
    what: "0.5–15 s, padded",
    dataset: defineDataset("VariedClips", { data: waveform }),
    padTo: "batch",
    bars: [{ peer: "memcpy", ratio: 0.85 }, { peer: "ffcv", ratio: 1.7 }],
  },
  C: {
    name: "C",
    what: "mel 80 × 626, float16",
    dataset: defineDataset("Features", { data: features }),
    padTo: "dataset",
    bars: [{ peer: "memcpy", ratio: 0.8 }, { peer: "ffcv", ratio: 2 }],
  },
  M: {
    name: "M",
    what: "mel 80 × 50–1,500, padded",
    dataset: defineDataset("VariedFeatures", { data: features }),
    padTo: "batch",
    bars: [{ peer: "memcpy-flat", ratio: 0.5 }],
  },
  D: {
    name: "D",
    what: "tokens 8 × 750, uint16",
    dataset: defineDataset("Tokens", {
      data: field.codecTokens({ nCodebooks: 8, vocabSize: 1024, frameRate: 75 }),
    }),
    padTo: "dataset",
    bars: [{ peer: "memcpy", ratio: 0.8 }, { peer: "ffcv", ratio: 1.4 }],
  },
  E: {
    name: "E",
    what: "10 s of speech, FLAC",
    dataset: defineDataset("FlacClips", { data: field.flac() }),
    padTo: "dataset",
    isCoded: true,
    bars: [
      { peer: "memcpy", ratio: 0.7 },
      { loader: batchesName(2), peer: batchesName(0), ratio: 1.8 },
    ],
  },
  F: {
    name: "F",
    what: "10 s of speech, Opus",
    dataset: defineDataset("OpusClips", { data: field.opus() }),
    padTo: "dataset",
    isCoded: true,
    bars: [{ peer: "memcpy", ratio: 2 }],
    lossy: true,
  },
};
