import type { ParameterTable } from "./parameter.ts";

/** The logarithm, the energy's row, and the cosine transform. */
export const logarithmParameters = {
  log: {
    type: "choice",
    choices: ["none", "natural", "log10", "db"],
    default: "natural",
    base: { at: 24, type: "flag" },
    extended: { at: 32, type: "code" },
    doc: `Which logarithm; \`"db"\` is 10·log10.`,
  },
  logOffset: {
    type: "number",
    min: 0,
    max: 1e6,
    default: 1e-10,
    extended: { at: 112, type: "float64" },
    doc: `Added before the logarithm.`,
  },
  logFloor: {
    type: "number",
    min: 0,
    max: 1e6,
    default: 0,
    extended: { at: 120, type: "float64" },
    doc: `The least that the logarithm is taken of, after {@link logOffset}; 0: whatever comes.`,
  },
  dbRef: {
    type: "number",
    min: 0,
    above: true,
    max: 1e30,
    or: "max",
    default: 1,
    extended: { at: 128, type: "float64" },
    doc: `With log \`"db"\`: what 0 dB is, as a power, or the clip's largest value.`,
  },
  topDb: {
    type: "number",
    min: 0,
    max: 1e4,
    or: null,
    default: null,
    extended: { at: 136, type: "float64" },
    doc:
      `With log \`"db"\`: values are raised to the clip's largest minus this; null: they aren't.`,
  },
  dynamicRange: {
    type: "number",
    min: 0,
    max: 1e4,
    or: null,
    default: null,
    extended: { at: 144, type: "float64" },
    doc: `The same in any logarithm's own unit; Whisper's is 8.`,
  },
  useEnergy: {
    type: "switch",
    default: false,
    kinds: "mels",
    extended: { at: 36, bit: 4 },
    doc: `Framing \`"kaldi"\`: whether the logarithm of the frame's energy takes a row.

It is the first, in front of the mel bins, or in place of the first cepstral coefficient.`,
  },
  rawEnergy: {
    type: "switch",
    default: true,
    kinds: "mels",
    extended: { at: 36, bit: 5 },
    doc: `Whether energy is that of before preemphasis and window.`,
  },
  energyFloor: {
    type: "number",
    min: 0,
    max: 1e30,
    default: 0,
    kinds: "mels",
    extended: { at: 152, type: "float64" },
    doc: `The least energy; 0 is float32's epsilon, 2⁻²³.`,
  },
  nMfcc: {
    type: "integer",
    min: 1,
    max: 4096,
    default: 20,
    kinds: "mfcc",
    extended: { at: 48, type: "uint32" },
    doc: `Cepstral coefficients to keep, at most {@link nMels}.`,
  },
  lifter: {
    type: "number",
    min: 0,
    max: 1e4,
    default: 0,
    kinds: "mfcc",
    extended: { at: 160, type: "float64" },
    doc: `The L of the factor 1 + (L / 2)·sin(π·(k + 1) / L) of coefficient k; 0: it has none.

In framing \`"kaldi"\` the factor is 1 + (L / 2)·sin(π·k / L).`,
  },
  dctNorm: {
    type: "choice",
    choices: ["none", "ortho"],
    default: "ortho",
    kinds: "mfcc",
    extended: { at: 34, type: "code" },
    doc: `The scaling of the cosine transform (type II).

\`"ortho"\`: it is orthogonal; \`"none"\`: it is twice the plain sum.`,
  },
} as const satisfies ParameterTable;
