import type { ParameterTable } from "./parameter.ts";

/** What is done to the clip as a whole, and how the result is stored. */
export const clipParameters = {
  normalize: {
    type: "choice",
    choices: ["none", "whisper", "per-feature"],
    default: "none",
    extended: { at: 33, type: "code" },
    doc: `The normalisation over the clip, which is the last step.

\`"whisper"\`: (x + 4) / 4. \`"per-feature"\`: each row minus its mean, divided by its standard
deviation (n − 1) + {@link stdEpsilon}.`,
  },
  stdEpsilon: {
    type: "number",
    min: 0,
    max: 1e6,
    default: 1e-5,
    extended: { at: 168, type: "float64" },
    doc: `Added to the standard deviation; with 0, constant rows (silence) are refused.`,
  },
  maskPartialFrame: {
    type: "switch",
    default: false,
    extended: { at: 36, bit: 6 },
    doc:
      `Whether frames from floor(n / hopLength) on are 0 and excluded from statistics, as in NeMo.`,
  },
  padTo: {
    type: "integer",
    min: 0,
    max: 65_536,
    default: 0,
    extended: { at: 52, type: "uint32" },
    doc: `Frames of zeros are added up to a multiple of this; 0: none.`,
  },
  padSeconds: {
    type: "number",
    min: 0,
    above: true,
    max: 3600,
    or: null,
    default: null,
    kernels: false,
    extended: { at: 176, type: "float64" },
    doc: `The clip is treated as padded with zeros, or cut, to this many seconds; null: it isn't.

Only frames that touch the clip are stored; batches are filled with the value of silence.`,
  },
  storeDtype: {
    type: "choice",
    choices: ["float16", "float32"],
    default: "float16",
    kernels: false,
    base: { at: 25, type: "code" },
    doc: `The stored type.`,
  },
} as const satisfies ParameterTable;
