// Made from the table of spectral parameters (schema/spectral/parameters/table.ts) by
// `deno task gen:parameters`.

/**
 * Every parameter of a spectral feature: nothing is left to a preset or a default. Plain JSON, so
 * that equal parameters can be recognised.
 *
 * The members are in the order of the steps: the samples, frames, window and transform, filters,
 * logarithm, cosine transform, and what is done to the clip as a whole. Frames hold samples x,
 * counted from 0; n is the number of samples in the clip.
 */
export interface FeatureParameters {
  /**
   * What the rows are. `"stft"`: the complex spectrum, nFft / 2 + 1 rows of real parts, then as many
   * of imaginary parts. `"spectrogram"`: nFft / 2 + 1 bins. `"melSpectrogram"`: nMels filters. `"mfcc"`:
   * nMfcc coefficients.
   */
  readonly kind: "stft" | "spectrogram" | "melSpectrogram" | "mfcc";

  /** Samples per second. */
  readonly sampleRate: number;
  /** Samples are multiplied by this first; Kaldi expects 32,768, the range of int16. */
  readonly inputScale: number;
  /**
   * The standard deviation of white Gaussian noise added to the samples; 0: none.
   *
   * It is added after {@link inputScale}: framing `"kaldi"` draws it for each frame, the others for
   * each sample of the clip. The generator begins with the same seed for each clip.
   */
  readonly dither: number;
  /**
   * The p in x[i] − p·x[i − 1]; 0 changes nothing.
   *
   * Framing `"kaldi"` applies it to each frame, with x[0] − p·x[0] at the start; the others apply
   * it to the whole clip, and leave x[0] unchanged.
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
   */
  readonly framing: "scipy" | "stft" | "kaldi";
  /** Points of the Fourier transform. */
  readonly nFft: number;
  /** Samples that the window covers, at most {@link nFft}. */
  readonly winLength: number;
  /** Samples from one frame to the next. */
  readonly hopLength: number;
  /**
   * The window; periodic unless its name says symmetric.
   *
   * A periodic window is a symmetric one with one more point, without the last. `"povey"` is the
   * symmetric Hann window to the power of 0.85. With framing `"kaldi"`, `"hann"` and `"hamming"` in
   * a schema are the symmetric ones.
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
   */
  readonly center: boolean;
  /**
   * Framing `"stft"`: what the clip is padded with.
   *
   * It is mirrored around its first and last sample, or extended with zeros.
   */
  readonly padMode: "reflect" | "constant";
  /**
   * Framing `"stft"`: samples of padding at both ends if {@link center} is false.
   *
   * p samples give 1 + floor((n + 2p − nFft) / hopLength) frames.
   */
  readonly padSamples: number;
  /** Framing `"stft"`: whether the last frame is dropped, as Whisper does. */
  readonly dropLastFrame: boolean;
  /**
   * Framing `"kaldi"`: whether all frames lie inside the clip.
   *
   * If so, there are 1 + floor((n − winLength) / hopLength) of them; otherwise floor((n +
   * floor(hopLength / 2)) / hopLength), and the clip is mirrored at its ends, including the first
   * and last sample.
   */
  readonly snipEdges: boolean;
  /** Framing `"kaldi"`: whether each frame's mean is subtracted. */
  readonly removeDcOffset: boolean;
  /** The exponent of the magnitudes. */
  readonly power: number;
  /** With power 1: the ε in the magnitudes √(re² + im² + ε). */
  readonly magnitudeEpsilon: number;
  /** The number of mel filters. */
  readonly nMels: number;
  /** Where the lowest filter begins, in Hz. */
  readonly fMin: number;
  /**
   * Where the highest filter ends, in Hz; 0 and below count down from the highest frequency.
   *
   * The highest frequency depends on {@link floorNyquist}.
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
   */
  readonly melScale: "original" | "slaney" | "htk" | "kaldi";
  /** How filters are weighted: `"slaney"` divides each by half its width in Hz. */
  readonly norm: "none" | "slaney";
  /**
   * Whether the highest frequency is floor(sampleRate / 2), as in torchaudio.
   *
   * The transform's bins are spread up to it, which matters at odd sample rates. If false, it is
   * sampleRate / 2.
   */
  readonly floorNyquist: boolean;
  /** The logarithm; `"db"` is 10·log10. */
  readonly log: "none" | "natural" | "log10" | "db";
  /** Added before the logarithm. */
  readonly logOffset: number;
  /** Lower values are raised to this before the logarithm, after {@link logOffset}; 0: none. */
  readonly logFloor: number;
  /** With log `"db"`: the power that is 0 dB, or `"max"`, the clip's largest value. */
  readonly dbRef: number | "max";
  /** With log `"db"`: lower values are raised to the clip's largest minus this; null: none. */
  readonly topDb: number | null;
  /** Like {@link topDb}, in the unit of any logarithm; Whisper's is 8. */
  readonly dynamicRange: number | null;
  /**
   * Framing `"kaldi"`: whether the logarithm of the frame's energy is a row.
   *
   * It is the first row, before the mel bins, or replaces the first cepstral coefficient.
   */
  readonly useEnergy: boolean;
  /** Whether energy is computed before preemphasis and windowing. */
  readonly rawEnergy: boolean;
  /** The lowest energy; 0 means float32's epsilon, 2⁻²³. */
  readonly energyFloor: number;
  /** Cepstral coefficients to keep, at most {@link nMels}. */
  readonly nMfcc: number;
  /**
   * The L in coefficient k's factor, 1 + (L / 2)·sin(π·(k + 1) / L); 0: no factor.
   *
   * With framing `"kaldi"`, the factor is 1 + (L / 2)·sin(π·k / L).
   */
  readonly lifter: number;
  /**
   * The scaling of the cosine transform (type II).
   *
   * `"ortho"`: orthogonal; `"none"`: twice the plain sum.
   */
  readonly dctNorm: "none" | "ortho";
  /**
   * The normalisation over the clip, which is the last step.
   *
   * `"whisper"`: (x + 4) / 4. `"per-feature"`: each row minus its mean, divided by its standard
   * deviation (n − 1) + {@link stdEpsilon}.
   */
  readonly normalize: "none" | "whisper" | "per-feature";
  /** Added to the standard deviation; with 0, constant rows (silence) are refused. */
  readonly stdEpsilon: number;
  /** Whether frames from floor(n / hopLength) on are 0 and excluded from statistics, as in NeMo. */
  readonly maskPartialFrame: boolean;
  /** Frames of zeros are added up to a multiple of this; 0: none. */
  readonly padTo: number;
}
