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
    doc: `The sample rate of the analysis, in Hz; audio at another rate is resampled.

\`"source"\`: each clip's own rate.`,
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
    doc: `Samples are multiplied by this first; Kaldi expects 32,768, the range of int16.`,
  },
  dither: {
    type: "number",
    min: 0,
    max: 2 ** 31,
    default: 0,
    extended: { at: 64, type: "float64" },
    doc: `The standard deviation of white Gaussian noise added to the samples; 0: none.

It is added after {@link inputScale}: framing \`"kaldi"\` draws it for each frame, the others for
each sample of the clip. The generator begins with the same seed for each clip.`,
  },
  preemphasis: {
    type: "number",
    min: 0,
    max: 1,
    default: 0,
    extended: { at: 72, type: "float64" },
    doc: `The p in x[i] − p·x[i − 1]; 0 changes nothing.

Framing \`"kaldi"\` applies it to each frame, with x[0] − p·x[0] at the start; the others apply it to
the whole clip, and leave x[0] unchanged.`,
  },
} as const satisfies ParameterTable;
