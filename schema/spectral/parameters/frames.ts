import type { ParameterTable } from "./parameter.ts";

/** How a clip is cut into frames, and what their transform gives. */
export const frameParameters = {
  framing: {
    type: "choice",
    choices: ["scipy", "stft", "kaldi"],
    default: "scipy",
    extended: { at: 27, type: "code" },
    doc: `How a clip is cut into frames.

- \`"scipy"\`: zeros of nFft / 2 at both ends, then zeros up to a whole hop;
  ceil(n / hopLength) + 1 frames. The spectrum is divided by the window's sum. Clips shorter than
  nFft are padded to it with zeros first. As \`scipy.signal.stft\`.
- \`"stft"\`: as {@link center}, {@link padMode}, {@link padSamples} say; the window is centred in
  the nFft points of the transform. As torch's, librosa's and Whisper's.
- \`"kaldi"\`: frames of winLength samples, each by itself freed of its mean and preemphasised,
  windowed, then zeros up to nFft after it. As {@link snipEdges} says.`,
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
    doc: `Samples under the window, at most {@link nFft}.`,
  },
  hopLength: {
    type: "integer",
    min: 1,
    max: 2 ** 20,
    default: 256,
    base: { at: 8, type: "uint32" },
    doc: `Samples from frame to frame.`,
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

A periodic window is a symmetric one of a point more. \`"povey"\` is the symmetric Hann window to the
power of 0.85. In framing \`"kaldi"\` a schema's \`"hann"\` and \`"hamming"\` are the symmetric ones.`,
  },
  center: {
    type: "switch",
    default: true,
    extended: { at: 36, bit: 0 },
    doc: `Framing \`"stft"\`: whether frame t has its middle at sample t·hopLength.

The clip is then padded by floor(nFft / 2) samples at both ends, which gives 1 + floor(n /
hopLength) frames for an even nFft.`,
  },
  padMode: {
    type: "choice",
    choices: ["reflect", "constant"],
    default: "reflect",
    extended: { at: 29, type: "code" },
    doc: `Framing \`"stft"\`: what the clip is padded with.

It is mirrored around its first and last sample, or extended by zeros.`,
  },
  padSamples: {
    type: "integer",
    min: 0,
    max: 65_536,
    default: 0,
    extended: { at: 44, type: "uint32" },
    doc: `Framing \`"stft"\`: samples of padding at both ends where {@link center} is false.

p gives 1 + floor((n + 2p − nFft) / hopLength) frames.`,
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
    doc: `Framing \`"kaldi"\`: whether frames lie inside the clip.

Then there are 1 + floor((n − winLength) / hopLength) of them; otherwise floor((n + floor(hopLength
/ 2)) / hopLength), mirrored at the edges (the first and last sample twice).`,
  },
  removeDcOffset: {
    type: "switch",
    default: false,
    extended: { at: 36, bit: 3 },
    doc: `Framing \`"kaldi"\`: whether each frame is freed of its mean.`,
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
    doc: `With power 1: the ε of magnitudes √(re² + im² + ε).`,
  },
} as const satisfies ParameterTable;
