/**
 * Every parameter of a spectral feature, resolved: no presets, nothing optional. Plain JSON, so that
 * it can be compared, stored and fingerprinted.
 */
export interface FeatureParameters {
  readonly kind: "spectrogram" | "melSpectrogram" | "mfcc";

  /** Hz. */
  readonly sampleRate: number;
  /** Points of the FFT; bins 0 to nFft / 2. */
  readonly nFft: number;
  /** Samples of the window, at most nFft. Centred in nFft, at its start where framing is scipy's or Kaldi's. */
  readonly winLength: number;
  readonly hopLength: number;
  readonly window: "hann" | "hannSymmetric" | "hamming" | "hammingSymmetric" | "povey" | "rectangular";

  /**
   * `"stft"`: 1 + (n + padding − nFft) // hop frames, padded by `center` or `padSamples`. `"scipy"`: zeros of
   * half a window at both ends, the end padded to a whole hop. `"kaldi"`: `snipEdges`.
   */
  readonly framing: "stft" | "scipy" | "kaldi";
  /** Pads nFft // 2 samples at both ends (framing "stft"). */
  readonly center: boolean;
  /** Samples of padding at both ends when not centred (framing "stft"). */
  readonly padSamples: number;
  readonly padMode: "reflect" | "constant";
  /** Only frames that lie inside the clip; else mirrored edges (framing "kaldi"). */
  readonly snipEdges: boolean;
  readonly dropLastFrame: boolean;
  /** As of the clip zero-padded or cut to so many seconds, frames that touch the clip; 0: off. */
  readonly padSeconds: number;

  /** Samples are multiplied by it first. */
  readonly inputScale: number;
  /** Standard deviation of seeded Gaussian noise added to each sample, after scaling; 0: none. */
  readonly dither: number;
  readonly ditherSeed: number;
  /** y[i] = x[i] − preemphasis · x[i − 1]; per frame with framing "kaldi", else over the clip. */
  readonly preemphasis: number;
  /** Subtracts each frame's mean. */
  readonly removeDcOffset: boolean;

  /** Divides the spectrum by the window's sum, as scipy does. */
  readonly normalizeWindow: boolean;
  /** Exponent of the magnitude: 1 or 2, or any other above 0. */
  readonly power: number;
  /** Magnitude = sqrt(power + magnitudeEpsilon) where power is 1. */
  readonly magnitudeEpsilon: number;

  readonly nMels: number;
  readonly fMin: number;
  /** Hz; ≤ 0 counts down from Nyquist. */
  readonly fMax: number;
  readonly melScale: "original" | "htk" | "slaney" | "kaldi";
  readonly norm: "none" | "slaney";

  readonly log: "none" | "natural" | "log10" | "db";
  /** Added before the logarithm. */
  readonly logOffset: number;
  /** Least value before the logarithm. */
  readonly logFloor: number;
  /** Reference of dB: a power, or the clip's maximum. */
  readonly dbRef: number | "max";
  /** dB below the clip's maximum at which values are cut off; `null`: nowhere. */
  readonly topDb: number | null;
  /** log10 units below the clip's maximum at which values are cut off (whisper: 8); `null`: nowhere. */
  readonly dynamicRange: number | null;

  /** Log energy: an extra first row of a mel spectrogram; coefficient 0 of an MFCC. */
  readonly useEnergy: boolean;
  /** Energy before preemphasis and window rather than after. */
  readonly rawEnergy: boolean;
  /** Least energy before its logarithm; 0: the smallest float32 above 1 (2⁻²³). */
  readonly energyFloor: number;

  /** `"whisper"`: (x + 4) / 4. `"perFeature"`: each row to mean 0 and deviation 1 over the clip. */
  readonly normalize: "none" | "whisper" | "perFeature";
  readonly stdEpsilon: number;
  /** Sets frames from n // hop on to 0 and leaves them out of statistics (NeMo). */
  readonly maskPartialFrame: boolean;
  /** Zero frames are appended up to a multiple; 0: none. */
  readonly padTo: number;

  readonly nMfcc: number;
  /** Liftering coefficient L: 1 + (L / 2) · sin(π · (k + lifterOffset) / L); 0: none. */
  readonly lifter: number;
  readonly lifterStyle: "librosa" | "kaldi";
  readonly dctNorm: "ortho" | "none";
}
