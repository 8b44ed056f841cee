/** What a spectral field holds; the three share one set of parameters. */
export const spectralKinds = [
  "melSpectrogram",
  "spectrogram",
  "mfcc",
] as const satisfies readonly SpectralKind[];

/** A kind of spectral field. */
export type SpectralKind = "melSpectrogram" | "spectrogram" | "mfcc";

/** The resamplers; `"fourier"` holds a whole clip in memory. */
export const resamplers = [
  "sinc",
  "fourier",
] as const satisfies readonly SpectralParameters["resample"][];

/** How a clip is cut into frames. */
export const framings = [
  "scipy",
  "stft",
  "kaldi",
] as const satisfies readonly SpectralParameters["framing"][];

/** The windows; where symmetry isn't said, they are periodic: symmetric ones of a point more. */
export const windows = [
  "hann",
  "hann-symmetric",
  "hamming",
  "hamming-symmetric",
  "povey",
  "blackman",
  "rectangular",
] as const satisfies readonly SpectralParameters["window"][];

/** How the clip is extended at its ends, in framing `"stft"`. */
export const padModes = [
  "reflect",
  "constant",
] as const satisfies readonly SpectralParameters["padMode"][];

/** How mel filters are made. */
export const melScales = [
  "original",
  "slaney",
  "htk",
  "kaldi",
] as const satisfies readonly SpectralParameters["melScale"][];

/** How mel filters are weighted. */
export const melNorms = ["none", "slaney"] as const satisfies readonly SpectralParameters["norm"][];

/** The logarithms. */
export const logs = [
  "none",
  "natural",
  "log10",
  "db",
] as const satisfies readonly SpectralParameters["log"][];

/** What is done to a clip's finished features. */
export const normalizations = [
  "none",
  "whisper",
  "per-feature",
] as const satisfies readonly SpectralParameters["normalize"][];

/** How the cosine transform is scaled. */
export const dctNorms = [
  "none",
  "ortho",
] as const satisfies readonly SpectralParameters["dctNorm"][];

/** The stored types; the position is the code in file and metadata. */
export const spectralDtypes = ["float16", "float32"] as const satisfies readonly SpectralDtype[];

/** A type that features are stored in. */
export type SpectralDtype = "float16" | "float32";

/**
 * Every parameter of a spectral field, each present: plain JSON, and all that a feature depends on.
 * The steps come in the order of the members: frame, window, transform, filter, take the logarithm,
 * and for `mfcc` the cosine transform. The defaults said here are those of the preset `original`.
 *
 * Frames hold samples x, counted from 0; n is the number of samples of the clip.
 */
export interface SpectralParameters {
  /**
   * Samples per second of what is analysed; audio at another rate is resampled. `"source"`: as it
   * comes, clip by clip. Default 16,000.
   */
  readonly sampleRate: number | "source";
  /** How audio at another rate is resampled. Default `"sinc"`. */
  readonly resample: "sinc" | "fourier";

  /** Samples are multiplied by this first; Kaldi wants 32,768, the range of int16. Default 1. */
  readonly inputScale: number;
  /**
   * White Gaussian noise of this standard deviation is added to the samples, after
   * {@link inputScale}: framing `"kaldi"` draws it for each frame, the others for each sample of the
   * clip. The generator begins with the same seed for each clip. Default 0: none.
   */
  readonly dither: number;
  /**
   * x[i] − p·x[i − 1]; 0, the default, changes nothing. Framing `"kaldi"` does it in each frame, with
   * x[0] − p·x[0] at its start; the others over the whole clip, where x[0] stays as it is.
   */
  readonly preemphasis: number;

  /**
   * How a clip is cut into frames:
   *
   * - `"scipy"`, the default: zeros of nFft / 2 at both ends, then zeros up to a whole hop;
   *   ceil(n / hopLength) + 1 frames. The spectrum is divided by the window's sum. Clips shorter than
   *   nFft are padded to it with zeros first. As `scipy.signal.stft`.
   * - `"stft"`: as {@link center}, {@link padMode}, {@link padSamples} say; the window is centred in
   *   the nFft points of the transform. As torch's, librosa's and Whisper's.
   * - `"kaldi"`: frames of winLength samples, each by itself freed of its mean and preemphasised,
   *   windowed, then zeros up to nFft behind it. As {@link snipEdges} says.
   */
  readonly framing: "scipy" | "stft" | "kaldi";
  /** Points of the Fourier transform, from 2 to 65,536. Default 1,024. */
  readonly nFft: number;
  /** Samples under the window, at most nFft. Default: nFft. */
  readonly winLength: number;
  /** Samples from frame to frame. Default 256. */
  readonly hopLength: number;
  /** Default `"hann"`. `"povey"` is the symmetric Hann window to the power of 0.85. */
  readonly window:
    | "hann"
    | "hann-symmetric"
    | "hamming"
    | "hamming-symmetric"
    | "povey"
    | "blackman"
    | "rectangular";
  /**
   * Whether frame t has its middle at sample t·hopLength: the clip is padded by floor(nFft / 2)
   * samples at both ends, which gives 1 + floor(n / hopLength) frames for an even nFft. For framing
   * `"stft"`; default true.
   */
  readonly center: boolean;
  /**
   * What the clip is padded with in framing `"stft"`: mirrored around its first and last sample, or
   * zeros. Default `"reflect"`.
   */
  readonly padMode: "reflect" | "constant";
  /**
   * Samples of padding at both ends where {@link center} is false, in framing `"stft"`: p gives
   * 1 + floor((n + 2p − nFft) / hopLength) frames. Default 0.
   */
  readonly padSamples: number;
  /** Whether the last frame is dropped, as Whisper does; framing `"stft"`. Default false. */
  readonly dropLastFrame: boolean;
  /**
   * Framing `"kaldi"`: whether frames lie inside the clip, 1 + floor((n − winLength) / hopLength) of
   * them; otherwise floor((n + floor(hopLength / 2)) / hopLength), mirrored at the edges (the first
   * and last sample twice). Default true.
   */
  readonly snipEdges: boolean;
  /** Framing `"kaldi"`: whether each frame is freed of its mean. Default false. */
  readonly removeDcOffset: boolean;

  /** The exponent of the magnitudes: 1, 2 or any positive number. Default 2. */
  readonly power: number;
  /** With power 1: magnitudes are sqrt(re² + im² + this). Default 0. */
  readonly magnitudeEpsilon: number;

  /** Mel filters, from 1 to 65,535. Not for `spectrogram`. Default 80. */
  readonly nMels: number;
  /** Where the lowest filter begins, in Hz. Not for `spectrogram`. Default 0. */
  readonly fMin: number;
  /**
   * Where the highest filter ends, in Hz; 0 and negative numbers count from the highest frequency,
   * see {@link floorNyquist}. Not for `spectrogram`. Default 8,000.
   */
  readonly fMax: number;
  /**
   * How filters are placed; not for `spectrogram`. Default `"original"`.
   *
   * - `"original"`: points evenly apart in HTK mel, each floored to a bin, floor((nFft + 1)·f /
   *   sampleRate); triangles of height 1 between bins.
   * - `"slaney"`, `"htk"`: triangles over frequency, their corners evenly apart in Slaney's mel
   *   (linear below 1 kHz) or in HTK's, 2595·log10(1 + f / 700).
   * - `"kaldi"`: triangles over 1127·ln(1 + f / 700); the bin at the highest frequency is left out.
   */
  readonly melScale: "original" | "slaney" | "htk" | "kaldi";
  /** `"slaney"` divides each filter by half its width in Hz. Default `"none"`. */
  readonly norm: "none" | "slaney";
  /**
   * Whether the highest frequency is floor(sampleRate / 2), and the transform's bins are spread up to
   * it, as torchaudio does at odd sample rates. Default false: sampleRate / 2.
   */
  readonly floorNyquist: boolean;

  /** Which logarithm; `"db"` is 10·log10. Default `"natural"`. */
  readonly log: "none" | "natural" | "log10" | "db";
  /** Added before the logarithm. Default 1e-10. */
  readonly logOffset: number;
  /** The least that the logarithm is taken of. Default 0: whatever comes. */
  readonly logFloor: number;
  /** With `"db"`: what 0 dB is, as a power, or the clip's largest value. Default 1. */
  readonly dbRef: number | "max";
  /** With `"db"`: values are raised to the clip's largest minus this. Default null: not at all. */
  readonly topDb: number | null;
  /** The same in any logarithm's own unit; Whisper's is 8. Default null: not at all. */
  readonly dynamicRange: number | null;
  /**
   * Framing `"kaldi"`: whether the logarithm of the frame's energy takes a row: the first, in front
   * of the mel bins, or in place of the first cepstral coefficient. Default false.
   */
  readonly useEnergy: boolean;
  /** Whether energy is that of before preemphasis and window. Default true. */
  readonly rawEnergy: boolean;
  /** The least energy; 0, the default, is float32's epsilon. */
  readonly energyFloor: number;

  /** Cepstral coefficients to keep, at most nMels; `mfcc`. Default 20. */
  readonly nMfcc: number;
  /**
   * `mfcc`: coefficient k is multiplied by 1 + (L / 2)·sin(π·(k + 1) / L), in framing `"kaldi"` by
   * 1 + (L / 2)·sin(π·k / L). Default 0: not at all.
   */
  readonly lifter: number;
  /** `mfcc`: the scaling of the cosine transform (type II). Default `"ortho"`. */
  readonly dctNorm: "none" | "ortho";

  /**
   * What is done at the end, over the clip. `"whisper"`: (x + 4) / 4. `"per-feature"`: each row minus
   * its mean, divided by its standard deviation (n − 1) + {@link stdEpsilon}. Default `"none"`.
   */
  readonly normalize: "none" | "whisper" | "per-feature";
  /** Default 1e-5. */
  readonly stdEpsilon: number;
  /**
   * Whether frames from floor(n / hopLength) on don't count in the statistics and are set to 0, as
   * NeMo does. Default false.
   */
  readonly maskPartialFrame: boolean;
  /** Frames of zeros are added up to a multiple of this. Default 0: none. */
  readonly padTo: number;
  /**
   * The clip is taken as padded with zeros, or cut, to this many seconds; only frames that touch the
   * clip are stored, and batches are filled with what silence gives. Default null: not at all.
   */
  readonly padSeconds: number | null;

  /** The stored type. Default `"float16"`. */
  readonly storeDtype: SpectralDtype;
}

/** What the kernels compute from: the rate is known, and so is the kind. */
export type FeatureParameters =
  & Omit<SpectralParameters, "sampleRate" | "resample" | "padSeconds" | "storeDtype">
  & { readonly kind: SpectralKind; readonly sampleRate: number };

/** The parameters of the preset `original`: the defaults of every spectral field. */
export const spectralDefaults: SpectralParameters = {
  sampleRate: 16_000,
  resample: "sinc",
  inputScale: 1,
  dither: 0,
  preemphasis: 0,
  framing: "scipy",
  nFft: 1024,
  winLength: 1024,
  hopLength: 256,
  window: "hann",
  center: true,
  padMode: "reflect",
  padSamples: 0,
  dropLastFrame: false,
  snipEdges: true,
  removeDcOffset: false,
  power: 2,
  magnitudeEpsilon: 0,
  nMels: 80,
  fMin: 0,
  fMax: 8000,
  melScale: "original",
  norm: "none",
  floorNyquist: false,
  log: "natural",
  logOffset: 1e-10,
  logFloor: 0,
  dbRef: 1,
  topDb: null,
  dynamicRange: null,
  useEnergy: false,
  rawEnergy: true,
  energyFloor: 0,
  nMfcc: 20,
  lifter: 0,
  dctNorm: "ortho",
  normalize: "none",
  stdEpsilon: 1e-5,
  maskPartialFrame: false,
  padTo: 0,
  padSeconds: null,
  storeDtype: "float16",
};
