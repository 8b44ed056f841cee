// Made from the table of spectral parameters (schema/spectral/parameters/table.ts) by
// `deno task gen:parameters`.

/**
 * Every parameter of a spectral feature: nothing is left to a preset or a default. Plain JSON, so
 * that equal parameters can be recognised.
 *
 * The steps come in the order of the members: the samples, frames, window and transform, filters,
 * logarithm, cosine transform, and what is done to the clip as a whole. Frames hold samples x,
 * counted from 0; n is the number of samples of the clip.
 */
export interface FeatureParameters {
  /**
   * What the rows are. `"stft"`: the complex spectrum, nFft / 2 + 1 rows of real parts, then as many of
   * imaginary parts. `"spectrogram"`: nFft / 2 + 1 bins. `"melSpectrogram"`: nMels filters. `"mfcc"`:
   * nMfcc coefficients.
   */
  readonly kind: "stft" | "spectrogram" | "melSpectrogram" | "mfcc";

  /** Samples per second. */
  readonly sampleRate: number;
  /** Samples are multiplied by this first; Kaldi wants 32,768, the range of int16. */
  readonly inputScale: number;
  /**
   * The standard deviation of white Gaussian noise that is added to the samples; 0: none.
   *
   * It is added after {@link inputScale}: framing `"kaldi"` draws it for each frame, the others for
   * each sample of the clip. The generator begins with the same seed for each clip.
   */
  readonly dither: number;
  /**
   * The p of x[i] − p·x[i − 1]; 0 changes nothing.
   *
   * Framing `"kaldi"` does it in each frame, with x[0] − p·x[0] at its start; the others over the
   * whole clip, where x[0] stays as it is.
   */
  readonly preemphasis: number;
  /**
   * How a clip is cut into frames.
   *
   * - `"scipy"`: zeros of nFft / 2 at both ends, then zeros up to a whole hop; ceil(n / hopLength)
   *   + 1 frames. The spectrum is divided by the window's sum. Clips shorter than nFft are padded
   *   to it with zeros first. As `scipy.signal.stft`.
   * - `"stft"`: as {@link center}, {@link padMode}, {@link padSamples} say; the window is centred
   *   in the nFft points of the transform. As torch's, librosa's and Whisper's.
   * - `"kaldi"`: frames of winLength samples, each by itself freed of its mean and preemphasised,
   *   windowed, then zeros up to nFft after it. As {@link snipEdges} says.
   */
  readonly framing: "scipy" | "stft" | "kaldi";
  /** Points of the Fourier transform. */
  readonly nFft: number;
  /** Samples under the window, at most {@link nFft}. */
  readonly winLength: number;
  /** Samples from frame to frame. */
  readonly hopLength: number;
  /**
   * The window; periodic unless its name says symmetric.
   *
   * A periodic window is a symmetric one of a point more. `"povey"` is the symmetric Hann window to
   * the power of 0.85. In framing `"kaldi"` a schema's `"hann"` and `"hamming"` are the symmetric
   * ones.
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
   * Framing `"stft"`: whether frame t has its middle at sample t·hopLength.
   *
   * The clip is then padded by floor(nFft / 2) samples at both ends, which gives 1 + floor(n /
   * hopLength) frames for an even nFft.
   */
  readonly center: boolean;
  /**
   * Framing `"stft"`: what the clip is padded with.
   *
   * It is mirrored around its first and last sample, or extended by zeros.
   */
  readonly padMode: "reflect" | "constant";
  /**
   * Framing `"stft"`: samples of padding at both ends where {@link center} is false.
   *
   * p gives 1 + floor((n + 2p − nFft) / hopLength) frames.
   */
  readonly padSamples: number;
  /** Framing `"stft"`: whether the last frame is dropped, as Whisper does. */
  readonly dropLastFrame: boolean;
  /**
   * Framing `"kaldi"`: whether frames lie inside the clip.
   *
   * Then there are 1 + floor((n − winLength) / hopLength) of them; otherwise floor((n +
   * floor(hopLength / 2)) / hopLength), mirrored at the edges (the first and last sample twice).
   */
  readonly snipEdges: boolean;
  /** Framing `"kaldi"`: whether each frame is freed of its mean. */
  readonly removeDcOffset: boolean;
  /** The exponent of the magnitudes. */
  readonly power: number;
  /** With power 1: the ε of magnitudes √(re² + im² + ε). */
  readonly magnitudeEpsilon: number;
  /** Mel filters. */
  readonly nMels: number;
  /** Where the lowest filter begins, in Hz. */
  readonly fMin: number;
  /**
   * Where the highest filter ends, in Hz; 0 and below count from the highest frequency.
   *
   * The highest frequency is as {@link floorNyquist} says.
   */
  readonly fMax: number;
  /**
   * How filters are placed.
   *
   * - `"original"`: points evenly apart in HTK mel, each floored to a bin, floor((nFft + 1)·f /
   *   sampleRate); triangles of height 1 between bins.
   * - `"slaney"`, `"htk"`: triangles over frequency, their corners evenly apart in Slaney's mel
   *   (linear below 1 kHz) or in HTK's, 2595·log10(1 + f / 700).
   * - `"kaldi"`: triangles over 1127·ln(1 + f / 700); the bin at the highest frequency is left out.
   */
  readonly melScale: "original" | "slaney" | "htk" | "kaldi";
  /** How filters are weighted: `"slaney"` divides each by half its width in Hz. */
  readonly norm: "none" | "slaney";
  /**
   * Whether the highest frequency is floor(sampleRate / 2), as torchaudio has it.
   *
   * The transform's bins are spread up to it, which makes a difference at odd sample rates. False:
   * it is sampleRate / 2.
   */
  readonly floorNyquist: boolean;
  /** Which logarithm; `"db"` is 10·log10. */
  readonly log: "none" | "natural" | "log10" | "db";
  /** Added before the logarithm. */
  readonly logOffset: number;
  /** The least that the logarithm is taken of, after {@link logOffset}; 0: whatever comes. */
  readonly logFloor: number;
  /** With log `"db"`: what 0 dB is, as a power, or the clip's largest value. */
  readonly dbRef: number | "max";
  /** With log `"db"`: values are raised to the clip's largest minus this; null: they aren't. */
  readonly topDb: number | null;
  /** The same in any logarithm's own unit; Whisper's is 8. */
  readonly dynamicRange: number | null;
  /**
   * Framing `"kaldi"`: whether the logarithm of the frame's energy takes a row.
   *
   * It is the first, in front of the mel bins, or in place of the first cepstral coefficient.
   */
  readonly useEnergy: boolean;
  /** Whether energy is that of before preemphasis and window. */
  readonly rawEnergy: boolean;
  /** The least energy; 0 is float32's epsilon, 2⁻²³. */
  readonly energyFloor: number;
  /** Cepstral coefficients to keep, at most {@link nMels}. */
  readonly nMfcc: number;
  /**
   * The L of the factor 1 + (L / 2)·sin(π·(k + 1) / L) of coefficient k; 0: it has none.
   *
   * In framing `"kaldi"` the factor is 1 + (L / 2)·sin(π·k / L).
   */
  readonly lifter: number;
  /**
   * The scaling of the cosine transform (type II).
   *
   * `"ortho"`: it is orthogonal; `"none"`: it is twice the plain sum.
   */
  readonly dctNorm: "none" | "ortho";
  /**
   * What is done at the end, over the clip.
   *
   * `"whisper"`: (x + 4) / 4. `"per-feature"`: each row minus its mean, divided by its standard
   * deviation (n − 1) + {@link stdEpsilon}.
   */
  readonly normalize: "none" | "whisper" | "per-feature";
  /** Added to the deviation; with 0, rows that stay the same (silence) are refused. */
  readonly stdEpsilon: number;
  /** Whether frames from floor(n / hopLength) on are 0 and count in no statistic, as in NeMo. */
  readonly maskPartialFrame: boolean;
  /** Frames of zeros are added up to a multiple of this; 0: none. */
  readonly padTo: number;
}
