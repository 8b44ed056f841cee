import type { ParameterTable } from "./parameter.ts";

/** The mel filters. */
export const filterParameters = {
  nMels: {
    type: "integer",
    min: 1,
    max: 4096,
    default: 80,
    kinds: "mels",
    base: { at: 12, type: "uint16" },
    doc: `The number of mel filters.`,
  },
  fMin: {
    type: "number",
    min: 0,
    max: 384_000,
    default: 0,
    kinds: "mels",
    base: { at: 16, type: "float32" },
    extended: { at: 96, type: "float64" },
    doc: `Where the lowest filter begins, in Hz.`,
  },
  fMax: {
    type: "number",
    min: -384_000,
    max: 384_000,
    default: 8000,
    kinds: "mels",
    base: { at: 20, type: "float32" },
    extended: { at: 104, type: "float64" },
    doc: `Where the highest filter ends, in Hz; 0 and below count down from the highest frequency.

The highest frequency depends on {@link floorNyquist}.`,
  },
  melScale: {
    type: "choice",
    choices: ["original", "slaney", "htk", "kaldi"],
    default: "original",
    kinds: "mels",
    extended: { at: 30, type: "code" },
    doc: `How filters are placed.

- \`"original"\`: points evenly spaced in HTK mel, each floored to a bin, floor((nFft + 1)·f /
  sampleRate); triangles of height 1 between bins.
- \`"slaney"\`, \`"htk"\`: triangles over frequency, with corners evenly spaced in Slaney's mel
  (linear below 1 kHz) or in HTK's, 2595·log10(1 + f / 700).
- \`"kaldi"\`: triangles over 1127·ln(1 + f / 700); the bin at the highest frequency is left out.`,
  },
  norm: {
    type: "choice",
    choices: ["none", "slaney"],
    default: "none",
    kinds: "mels",
    extended: { at: 31, type: "code" },
    doc: `How filters are weighted: \`"slaney"\` divides each by half its width in Hz.`,
  },
  floorNyquist: {
    type: "switch",
    default: false,
    kinds: "mels",
    extended: { at: 36, bit: 7 },
    doc: `Whether the highest frequency is floor(sampleRate / 2), as in torchaudio.

The transform's bins are spread up to it, which matters at odd sample rates. If false, it is
sampleRate / 2.`,
  },
} as const satisfies ParameterTable;
