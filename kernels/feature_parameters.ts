/**
 * Every parameter of a spectral feature: nothing is left to a preset or a default. Plain JSON, so
 * that equal parameters can be recognised.
 *
 * The steps come in the order of the members: the samples, frames, window and transform, filters,
 * logarithm, cosine transform, and what is done to the clip as a whole. n is a clip's number of
 * samples.
 */
export interface FeatureParameters {
  /**
   * What the rows are. `"stft"`: the complex spectrum, nFft / 2 + 1 rows of real parts, then as many of
   * imaginary parts. `"spectrogram"`: nFft / 2 + 1 bins. `"melSpectrogram"`: nMels filters. `"mfcc"`:
   * nMfcc coefficients.
   */
  readonly kind: "stft" | "spectrogram" | "melSpectrogram" | "mfcc";
  /** Samples per second; at least 1. */
  readonly sampleRate: number;

  /** Samples are multiplied by this first. */
  readonly inputScale: number;
  /**
   * Deviation of the Gaussian noise that is added to the samples after {@link inputScale}, always the
   * same noise: framing `"kaldi"` has some for each frame, the others for each sample of the clip.
   */
  readonly dither: number;
  /**
   * x[i] − preemphasis · x[i − 1]. Framing `"kaldi"` does it in each frame, where x[0] comes before
   * x[0]; the others over the clip, where 0 comes before x[0].
   */
  readonly preemphasis: number;

  /**
   * `"scipy"`: half a window of zeros at both ends, then zeros up to a whole hop; the spectrum is
   * divided by the window's sum. `"stft"`: whole transforms in the clip as `center`, `padMode` and
   * `padSamples` extend it, the window in the middle of each. `"kaldi"`: frames of winLength samples,
   * zeros behind them.
   */
  readonly framing: "scipy" | "stft" | "kaldi";
  /** Points of the transform, 2 to 65,536. */
  readonly nFft: number;
  /** Samples under the window, 1 to nFft. */
  readonly winLength: number;
  /** Samples from frame to frame, 1 to 1,048,576. */
  readonly hopLength: number;
  /** Periodic unless it says otherwise; `"povey"` is the symmetric Hann window to the power 0.85. */
  readonly window:
    | "hann"
    | "hann-symmetric"
    | "hamming"
    | "hamming-symmetric"
    | "povey"
    | "blackman"
    | "rectangular";
  /** Framing `"stft"`: the clip is extended by floor(nFft / 2) samples at both ends. */
  readonly center: boolean;
  /** Framing `"stft"`: extended by its mirror image around the first and last sample, or by zeros. */
  readonly padMode: "reflect" | "constant";
  /** Framing `"stft"`, where `center` is false: samples to extend the clip by; below nFft. */
  readonly padSamples: number;
  /** Framing `"stft"`: the last frame is dropped. */
  readonly dropLastFrame: boolean;
  /**
   * Framing `"kaldi"`: only frames inside the clip, instead of one for each hop, mirrored at the edges.
   */
  readonly snipEdges: boolean;
  /** Framing `"kaldi"`: each frame is freed of its mean. */
  readonly removeDcOffset: boolean;

  /** The magnitudes' exponent; above 0. */
  readonly power: number;
  /** With power 1: magnitudes are sqrt(re² + im² + this). */
  readonly magnitudeEpsilon: number;

  /** Mel filters, 1 to 65,535. */
  readonly nMels: number;
  /** Where the lowest filter begins, in Hz. */
  readonly fMin: number;
  /** Where the highest filter ends, in Hz; 0 and below count from half of sampleRate. */
  readonly fMax: number;
  /**
   * `"original"`: corners evenly apart in 2595 · log10(1 + f / 700), each rounded down to a bin.
   * `"htk"`: the same, not rounded. `"slaney"`: linear below 1 kHz, logarithmic above. `"kaldi"`:
   * triangles in 1127 · ln(1 + f / 700) over all bins but the last.
   */
  readonly melScale: "original" | "slaney" | "htk" | "kaldi";
  /** `"slaney"`: filters are divided by half their width in Hz. */
  readonly norm: "none" | "slaney";
  /** The highest frequency is floor(sampleRate / 2), and the bins are spread up to it. */
  readonly floorNyquist: boolean;

  /** `"db"` is 10 · log10. */
  readonly log: "none" | "natural" | "log10" | "db";
  /** Added before the logarithm. */
  readonly logOffset: number;
  /** The least that the logarithm is taken of, after `logOffset`. */
  readonly logFloor: number;
  /** What 0 dB is: a power, or the clip's largest value. */
  readonly dbRef: number | "max";
  /** Values are raised to the clip's largest minus this, in dB; `null`: they aren't. */
  readonly topDb: number | null;
  /** The same in the logarithm's own unit. */
  readonly dynamicRange: number | null;
  /**
   * Framing `"kaldi"`: the logarithm of the frame's energy, as a row in front of the mel bins or in
   * place of the first coefficient.
   */
  readonly useEnergy: boolean;
  /** Energy is that of before preemphasis and window. */
  readonly rawEnergy: boolean;
  /** The least energy; never below 2⁻²³. */
  readonly energyFloor: number;

  /** Cepstral coefficients, 1 to the lesser of nMels and 1,024. */
  readonly nMfcc: number;
  /**
   * Coefficient k is multiplied by 1 + (L / 2) · sin(π · (k + 1) / L), in framing `"kaldi"` by
   * 1 + (L / 2) · sin(π · k / L); 0: it isn't.
   */
  readonly lifter: number;
  /** `"ortho"`: the cosine transform (type II) is orthogonal; otherwise it is twice the plain sum. */
  readonly dctNorm: "none" | "ortho";

  /**
   * `"whisper"`: (x + 4) / 4. `"per-feature"`: each row minus its mean, divided by its deviation
   * (n − 1) + `stdEpsilon`.
   */
  readonly normalize: "none" | "whisper" | "per-feature";
  /** See {@link normalize}. */
  readonly stdEpsilon: number;
  /** Frames from floor(n / hopLength) on are 0, and don't count in what is taken over the clip. */
  readonly maskPartialFrame: boolean;
  /** Frames of zeros are added up to a multiple of this; 0: none. */
  readonly padTo: number;
}
