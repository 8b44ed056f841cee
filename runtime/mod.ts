/**
 * Reading and writing `.afd` files: the container, its storage, batches, and the reflective reader
 * and writer, which work from the schema in a file. Generated modules are built on this.
 *
 * @example Writing a dataset and reading it back
 * ```ts ignore
 * import { createDatasetWriter, openDataset } from "audiofield";
 * import { Speech } from "./speech.schema.ts";
 *
 * const writer = createDatasetWriter("speech.afd", { ir: Speech.ir });
 * writer.append({ audio: { samples: new Int16Array(160), sampleRate: 16_000 }, transcript: "" });
 * writer.finish();
 *
 * using dataset = openDataset("speech.afd");
 * console.log(dataset.toRecord(0));
 * ```
 *
 * @module
 */
export type {
  BatchExport,
  BatchExports,
  ElementDtype,
  ExportingBatch,
  ExportsOf,
} from "./batch/batch_exports.ts";
export { init, type InitOptions } from "./init.ts";
export type { KernelOptions } from "../kernels/init.ts";
export type { KernelSource, KernelSources } from "../kernels/kernel_modules.ts";
export type { KernelName } from "../kernels/kernel_names.ts";
export type { WorkerSource } from "./dataset/start_loader_worker.ts";
export { type BatchFor, type BatchTypes, batchTypes } from "./batch/batch_types.ts";
export { ByteRunBatch } from "./fields/text/byte_run_batch.ts";
export { CategoryBatch, type CategoryNumbers } from "./fields/category/category_batch.ts";
export { CategoryField, CategoryMetadata } from "./fields/category/category_field.ts";
export type { CategoryFieldReader } from "./fields/category/category.ts";
export { writeCategory } from "./fields/category/write_category.ts";
export { Categories, type CategoryFile } from "./fields/category/categories.ts";
export { channelsError } from "./fields/waveform/channels_error.ts";
export { CodedBatch } from "./fields/coded/coded_batch.ts";
export type { CodedBatchTypes, StemsBatchTypes } from "./fields/coded/coded_batch_types.ts";
export type { SpectralBatchTypes } from "./fields/spectral/spectral_batch_types.ts";
export type { TokenBatchTypes } from "./fields/tokens/token_batch_types.ts";
export type { WaveformBatchTypes } from "./fields/waveform/waveform_batch_types.ts";
export type {
  CodedBatchOptions,
  ConvertedBatchOptions,
  WaveformBatchOptions,
} from "./fields/waveform/waveform_options.ts";
export {
  type AnyWaveformBatch,
  ConvertedBatch,
  type ConvertedBatchFacts,
} from "./fields/waveform/converted_batch.ts";
export type { BorrowedRange, MappingLoan } from "./storage/borrowed_mapping.ts";
export type { BlockSums, PiecesFacts, ShardFacts } from "./storage/pieces.ts";
export type { Indices } from "./container/indices.ts";
export { readError } from "./batch/read_error.ts";
export { TokenBatch, type TokenBatchFacts } from "./fields/tokens/token_batch.ts";
export type {
  DelayedTokenBatchOptions,
  GaplessTokenBatchOptions,
  SharedTokenBatchOptions,
  TokenBatchOptions,
} from "./fields/tokens/token_batch_options.ts";
export type { TokenDtype, TokenValues } from "./fields/tokens/token_element.ts";
export type { TokenLayout, TokenOrder } from "./fields/tokens/token_steps.ts";
export { type ScalarArray, ScalarBatch } from "./fields/scalar/scalar_batch.ts";
export { type ScalarArrayConstructor, ScalarField } from "./fields/scalar/scalar_field.ts";
export type { NoBatchOptions } from "./batch/no_batch_options.ts";
export { WaveformClips, type WaveformFieldOptions } from "./fields/waveform/waveform_clips.ts";
export { WaveformField } from "./fields/waveform/waveform_field.ts";
export type { WaveformMembers } from "./fields/waveform/waveform_metadata.ts";
export { type Spread, spreadChannels } from "./fields/waveform/spread_channels.ts";
export {
  type ChosenStems,
  StemsBatch,
  type StemsBatchOptions,
  type StemSelection,
} from "./fields/coded/stems_batch.ts";
export {
  type AudioShape,
  WaveformBatch,
  type WaveformBatchFacts,
} from "./fields/waveform/waveform_batch.ts";
export { BatchRows } from "./batch/batch_rows.ts";
export { RowArray, type RowValues } from "./batch/row_array.ts";
export type { RowsConstructor } from "./batch/rows.ts";
export type { RowUnit } from "./batch/check_windows.ts";
export {
  type LongRecord,
  RowPlan,
  type RowPlanFacts,
  type RowPlanOptions,
} from "./batch/row_plan.ts";
export type { RowCapacityOptions } from "./batch/row_capacity.ts";
export type { StoredSamples } from "./batch/stored_samples.ts";
export { CodedMetadata } from "./fields/coded/codings/coded_metadata.ts";
export { WindowPlan } from "./fields/coded/codings/window_plan.ts";
export {
  SpectralBatch,
  type SpectralBatchOptions,
  type SpectralValues,
} from "./fields/spectral/spectral_batch.ts";
export { keyFault, normalKey } from "./container/keys.ts";
export { AfdFile, type ByteSource, type OpenOptions } from "./container/afd_file.ts";
export type { ChecksumMode } from "./container/block_checksums.ts";
export { readRecordList, RecordList } from "./lists/record_list.ts";
export type { ListedDataset, ListedRecords } from "./lists/listed_records.ts";
export type { ListedRecord } from "./lists/list_line.ts";
export { crc32 } from "./container/crc32.ts";
export type { Directory, FieldEntry, FieldTotals, LookupEntry } from "./container/directory.ts";
export { datasetIdentity, type IdentifiedFile } from "./container/identity.ts";
export { pageMask, pageRecords, StructPage, Table, type TableFile } from "./container/table.ts";
export type { Trailer } from "./container/trailer.ts";
export { DatasetReader, openDataset, openDatasetAsync } from "./dataset/dataset_reader.ts";
export {
  ByteRunField,
  ByteRunMetadata,
  BytesField,
  TextField,
} from "./fields/text/byte_run_field.ts";
export type { KeyField } from "./fields/text/key_index.ts";
export { KeyedDataset } from "./fields/text/keyed_dataset.ts";
export { writeByteRun } from "./fields/text/byte_run.ts";
export {
  ChunkedField,
  type ChunkedFieldOptions,
  type ChunkPlace,
} from "./fields/coded/chunked_field.ts";
export type { ChunkedFieldReader } from "./fields/coded/chunked_reader.ts";
export type { StemsFieldReader } from "./fields/coded/stems.ts";
export type { KnownOptions } from "../errors/check_options.ts";
export type { OptionRule } from "../errors/option_rule.ts";
export { CodedEncoder, type CodedTarget } from "./fields/coded/coded_encoder.ts";
export { CodedField } from "./fields/coded/coded_field.ts";
export { type CodedFieldOptions, TrackField } from "./fields/coded/track_field.ts";
export { StemsEncoder, type StemsTarget } from "./fields/coded/stems_encoder.ts";
export { StemsField, type StemsFieldOptions } from "./fields/coded/stems_field.ts";
export { type FramesBatch, FramesField } from "./fields/kind/frames_field.ts";
export { allLeases } from "./fields/kind/leases.ts";
export { PayloadField } from "./fields/kind/payload_field.ts";
export { TableField, WindowedField } from "./fields/kind/windowed_field.ts";
export {
  categoryHint,
  checkedBigInt,
  checkedBool,
  checkedBytes,
  checkedCategory,
  checkedFloat32,
  checkedFloat64,
  checkedInteger,
  checkedText,
  type ValuePlace,
} from "./intake/checked.ts";
export {
  AudiofieldError,
  type ErrorDetails,
  IntegrityError,
  ModelError,
  UsageError,
} from "../errors/mod.ts";
export {
  type CodedBytes,
  type IntakeNote,
  type MissingAudio,
  type NoteCode,
  noteCodes,
  type PcmFormat,
  type PcmSamples,
  type PcmSource,
} from "../audio/pcm/mod.ts";
export { type FeatureParameters, type RowLayout, rowLayouts } from "../kernels/mod.ts";
export type { WaveformTarget } from "./intake/audio_intake.ts";
export type {
  CodedStream,
  ComputedEncoder,
  FieldReader,
  MetadataValue,
  RecordFault,
} from "./fields/kind/kind.ts";
export type { AudioOpener } from "./intake/audio_opener.ts";
export type { CodecModels } from "./intake/codec_model/check_models.ts";
export type { FieldProvenance, ModelProvenance, Provenance } from "./container/provenance.ts";
export type { CodecModel, ComputedTokens } from "./intake/codec_model/codec_model.ts";
export { tokenRangeError } from "./intake/codec_model/check_tokens.ts";
export { encodePieces } from "./intake/codec_model/encode_pieces.ts";
export { type ModelForm, modelPieces } from "./intake/codec_model/model_audio.ts";
export { WaveformEncoder } from "./fields/waveform/waveform_encoder.ts";
export { ComputedFromAudio } from "./intake/computed_from_audio.ts";
export { sharedTap, type StoredAudioTap } from "./intake/stored_audio_tap.ts";
export { featureParameters } from "../features/feature_parameters.ts";
export { computeFeatures, type FeatureOutput } from "./fields/spectral/compute_features.ts";
export { CodecTokensEncoder, type TokenTools } from "./fields/tokens/codec_tokens_encoder.ts";
export { ComputedTokensEncoder } from "./fields/tokens/computed_tokens_encoder.ts";
export { CodecTokensField } from "./fields/tokens/codec_tokens_field.ts";
export { type FieldRole, fieldRoles } from "../schema/reading.ts";
export type {
  KindExtent,
  KindFacts,
  KindLength,
  LengthUnit,
  LookupForm,
  Period,
  StructLayout,
  StructMember,
} from "../schema/reading.ts";
export { scalarBytes, waveformDtypes } from "../schema/mod.ts";
export type { StoredFeatures } from "./fields/spectral/feature_run.ts";
export type { FeatureTarget } from "./fields/spectral/feature_target.ts";
export { ComputedPitchEncoder } from "./fields/pitch/computed_pitch_encoder.ts";
export { PitchBatch, type PitchBatchOptions } from "./fields/pitch/pitch_batch.ts";
export { PitchEncoder } from "./fields/pitch/pitch_encoder.ts";
export { PitchField, PitchMetadata } from "./fields/pitch/pitch_field.ts";
export { ComputedSpectralEncoder } from "./fields/spectral/computed_encoder.ts";
export { SpectralField, type SpectralFieldFacts } from "./fields/spectral/spectral_field.ts";
export { SpectralEncoder } from "./fields/spectral/spectral_encoder.ts";
export { fromStored, toStored } from "./batch/stored_values.ts";
export { readWindow, windowExtent, type WindowRequest } from "./fields/waveform/waveform_window.ts";
export type {
  AudioCoding,
  AudioInput,
  AudioSegment,
  AudioTarget,
  AudioTargetOptions,
  CodecTokens,
  CodecTokensArray,
  CodecTokensInput,
  DatasetIr,
  FieldIr,
  FlacCoding,
  FrameRate,
  JsonObject,
  JsonValue,
  OpusCoding,
  PcmArray,
  PcmCoding,
  Pitch,
  PitchArray,
  PitchInput,
  Resampling,
  ResamplingChoice,
  ResolvedSpectral,
  ResolvedWaveform,
  ScalarType,
  SpectralArray,
  SpectralDtype,
  SpectralInput,
  SpectralKind,
  SpectralParameters,
  Spectrogram,
  Stems,
  StemsInput,
  TokenArray,
  TorchaudioResampling,
  Waveform,
  WaveformDtype,
  WaveformOptions,
} from "../schema/mod.ts";
export type { CroppedField, CropPlan, WindowOptions } from "./loader/crop/crop_plan.ts";
export { planCrops } from "./loader/crop/plan_crops.ts";
export type { GainOf } from "./loader/slots/gains.ts";
export { loadBatches } from "./dataset/load_batches.ts";
export type {
  BatchOptionsOf,
  BatchTypesOf,
  BatchView,
  FieldOptions,
  GivenFor,
  OneBatchType,
  OptionsOf,
} from "./loader/batch_types.ts";
export type {
  GeneratedModule,
  LoadableDataset,
  LoadableField,
  LoadableFields,
  ReadableFile,
} from "./loader/readable_dataset.ts";
export type { LoadedBatch } from "./loader/slots/loaded_batch.ts";
export { Epoch } from "./loader/epochs/epoch.ts";
export { Loader } from "./loader/epochs/loader.ts";
export type { LoaderOptions } from "./loader/epochs/loader_options.ts";
export type { OnDamaged } from "./loader/slots/slot_plan.ts";
export type { StartWorker } from "./loader/worker_thread.ts";
export type { Thread, ThreadEvents } from "../hosts/mod.ts";
export type { SkippedRecord } from "./loader/slots/slot.ts";
export type { BatchPlan } from "./loader/order/batch_plan.ts";
export type {
  FieldCondition,
  FieldConditions,
  LengthCondition,
  Range,
  RecordFilter,
  ScalarCondition,
  TextCondition,
  TextParts,
} from "./loader/filter/conditions.ts";
export {
  type RecordSelection,
  selectRecords,
  selectRecordsAsync,
  splitRecords,
  splitRecordsAsync,
} from "./loader/filter/select_records.ts";
export { parseWhere } from "./loader/filter/where/parse_where.ts";
export type { RowLengths } from "./loader/order/largest_total.ts";
export type { LoaderState } from "./loader/order/loader_state.ts";
export type { BucketOptions, OrderOptions } from "./loader/order/order_options.ts";
export type { LocalityOptions, ShuffleOptions } from "./loader/shuffle_options.ts";
export type { Clip, StemClips } from "./fields/waveform/clip.ts";
export { measurePadding, type PaddingCost } from "./loader/order/measure_padding.ts";
export { planBatches } from "./loader/order/plan_batches.ts";
export { planBatchesAsync } from "./loader/order/plan_batches_async.ts";
export type { AsyncSource } from "./shards/async_source.ts";
export { type AsyncOpenOptions, openAfdAsync, openFileAsync } from "./shards/open_async.ts";
export { openFile } from "./shards/open_file.ts";
export { Block } from "./storage/block.ts";
export type { FileStorageKind, StorageSource } from "./storage/open_storage.ts";
export type {
  ByteRange,
  GapFiller,
  ReadCounters,
  Storage,
  StorageKind,
} from "./storage/storage.ts";
export { Tile } from "./storage/tile.ts";
export { type Damage, verifyFile, type VerifyOptions, type VerifyReport } from "./verify/mod.ts";
export { ContainerWriter } from "./output/container_writer.ts";
export type { DeferredWork, FieldSlot, WaitingSlot } from "./output/field_slot.ts";
export type { LookupBuilder } from "./output/lookup_builder.ts";
export { DatasetWriter, type EncodedRecord, type WriterOptions } from "./writer/dataset_writer.ts";
export { encodeField } from "./output/encode_field.ts";
export type { OnClipping } from "./intake/refuse_clipped.ts";
export {
  createDatasetWriter,
  ReflectiveWriter,
  type ReflectiveWriterOptions,
} from "./writer/reflective_writer.ts";
export type { CodedIntake, Recoding } from "./intake/recoding.ts";
