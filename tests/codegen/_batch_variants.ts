/** The options that batches of each kind are tested with. */
import type {
  ConvertedBatchOptions,
  PitchBatchOptions,
  SpectralBatchOptions,
  TokenBatchOptions,
  WaveformBatchOptions,
} from "../../runtime/mod.ts";
import { spectralKinds } from "../../schema/mod.ts";

const audio: readonly WaveformBatchOptions[] = [
  {},
  { padTo: "batch" },
  { padTo: { multipleOf: 7 } },
  { maxSamples: 5 },
  { maxSamples: 5, onLonger: "crop" },
  { maxSamples: 9, onLonger: "crop", padTo: "batch" },
  { maxSamples: 0, onLonger: "crop", padTo: { multipleOf: 3 } },
];

const converted: readonly ConvertedBatchOptions[] = [
  { dtype: "float32" },
  { dtype: "float32", padTo: "batch", layout: "channelsFirst" },
  { dtype: "float32", maxSamples: 5, onLonger: "crop", layout: "mono" },
  { dtype: "float32", padTo: { multipleOf: 7 }, layout: "mono" },
];

const features: readonly SpectralBatchOptions[] = [
  {},
  { padTo: "batch" },
  { padTo: { multipleOf: 7 }, padValue: 2.5 },
  { maxFrames: 3 },
  { maxFrames: 3, onLonger: "crop", dtype: "float32" },
  { dtype: "float32", padTo: "batch" },
  { layout: "framesFirst" },
  { layout: "framesFirst", padTo: { multipleOf: 5 }, padValue: -1.5 },
  { layout: "framesFirst", dtype: "float32", maxFrames: 4, onLonger: "crop" },
  { maxFrames: 0, onLonger: "crop", padTo: { multipleOf: 3 } },
];

const tokens: readonly TokenBatchOptions[] = [
  {},
  { padTo: "batch", beginToken: 7 },
  { padTo: { multipleOf: 7 }, padValue: 9, endToken: 8 },
  { maxFrames: 3 },
  { maxFrames: 3, onLonger: "crop", dtype: "int32", padValue: -1 },
  { dtype: "int64", padTo: "batch", padValue: -100, beginToken: 2 ** 40, endToken: -3 },
  { layout: "framesFirst", codebooks: 1 },
  { layout: "framesFirst", padTo: { multipleOf: 5 }, endToken: 5, dtype: "int32" },
  { order: "delay", padTo: "batch", padValue: 3 },
  {
    order: "delay",
    layout: "framesFirst",
    beginToken: 4,
    endToken: 5,
    padValue: 0,
    dtype: "int64",
  },
  { order: "delay", maxFrames: 5, onLonger: "crop", endToken: 6, padValue: 1024 },
  { order: "delay", codebooks: 1, delays: [3], padValue: 7, padTo: "batch" },
  {
    order: "delay",
    codebooks: 1,
    delays: [0],
    layout: "framesFirst",
    endToken: 5,
    padValue: -1,
    dtype: "int32",
  },
  { order: "flattened", beginToken: 11, padTo: "batch" },
  { order: "flattened", maxFrames: 4, onLonger: "crop", dtype: "int64", endToken: 12 },
  { order: "firstAndRest", endToken: 13, padTo: "batch" },
  { order: "firstAndRest", layout: "framesFirst", dtype: "int32", beginToken: -1, padValue: -2 },
  { maxFrames: 0, onLonger: "crop", padTo: { multipleOf: 3 }, beginToken: 1 },
];

const pitch: readonly PitchBatchOptions[] = [
  {},
  { padTo: "batch" },
  { padTo: { multipleOf: 7 } },
  { maxFrames: 3 },
  { maxFrames: 11, onLonger: "crop" },
  { maxFrames: 0, onLonger: "crop", padTo: { multipleOf: 3 } },
];

/** The variants of a kind; those for chunked audio are for chunks, so they have room for more. */
export function variantsOf(kind: string): readonly object[] {
  if (kind === "codecTokens") return tokens;
  if (kind === "pitch") return pitch;
  if ((spectralKinds as readonly string[]).includes(kind)) return features;
  if (kind === "waveform") return [...audio, ...converted];
  if (["flac", "opus"].includes(kind)) return audio;
  return kind === "chunkedWaveform"
    ? audio.filter(({ maxSamples }) => maxSamples !== undefined)
    : [{}];
}
