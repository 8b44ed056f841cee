import { UsageError } from "../errors/mod.ts";
import { FIGURE_CLIP, type FigureRow, type Figures } from "./figures.ts";
import { pcmBytes } from "./pcm_bytes.ts";
import { reasonFor } from "./reason.ts";
import { type Corpus, melBytes, type StoredForm, storedForm, tokenBytes } from "./stored_form.ts";
import {
  chooseAudioStorageStrategy,
  STORAGE_STRATEGIES,
  type StorageQuestion,
  type StorageStrategy,
} from "./strategy.ts";

/** What {@link planStorage} goes by. */
export interface PlanOptions {
  /** The model to train; any name. */
  readonly model: string;
  /** What the dataset is for; any text. */
  readonly useCase: string;
  /** What may be filled, in units of 10⁹ bytes; `Infinity` where that doesn't matter. */
  readonly budgetGb: number;
  /** What reading costs. */
  readonly figures: Figures;
}

/** What to store, and what the alternatives would take. */
export interface StoragePlan {
  /** The one that {@link chooseAudioStorageStrategy} chose. */
  readonly strategy: StorageStrategy;
  /** Why, in a sentence. */
  readonly reason: string;
  /** Whether the chosen one's payloads fit the budget. */
  readonly fitsBudget: boolean;
  /** All of them, in the order of {@link STORAGE_STRATEGIES}. */
  readonly strategies: readonly StrategyCost[];
}

/** What a strategy takes. */
export interface StrategyCost {
  /** The strategy. */
  readonly name: StorageStrategy;
  /** What is stored. */
  readonly form: StoredForm;
  /** Payload of the whole corpus, where the size of a coded clip goes by the figures. */
  readonly bytes: number;
  /** Milliseconds that reading an average clip takes one thread; `null` without figures. */
  readonly decodeMs: number | null;
  /** Average clips that one thread reads in a second; `null` without figures. */
  readonly recordsPerSecond: number | null;
}

/**
 * Works out what each strategy would take for a corpus, and which one to take.
 *
 * PCM, features and tokens have sizes by formula. FLAC and Opus have the size that the figures' clip
 * has, in proportion to samples. Costs are in proportion to samples for what is audio, and to bytes
 * for features and tokens.
 *
 * @throws {UsageError} `"no-clips"` when there are none; `"plan-number"` for a number that can't be.
 */
export function planStorage(corpus: Corpus, options: PlanOptions): StoragePlan {
  const { model, useCase, budgetGb, figures } = options;
  if (corpus.clips === 0) {
    throw new UsageError("Cannot plan storage for 0 clips: nothing would be stored", {
      code: "no-clips",
      found: 0,
      wanted: "1 or more",
    });
  }
  const question: StorageQuestion = {
    useCase,
    avgDurationSeconds: corpus.seconds / corpus.clips,
    numSamples: corpus.clips,
    diskBudgetGb: budgetGb,
    trainingModel: model,
  };
  const strategy = chooseAudioStorageStrategy(question);
  const strategies = STORAGE_STRATEGIES.map((name) => {
    const figure = figures.rows.find((row) => row.name === name);
    return costOf(name, { form: storedForm(name, { corpus, model }), corpus, figure });
  });
  const chosen = strategies.find(({ name }) => name === strategy);
  return {
    strategy,
    reason: reasonFor(strategy, question),
    fitsBudget: (chosen?.bytes ?? 0) <= budgetGb * 1e9,
    strategies,
  };
}

/** Bytes of 16-bit samples that Opus makes of one, where no figure says it: 32 kbit/s at 16 kHz. */
const opusRatio = 32_000 / 8 / 32_000;

/** What FLAC leaves of speech, where no figure says it, as the original design reckons. */
const flacRatio = 0.5;

function costOf(
  name: StorageStrategy,
  { form, corpus, figure }: { form: StoredForm; corpus: Corpus; figure: FigureRow | undefined },
): StrategyCost {
  const seconds = corpus.seconds / corpus.clips;
  const { clipBytes, times } = clipCost(form, { seconds, figure });
  return {
    name,
    form,
    bytes: Math.round(clipBytes * corpus.clips),
    decodeMs: figure === undefined ? null : figure.decodeMs * times,
    recordsPerSecond: figure === undefined || times === 0 ? null : figure.recordsPerSecond / times,
  };
}

/** Bytes of an average clip, and how many times the figures' clip it costs. */
function clipCost(
  form: StoredForm,
  { seconds, figure }: { seconds: number; figure: FigureRow | undefined },
): { clipBytes: number; times: number } {
  if (form.kind === "melSpectrogram" || form.kind === "codecTokens") {
    const bytesOf = (seconds: number) =>
      form.kind === "codecTokens"
        ? tokenBytes(form.tokens, seconds)
        : melBytes(form.features, seconds);
    const clipBytes = bytesOf(seconds);
    return { clipBytes, times: clipBytes / (figure?.bytes ?? bytesOf(FIGURE_CLIP.seconds)) };
  }
  const pcm = pcmBytes(seconds, form);
  const times = pcm / pcmBytes(FIGURE_CLIP.seconds, FIGURE_CLIP);
  if (form.kind === "waveform") return { clipBytes: pcm, times };
  if (figure !== undefined) return { clipBytes: figure.bytes * times, times };
  return { clipBytes: pcm * (form.kind === "flac" ? flacRatio : opusRatio), times };
}
