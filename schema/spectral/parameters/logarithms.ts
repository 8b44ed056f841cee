import type { ParameterTable } from "./parameter.ts";

/** The logarithm, the row of energy, and the cosine transform. */
export const logarithmParameters = {
  log: {
    type: "choice",
    choices: ["none", "natural", "log10", "db"],
    default: "natural",
    base: { at: 24, type: "flag" },
    extended: { at: 32, type: "code" },
    doc: `The logarithm; \`"db"\` is 10·log10.`,
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
    doc: `Lower values are raised to this before the logarithm, after {@link logOffset}; 0: none.`,
  },
  dbRef: {
    type: "number",
    min: 0,
    above: true,
    max: 1e30,
    or: "max",
    default: 1,
    extended: { at: 128, type: "float64" },
    doc: `With log \`"db"\`: the power that is 0 dB, or \`"max"\`, the clip's largest value.`,
  },
  topDb: {
    type: "number",
    min: 0,
    max: 1e4,
    or: null,
    default: null,
    extended: { at: 136, type: "float64" },
    doc: `With log \`"db"\`: lower values are raised to the clip's largest minus this; null: none.`,
  },
  dynamicRange: {
    type: "number",
    min: 0,
    max: 1e4,
    or: null,
    default: null,
    extended: { at: 144, type: "float64" },
    doc: `Like {@link topDb}, in the unit of any logarithm; Whisper's is 8.`,
  },
  useEnergy: {
    type: "switch",
    default: false,
    kinds: "mels",
    extended: { at: 36, bit: 4 },
    doc: `Framing \`"kaldi"\`: whether the logarithm of the frame's energy is a row.

It is the first row, before the mel bins, or replaces the first cepstral coefficient.`,
  },
  rawEnergy: {
    type: "switch",
    default: true,
    kinds: "mels",
    extended: { at: 36, bit: 5 },
    doc: `Whether energy is computed before preemphasis and windowing.`,
  },
  energyFloor: {
    type: "number",
    min: 0,
    max: 1e30,
    default: 0,
    kinds: "mels",
    extended: { at: 152, type: "float64" },
    doc: `The lowest energy; 0 means float32's epsilon, 2⁻²³.`,
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
    doc: `The L in coefficient k's factor, 1 + (L / 2)·sin(π·(k + 1) / L); 0: no factor.

With framing \`"kaldi"\`, the factor is 1 + (L / 2)·sin(π·k / L).`,
  },
  dctNorm: {
    type: "choice",
    choices: ["none", "ortho"],
    default: "ortho",
    kinds: "mfcc",
    extended: { at: 34, type: "code" },
    doc: `The scaling of the cosine transform (type II).

\`"ortho"\`: orthogonal; \`"none"\`: twice the plain sum.`,
  },
} as const satisfies ParameterTable;
