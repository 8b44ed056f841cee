import type { StorageStrategy } from "./strategy.ts";

/** The audio to store: how much there is, and what it is like. */
export interface Corpus {
  /** How many clips there are, 1 or more. */
  readonly clips: number;
  /** Seconds of all clips together. */
  readonly seconds: number;
  /** Frames a second of what is to be stored. */
  readonly sampleRate: number;
  /** Channels of what is to be stored. */
  readonly channels: number;
}

/** What a strategy stores of a corpus: the field kind, and what is to be said of it. */
export type StoredForm =
  | {
    readonly kind: "waveform" | "flac" | "opus";
    readonly sampleRate: number;
    readonly channels: number;
  }
  | { readonly kind: "melSpectrogram"; readonly features: MelForm }
  | { readonly kind: "codecTokens"; readonly tokens: TokenForm };

/** The features of one preset. */
export interface MelForm {
  /** Its name, as `field.melSpectrogram` takes it. */
  readonly preset: string;
  /** Frames a second of the audio that they are computed from. */
  readonly sampleRate: number;
  /** Mel bins. */
  readonly nMels: number;
  /** Samples from one frame to the next. */
  readonly hopLength: number;
  /** Frames that a clip has beside its whole hops. */
  readonly extraFrames: 0 | 1;
}

/** The tokens of one codec. */
export interface TokenForm {
  /** Tokens of a frame. */
  readonly nCodebooks: number;
  /** Entries of each codebook. */
  readonly vocabSize: number;
  /** Frames a second. */
  readonly frameRate: number;
}

/** EnCodec at 24 kHz and 6 kbit/s. */
const tokens: TokenForm = { nCodebooks: 8, vocabSize: 1024, frameRate: 75 };

const originalMel: MelForm = {
  preset: "original",
  sampleRate: 16_000,
  nMels: 80,
  hopLength: 256,
  extraFrames: 1,
};

/** What each model that sees spectrograms was trained on. */
const mels: Readonly<Record<string, MelForm>> = {
  whisper: { ...originalMel, preset: "whisper", hopLength: 160, extraFrames: 0 },
  tacotron: { ...originalMel, preset: "tacotron2", sampleRate: 22_050 },
  vits: { ...originalMel, preset: "vits", sampleRate: 22_050, extraFrames: 0 },
  conformer: { ...originalMel, preset: "nemo", hopLength: 160 },
};

/** The rates that Opus codes. */
const opusRates = [8_000, 12_000, 16_000, 24_000, 48_000] as const;

/** What `strategy` stores of a corpus for `model`: features as it was trained on, else the original design's. */
export function storedForm(
  strategy: StorageStrategy,
  { corpus: { sampleRate, channels }, model }: { corpus: Corpus; model: string },
): StoredForm {
  switch (strategy) {
    case "raw":
      return { kind: "waveform", sampleRate, channels };
    case "compressed_lossless":
      return { kind: "flac", sampleRate, channels: Math.min(channels, 8) };
    case "compressed_lossy": {
      const rate = opusRates.find((rate) => rate >= sampleRate) ?? 48_000;
      return { kind: "opus", sampleRate: rate, channels: Math.min(channels, 8) };
    }
    case "spectrogram":
      return {
        kind: "melSpectrogram",
        features: Object.hasOwn(mels, model) ? mels[model] ?? originalMel : originalMel,
      };
    case "codec_tokens":
      return { kind: "codecTokens", tokens };
  }
}

/** Bytes of the float16 features of a clip. */
export function melBytes(
  { sampleRate, nMels, hopLength, extraFrames, preset }: MelForm,
  seconds: number,
): number {
  const hops = seconds * sampleRate / hopLength;
  // The original design pads to a whole hop; libraries drop what is left over.
  const whole = preset === "original" ? Math.ceil(hops) : Math.floor(hops);
  return 2 * nMels * (whole + extraFrames);
}

/** Bytes of the 16-bit tokens of a clip. */
export function tokenBytes({ nCodebooks, frameRate }: TokenForm, seconds: number): number {
  return 2 * nCodebooks * Math.ceil(seconds * frameRate);
}
