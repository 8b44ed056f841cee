import { checkOption, type OptionErrors } from "../errors/check_options.ts";
import { UsageError } from "../errors/mod.ts";
import { numberBetween } from "../errors/option_rule.ts";

/** What a dataset can store of its audio, in the order in which plans list it. */
export const STORAGE_STRATEGIES = [
  "raw",
  "spectrogram",
  "codec_tokens",
  "compressed_lossless",
  "compressed_lossy",
] as const;

/** One of {@link STORAGE_STRATEGIES}. */
export type StorageStrategy = typeof STORAGE_STRATEGIES[number];

/** The models that the decision knows, by what they are trained on. */
export const TRAINING_MODELS: {
  readonly waveforms: readonly string[];
  readonly spectrograms: readonly string[];
  readonly tokens: readonly string[];
} = {
  waveforms: ["wavenet", "hifi-gan", "voicebox"],
  spectrograms: ["whisper", "tacotron", "vits", "conformer"],
  tokens: ["audioflamingo", "musiclm", "audiolm"],
};

/** What the decision depends on. */
export interface StorageQuestion {
  /** What the dataset is for; `"research"` rules out lossy compression, all else allows it. */
  readonly useCase: string;
  /** Seconds of a clip, on average. */
  readonly avgDurationSeconds: number;
  /** How many clips there are. */
  readonly numSamples: number;
  /** What may be filled, in units of 10⁹ bytes; `Infinity` where that doesn't matter. */
  readonly diskBudgetGb: number;
  /** The model to train; any name, of which {@link TRAINING_MODELS} has those that matter. */
  readonly trainingModel: string;
}

/**
 * Decides what to store of a dataset's audio, by the original design's table:
 *
 * 1. Models that hear waveforms get `"raw"`, if 16-bit PCM at 16 kHz takes less than the budget.
 * 2. Models that see spectrograms get `"spectrogram"`, and audio language models `"codec_tokens"`,
 *    whatever the budget.
 * 3. All else is compressed if that PCM takes more than the budget: `"compressed_lossless"` for
 *    research, `"compressed_lossy"` otherwise.
 * 4. What remains is `"raw"`.
 *
 * The table always speaks of mono at 16 kHz; {@link planStorage} works out what the audio at hand
 * really takes, and whether that fits.
 *
 * @example Speech for Whisper
 * ```ts
 * import { chooseAudioStorageStrategy } from "./strategy.ts";
 *
 * const strategy = chooseAudioStorageStrategy({
 *   useCase: "training",
 *   avgDurationSeconds: 10,
 *   numSamples: 100_000,
 *   diskBudgetGb: 50,
 *   trainingModel: "whisper",
 * });
 * if (strategy !== "spectrogram") throw new Error(strategy);
 * ```
 *
 * @throws {UsageError} `"plan-number"` when a number is negative or NaN.
 */
export function chooseAudioStorageStrategy(question: StorageQuestion): StorageStrategy {
  const { useCase, diskBudgetGb, trainingModel } = question;
  const rawGb = decidingGb(question);
  if (TRAINING_MODELS.waveforms.includes(trainingModel) && rawGb < diskBudgetGb) return "raw";
  if (TRAINING_MODELS.spectrograms.includes(trainingModel)) return "spectrogram";
  if (TRAINING_MODELS.tokens.includes(trainingModel)) return "codec_tokens";
  if (rawGb > diskBudgetGb) {
    return useCase === "research" ? "compressed_lossless" : "compressed_lossy";
  }
  return "raw";
}

/**
 * The size that the table decides by: 16-bit mono PCM at 16 kHz, in units of 10⁹ bytes.
 *
 * @throws {UsageError} `"plan-number"`.
 */
export function decidingGb(
  { avgDurationSeconds, numSamples, diskBudgetGb }: StorageQuestion,
): number {
  checkNumbers({ avgDurationSeconds, numSamples, diskBudgetGb });
  // In the original's order: another one rounds otherwise, and ties with the budget would move.
  return 16_000 * 2 * avgDurationSeconds * numSamples / 1e9;
}

/** @throws {UsageError} `"plan-number"` for the first that is negative or NaN. */
function checkNumbers(numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    checkOption(name, value, { rule: zeroOrMore, errors });
  }
}

const zeroOrMore = numberBetween(0, Infinity, "0 or more");

const errors: Pick<OptionErrors, "wrong"> = {
  wrong: (name, value, { wanted }) =>
    new UsageError(`Cannot plan storage: ${name} is ${value}, expected ${wanted}`, {
      code: "plan-number",
      found: Number(value),
      wanted,
    }),
};
