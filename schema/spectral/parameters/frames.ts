import type { ParameterTable } from "./parameter.ts";

/** How a clip is cut into frames, and how they are transformed. */
export const frameParameters = {
  framing: {
    type: "choice",
    choices: ["scipy", "stft", "kaldi"],
    default: "scipy",
    extended: { at: 27, type: "code" },
    doc: `How a clip is cut into frames.

- \`"scipy"\`: nFft / 2 zeros at both ends, then zeros up to a whole hop; ceil(n / hopLength) + 1
  frames. The spectrum is divided by the window's sum. Clips shorter than nFft are first padded to
  it with zeros. As in \`scipy.signal.stft\`.
- \`"stft"\`: padded as {@link center}, {@link padMode} and {@link padSamples} say, with the window
  in the middle of the transform's nFft points. As in torch, librosa and Whisper.
- \`"kaldi"\`: frames of winLength samples, placed as {@link snipEdges} says. The mean is subtracted,
  and preemphasis and window applied, frame by frame; zeros follow up to nFft.`,
  },
  nFft: {
    type: "integer",
    min: 2,
    max: 65_536,
    default: 1024,
    base: { at: 4, type: "uint32" },
    doc: `Points of the Fourier transform.`,
  },
  winLength: {
    type: "integer",
    min: 1,
    max: 65_536,
    default: 1024,
    extended: { at: 40, type: "uint32" },
    doc: `Samples that the window covers, at most {@link nFft}.`,
  },
  hopLength: {
    type: "integer",
    min: 1,
    max: 2 ** 20,
    default: 256,
    base: { at: 8, type: "uint32" },
    doc: `Samples from one frame to the next.`,
  },
  window: {
    type: "choice",
    choices: [
      "hann",
      "hann-symmetric",
      "hamming",
      "hamming-symmetric",
      "povey",
      "blackman",
      "rectangular",
    ],
    default: "hann",
    extended: { at: 28, type: "code" },
    doc: `The window; periodic unless its name says symmetric.

A periodic window is a symmetric one with one more point, without the last. \`"povey"\` is the
symmetric Hann window to the power of 0.85. With framing \`"kaldi"\`, \`"hann"\` and \`"hamming"\` in
a schema are the symmetric ones.`,
  },
  center: {
    type: "switch",
    default: true,
    extended: { at: 36, bit: 0 },
    doc: `Framing \`"stft"\`: whether frame t is centred on sample t·hopLength.

The clip is then padded by floor(nFft / 2) samples at both ends, which gives 1 + floor(n /
hopLength) frames for an even nFft.`,
  },
  padMode: {
    type: "choice",
    choices: ["reflect", "constant"],
    default: "reflect",
    extended: { at: 29, type: "code" },
    doc: `Framing \`"stft"\`: what the clip is padded with.

It is mirrored around its first and last sample, or extended with zeros.`,
  },
  padSamples: {
    type: "integer",
    min: 0,
    max: 65_536,
    default: 0,
    extended: { at: 44, type: "uint32" },
    doc: `Framing \`"stft"\`: samples of padding at both ends if {@link center} is false.

p samples give 1 + floor((n + 2p − nFft) / hopLength) frames.`,
  },
  dropLastFrame: {
    type: "switch",
    default: false,
    extended: { at: 36, bit: 1 },
    doc: `Framing \`"stft"\`: whether the last frame is dropped, as Whisper does.`,
  },
  snipEdges: {
    type: "switch",
    default: true,
    extended: { at: 36, bit: 2 },
    doc: `Framing \`"kaldi"\`: whether all frames lie inside the clip.

If so, there are 1 + floor((n − winLength) / hopLength) of them; otherwise floor((n + floor(hopLength
/ 2)) / hopLength), and the clip is mirrored at its ends, including the first and last sample.`,
  },
  removeDcOffset: {
    type: "switch",
    default: false,
    extended: { at: 36, bit: 3 },
    doc: `Framing \`"kaldi"\`: whether each frame's mean is subtracted.`,
  },
  power: {
    type: "number",
    min: 0,
    above: true,
    max: 16,
    default: 2,
    extended: { at: 80, type: "float64" },
    doc: `The exponent of the magnitudes.`,
  },
  magnitudeEpsilon: {
    type: "number",
    min: 0,
    max: 1,
    default: 0,
    extended: { at: 88, type: "float64" },
    doc: `With power 1: the ε in the magnitudes √(re² + im² + ε).`,
  },
} as const satisfies ParameterTable;
