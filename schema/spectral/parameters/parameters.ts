// Made from the table of spectral parameters (schema/spectral/parameters/table.ts) by
// `deno task gen:parameters`.

/** A type that features are stored in. */
export type SpectralDtype = "float16" | "float32";

/**
 * Every parameter of a spectral field, none left out: plain JSON, and all a feature depends on.
 * The members are in the order of the steps: frame, window, transform, filter, take the logarithm,
 * and for `mfcc` the cosine transform. The defaults are those of the preset `original`.
 *
 * Frames hold samples x, counted from 0; n is the number of samples in the clip.
 */
export interface SpectralParameters {
  /**
   * The sample rate of the analysis, in Hz; audio at another rate is resampled.
   *
   * `"source"`: each clip's own rate.
   *
   * Values: integer, 1 to 768,000; or "source". Default: 16,000.
   */
  readonly sampleRate: number | "source";
  /**
   * How audio at another rate is resampled.
   *
   * `"fourier"` holds a whole clip in memory.
   *
   * Default: `"sinc"`.
   */
  readonly resample: "sinc" | "fourier";
  /**
   * Samples are multiplied by this first; Kaldi expects 32,768, the range of int16.
   *
   * Values: number above 0, up to 2,147,483,648. Default: 1.
   */
  readonly inputScale: number;
  /**
   * The standard deviation of white Gaussian noise added to the samples; 0: none.
   *
   * It is added after {@link inputScale}: framing `"kaldi"` draws it for each frame, the others for
   * each sample of the clip. The generator begins with the same seed for each clip.
   *
   * Values: number, 0 to 2,147,483,648. Default: 0.
   */
  readonly dither: number;
  /**
   * The p in x[i] − p·x[i − 1]; 0 changes nothing.
   *
   * Framing `"kaldi"` applies it to each frame, with x[0] − p·x[0] at the start; the others apply
   * it to the whole clip, and leave x[0] unchanged.
   *
   * Values: number, 0 to 1. Default: 0.
   */
  readonly preemphasis: number;
  /**
   * How a clip is cut into frames.
   *
   * - `"scipy"`: nFft / 2 zeros at both ends, then zeros up to a whole hop; ceil(n / hopLength) + 1
   *   frames. The spectrum is divided by the window's sum. Clips shorter than nFft are first padded
   *   to it with zeros. As in `scipy.signal.stft`.
   * - `"stft"`: padded as {@link center}, {@link padMode} and {@link padSamples} say, with the
   *   window in the middle of the transform's nFft points. As in torch, librosa and Whisper.
   * - `"kaldi"`: frames of winLength samples, placed as {@link snipEdges} says. The mean is
   *   subtracted, and preemphasis and window applied, frame by frame; zeros follow up to nFft.
   *
   * Default: `"scipy"`.
   */
  readonly framing: "scipy" | "stft" | "kaldi";
  /**
   * Points of the Fourier transform.
   *
   * Values: integer, 2 to 65,536. Default: 1,024.
   */
  readonly nFft: number;
  /**
   * Samples that the window covers, at most {@link nFft}.
   *
   * Values: integer, 1 to 65,536. Default: nFft.
   */
  readonly winLength: number;
  /**
   * Samples from one frame to the next.
   *
   * Values: integer, 1 to 1,048,576. Default: 256.
   */
  readonly hopLength: number;
  /**
   * The window; periodic unless its name says symmetric.
   *
   * A periodic window is a symmetric one with one more point, without the last. `"povey"` is the
   * symmetric Hann window to the power of 0.85. With framing `"kaldi"`, `"hann"` and `"hamming"` in
   * a schema are the symmetric ones.
   *
   * Default: `"hann"`.
   */
  readonly window:
    | "hann"
    | "hann-symmetric"
    | "hamming"
    | "hamming-symmetric"
    | "povey"
    | "blackman"
    | "rectangular";
  /**
   * Framing `"stft"`: whether frame t is centred on sample t·hopLength.
   *
   * The clip is then padded by floor(nFft / 2) samples at both ends, which gives 1 + floor(n /
   * hopLength) frames for an even nFft.
   *
   * Default: true.
   */
  readonly center: boolean;
  /**
   * Framing `"stft"`: what the clip is padded with.
   *
   * It is mirrored around its first and last sample, or extended with zeros.
   *
   * Default: `"reflect"`.
   */
  readonly padMode: "reflect" | "constant";
  /**
   * Framing `"stft"`: samples of padding at both ends if {@link center} is false.
   *
   * p samples give 1 + floor((n + 2p − nFft) / hopLength) frames.
   *
   * Values: integer, 0 to 65,536. Default: 0.
   */
  readonly padSamples: number;
  /**
   * Framing `"stft"`: whether the last frame is dropped, as Whisper does.
   *
   * Default: false.
   */
  readonly dropLastFrame: boolean;
  /**
   * Framing `"kaldi"`: whether all frames lie inside the clip.
   *
   * If so, there are 1 + floor((n − winLength) / hopLength) of them; otherwise floor((n +
   * floor(hopLength / 2)) / hopLength), and the clip is mirrored at its ends, including the first
   * and last sample.
   *
   * Default: true.
   */
  readonly snipEdges: boolean;
  /**
   * Framing `"kaldi"`: whether each frame's mean is subtracted.
   *
   * Default: false.
   */
  readonly removeDcOffset: boolean;
  /**
   * The exponent of the magnitudes.
   *
   * Values: number above 0, up to 16. Default: 2.
   */
  readonly power: number;
  /**
   * With power 1: the ε in the magnitudes √(re² + im² + ε).
   *
   * Values: number, 0 to 1. Default: 0.
   */
  readonly magnitudeEpsilon: number;
  /**
   * The number of mel filters.
   *
   * Values: integer, 1 to 4,096. Not for `spectrogram`. Default: 80.
   */
  readonly nMels: number;
  /**
   * Where the lowest filter begins, in Hz.
   *
   * Values: number, 0 to 384,000. Not for `spectrogram`. Default: 0.
   */
  readonly fMin: number;
  /**
   * Where the highest filter ends, in Hz; 0 and below count down from the highest frequency.
   *
   * The highest frequency depends on {@link floorNyquist}.
   *
   * Values: number, -384,000 to 384,000. Not for `spectrogram`. Default: 8,000.
   */
  readonly fMax: number;
  /**
   * How filters are placed.
   *
   * - `"original"`: points evenly spaced in HTK mel, each floored to a bin, floor((nFft + 1)·f /
   *   sampleRate); triangles of height 1 between bins.
   * - `"slaney"`, `"htk"`: triangles over frequency, with corners evenly spaced in Slaney's mel
   *   (linear below 1 kHz) or in HTK's, 2595·log10(1 + f / 700).
   * - `"kaldi"`: triangles over 1127·ln(1 + f / 700); the bin at the highest frequency is left out.
   *
   * Not for `spectrogram`. Default: `"original"`.
   */
  readonly melScale: "original" | "slaney" | "htk" | "kaldi";
  /**
   * How filters are weighted: `"slaney"` divides each by half its width in Hz.
   *
   * Not for `spectrogram`. Default: `"none"`.
   */
  readonly norm: "none" | "slaney";
  /**
   * Whether the highest frequency is floor(sampleRate / 2), as in torchaudio.
   *
   * The transform's bins are spread up to it, which matters at odd sample rates. If false, it is
   * sampleRate / 2.
   *
   * Not for `spectrogram`. Default: false.
   */
  readonly floorNyquist: boolean;
  /**
   * The logarithm; `"db"` is 10·log10.
   *
   * Default: `"natural"`.
   */
  readonly log: "none" | "natural" | "log10" | "db";
  /**
   * Added before the logarithm.
   *
   * Values: number, 0 to 1,000,000. Default: 1e-10.
   */
  readonly logOffset: number;
  /**
   * Lower values are raised to this before the logarithm, after {@link logOffset}; 0: none.
   *
   * Values: number, 0 to 1,000,000. Default: 0.
   */
  readonly logFloor: number;
  /**
   * With log `"db"`: the power that is 0 dB, or `"max"`, the clip's largest value.
   *
   * Values: number above 0, up to 1e+30; or "max". Default: 1.
   */
  readonly dbRef: number | "max";
  /**
   * With log `"db"`: lower values are raised to the clip's largest minus this; null: none.
   *
   * Values: number, 0 to 10,000; or null. Default: null.
   */
  readonly topDb: number | null;
  /**
   * Like {@link topDb}, in the unit of any logarithm; Whisper's is 8.
   *
   * Values: number, 0 to 10,000; or null. Default: null.
   */
  readonly dynamicRange: number | null;
  /**
   * Framing `"kaldi"`: whether the logarithm of the frame's energy is a row.
   *
   * It is the first row, before the mel bins, or replaces the first cepstral coefficient.
   *
   * Not for `spectrogram`. Default: false.
   */
  readonly useEnergy: boolean;
  /**
   * Whether energy is computed before preemphasis and windowing.
   *
   * Not for `spectrogram`. Default: true.
   */
  readonly rawEnergy: boolean;
  /**
   * The lowest energy; 0 means float32's epsilon, 2⁻²³.
   *
   * Values: number, 0 to 1e+30. Not for `spectrogram`. Default: 0.
   */
  readonly energyFloor: number;
  /**
   * Cepstral coefficients to keep, at most {@link nMels}.
   *
   * Values: integer, 1 to 4,096. Only for `mfcc`. Default: 20.
   */
  readonly nMfcc: number;
  /**
   * The L in coefficient k's factor, 1 + (L / 2)·sin(π·(k + 1) / L); 0: no factor.
   *
   * With framing `"kaldi"`, the factor is 1 + (L / 2)·sin(π·k / L).
   *
   * Values: number, 0 to 10,000. Only for `mfcc`. Default: 0.
   */
  readonly lifter: number;
  /**
   * The scaling of the cosine transform (type II).
   *
   * `"ortho"`: orthogonal; `"none"`: twice the plain sum.
   *
   * Only for `mfcc`. Default: `"ortho"`.
   */
  readonly dctNorm: "none" | "ortho";
  /**
   * The normalisation over the clip, which is the last step.
   *
   * `"whisper"`: (x + 4) / 4. `"per-feature"`: each row minus its mean, divided by its standard
   * deviation (n − 1) + {@link stdEpsilon}.
   *
   * Default: `"none"`.
   */
  readonly normalize: "none" | "whisper" | "per-feature";
  /**
   * Added to the standard deviation; with 0, constant rows (silence) are refused.
   *
   * Values: number, 0 to 1,000,000. Default: 0.00001.
   */
  readonly stdEpsilon: number;
  /**
   * Whether frames from floor(n / hopLength) on are 0 and excluded from statistics, as in NeMo.
   *
   * Default: false.
   */
  readonly maskPartialFrame: boolean;
  /**
   * Frames of zeros are added up to a multiple of this; 0: none.
   *
   * Values: integer, 0 to 65,536. Default: 0.
   */
  readonly padTo: number;
  /**
   * The clip is treated as padded with zeros, or cut, to this many seconds; null: it isn't.
   *
   * Only frames that touch the clip are stored; batches are filled with the value of silence.
   *
   * Values: number above 0, up to 3,600; or null. Default: null.
   */
  readonly padSeconds: number | null;
  /**
   * The stored type.
   *
   * Default: `"float16"`.
   */
  readonly storeDtype: SpectralDtype;
}

/** Parameters of mel filters and of the energy next to them: not for `spectrogram`. */
export type MelParameter =
  | "nMels"
  | "fMin"
  | "fMax"
  | "melScale"
  | "norm"
  | "floorNyquist"
  | "useEnergy"
  | "rawEnergy"
  | "energyFloor";

/** Parameters of the cosine transform: only for `mfcc`. */
export type CepstralParameter = "nMfcc" | "lifter" | "dctNorm";
