/**
 * What to store of a dataset's audio, what that takes, and why. Everything is computed: nothing is
 * read and nothing measured.
 *
 * @example A hundred thousand ten-second clips for Whisper
 * ```ts
 * import { planStorage } from "./mod.ts";
 *
 * const corpus = { clips: 100_000, seconds: 1_000_000, sampleRate: 16_000, channels: 1 };
 * const figures = { machine: "none", rows: [] };
 * const plan = planStorage(corpus, { model: "whisper", useCase: "training", budgetGb: 50, figures });
 * if (plan.strategy !== "spectrogram" || !plan.fitsBudget) throw new Error(plan.reason);
 * ```
 *
 * @module
 */
export { FIGURE_CLIP, type FigureRow, type Figures, parseFigures } from "./figures.ts";
export { pcmBytes, type PcmForm } from "./pcm_bytes.ts";
export {
  type PlanOptions,
  planStorage,
  type StoragePlan,
  type StrategyCost,
} from "./plan_storage.ts";
export { type SchemaOptions, schemaSource } from "./schema_source.ts";
export { type Corpus, type MelForm, type StoredForm, type TokenForm } from "./stored_form.ts";
export {
  chooseAudioStorageStrategy,
  STORAGE_STRATEGIES,
  type StorageQuestion,
  type StorageStrategy,
  TRAINING_MODELS,
} from "./strategy.ts";
