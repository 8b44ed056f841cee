/**
 * audiofield packs audio datasets into one file and reads batches of them at memory bandwidth.
 *
 * This door is for users: the schema language, opening and creating files, batches, verifying,
 * planning, and errors. `audiofield gen` makes typed, specialised modules from a schema; see
 * `generated/` for examples. To plug in your own storages and engines, use `audiofield/runtime`.
 *
 * @example Describing a dataset
 * ```ts
 * import { defineDataset, field } from "./mod.ts";
 *
 * const Speech = defineDataset("Speech", {
 *   audio: field.waveform({ sampleRate: 16_000 }),
 *   speaker: field.uint32(),
 *   transcript: field.text({ default: "" }),
 * });
 * if (Speech.ir.fields[0]?.kind !== "waveform") throw new Error();
 * ```
 *
 * @module
 */

// The schema language.
export {
  codecPresets,
  type Dataset,
  type DatasetIr,
  defineDataset,
  field,
  type FieldDefinition,
  type FieldDefinitions,
  type FieldIr,
  type FieldMeaning,
  fieldMeaning,
  fieldThatMeans,
  type InferInput,
  type InferRecord,
  spectralPresets,
} from "./schema/mod.ts";

// Options of fields.
export type {
  BoolOptions,
  CategoryOptions,
  ChunkedWaveformOptions,
  FlacOptions,
  MelSpectrogramOptions,
  MfccOptions,
  OpusOptions,
  PitchOptions,
  SpectrogramOptions,
  StemsOptions,
  TextOptions,
  WaveformOptions,
} from "./schema/mod.ts";

// Values of records.
export type {
  AudioInput,
  AudioSegment,
  CodecTokens,
  CodecTokensInput,
  Pitch,
  PitchInput,
  SpectralInput,
  Spectrogram,
  Stems,
  StemsInput,
  Waveform,
} from "./schema/mod.ts";

// Loading WebAssembly before anything needs it.
export {
  init,
  type InitOptions,
  type KernelName,
  type KernelOptions,
  type KernelSource,
  type KernelSources,
  type WorkerSource,
} from "./runtime/mod.ts";

// Opening files and reading records.
export {
  type AfdFile,
  type AsyncOpenOptions,
  type AsyncSource,
  type ChecksumMode,
  type Clip,
  DatasetReader,
  type FieldReader,
  openDataset,
  openDatasetAsync,
  type OpenOptions,
  type Provenance,
  type StorageSource,
} from "./runtime/mod.ts";

// Creating files.
export {
  type CodecModel,
  type CodecModels,
  createDatasetWriter,
  type IntakeNote,
  type OnClipping,
  ReflectiveWriter,
  type ReflectiveWriterOptions,
  type WriterOptions,
} from "./runtime/mod.ts";

// Batches of one field.
export type {
  AnyWaveformBatch,
  ByteRunBatch,
  CategoryBatch,
  CodedBatch,
  CodedBatchOptions,
  ConvertedBatch,
  ConvertedBatchOptions,
  Indices,
  PitchBatch,
  PitchBatchOptions,
  ScalarBatch,
  SpectralBatch,
  SpectralBatchOptions,
  StemsBatch,
  StemsBatchOptions,
  TokenBatch,
  TokenBatchOptions,
  WaveformBatch,
  WaveformBatchOptions,
} from "./runtime/mod.ts";

// Epochs: batches of several fields.
export {
  type BatchPlan,
  type BucketOptions,
  type LoadedBatch,
  type Loader,
  type LoaderOptions,
  type LoaderState,
  type LocalityOptions,
  measurePadding,
  type OnDamaged,
  type OrderOptions,
  type PaddingCost,
  parseWhere,
  planBatches,
  planBatchesAsync,
  type RecordFilter,
  selectRecords,
  selectRecordsAsync,
  type ShuffleOptions,
  type SkippedRecord,
  splitRecords,
  type WindowOptions,
} from "./runtime/mod.ts";

// Lists of records, as commands exchange them.
export { readRecordList, RecordList } from "./runtime/mod.ts";

// Verifying.
export { type Damage, verifyFile, type VerifyOptions, type VerifyReport } from "./runtime/mod.ts";

// Planning what to store.
export {
  chooseAudioStorageStrategy,
  type Corpus,
  type PlanOptions,
  planStorage,
  type StoragePlan,
  type StorageStrategy,
} from "./plan/mod.ts";

// Errors.
export {
  AudiofieldError,
  AudioInputError,
  type ErrorDetails,
  FileError,
  FormatError,
  IntegrityError,
  ListError,
  ManifestError,
  ModelError,
  PackageError,
  SchemaError,
  UsageError,
  WorkerError,
} from "./errors/mod.ts";
