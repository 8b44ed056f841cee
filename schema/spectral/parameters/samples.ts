import type { ParameterTable } from "./parameter.ts";

/** What is done to the samples before they are cut into frames. */
export const sampleParameters = {
  sampleRate: {
    type: "integer",
    min: 1,
    max: 768_000,
    or: "source",
    default: 16_000,
    base: { at: 0, type: "uint32" },
    doc: `Samples per second of what is analysed; audio at another rate is resampled.

\`"source"\`: as it comes, clip by clip.`,
  },
  resample: {
    type: "choice",
    choices: ["sinc", "fourier"],
    default: "sinc",
    kernels: false,
    extended: { at: 35, type: "code" },
    doc: `How audio at another rate is resampled.

\`"fourier"\` holds a whole clip in memory.`,
  },
  inputScale: {
    type: "number",
    min: 0,
    above: true,
    max: 2 ** 31,
    default: 1,
    extended: { at: 56, type: "float64" },
    doc: `Samples are multiplied by this first; Kaldi wants 32,768, the range of int16.`,
  },
  dither: {
    type: "number",
    min: 0,
    max: 2 ** 31,
    default: 0,
    extended: { at: 64, type: "float64" },
    doc: `The standard deviation of white Gaussian noise that is added to the samples; 0: none.

It is added after {@link inputScale}: framing \`"kaldi"\` draws it for each frame, the others for
each sample of the clip. The generator begins with the same seed for each clip.`,
  },
  preemphasis: {
    type: "number",
    min: 0,
    max: 1,
    default: 0,
    extended: { at: 72, type: "float64" },
    doc: `The p of x[i] − p·x[i − 1]; 0 changes nothing.

Framing \`"kaldi"\` does it in each frame, with x[0] − p·x[0] at its start; the others over the
whole clip, where x[0] stays as it is.`,
  },
} as const satisfies ParameterTable;
