/**
 * Reading and writing `.afd` files: the container, its storages, batches, and the reflective reader
 * and writer that work from the schema a file carries. Generated modules are built on this.
 *
 * @example Writing a dataset and reading it back
 * ```ts ignore
 * import { createDatasetWriter, openDataset } from "audiofield/runtime";
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
export { ByteRunBatch } from "./batch/byte_run_batch.ts";
export { channelsError } from "./batch/channels_error.ts";
export { CodedBatch } from "./batch/coded_batch.ts";
export type {
  CodedBatchOptions,
  ConvertedBatchOptions,
  WaveformBatchOptions,
} from "./batch/waveform_options.ts";
export {
  type AnyWaveformBatch,
  ConvertedBatch,
  type ConvertedBatchFacts,
} from "./batch/converted_batch.ts";
export type { Indices } from "./batch/indices.ts";
export { readError } from "./batch/read_error.ts";
export { TokenBatch, type TokenBatchFacts } from "./batch/token_batch.ts";
export type {
  DelayedTokenBatchOptions,
  GaplessTokenBatchOptions,
  SharedTokenBatchOptions,
  TokenBatchOptions,
} from "./batch/token_batch_options.ts";
export type { TokenDtype, TokenValues } from "./batch/token_element.ts";
export type { TokenLayout, TokenOrder } from "./batch/token_steps.ts";
export { type NoBatchOptions, type ScalarArray, ScalarBatch } from "./batch/scalar_batch.ts";
export { type Spread, spreadChannels } from "./batch/spread_channels.ts";
export {
  type ChosenStems,
  StemsBatch,
  type StemsBatchOptions,
  type StemSelection,
} from "./batch/stems_batch.ts";
export {
  type AudioShape,
  type StoredSamples,
  WaveformBatch,
  type WaveformBatchFacts,
} from "./batch/waveform_batch.ts";
export { CodedMetadata } from "./codings/coded_metadata.ts";
export { WindowPlan } from "./codings/window_plan.ts";
export {
  SpectralBatch,
  type SpectralBatchOptions,
  type SpectralValues,
} from "./batch/spectral_batch.ts";
export { AfdFile, type ByteSource, type OpenOptions } from "./container/afd_file.ts";
export type { ChecksumMode } from "./container/block_checksums.ts";
export { crc32 } from "./container/crc32.ts";
export type { Directory, FieldEntry, FieldTotals } from "./container/directory.ts";
export { pageMask, pageRecords, StructPage, Table } from "./container/table.ts";
export type { Trailer } from "./container/trailer.ts";
export { DatasetReader, openDataset, openDatasetBlob } from "./dataset_reader.ts";
export { ByteRunField, ByteRunMetadata, BytesField, TextField } from "./fields/byte_run_field.ts";
export { writeByteRun } from "./fields/byte_run.ts";
export { ChunkedField, type ChunkedFieldOptions, type ChunkPlace } from "./fields/chunked_field.ts";
export type { ChunkedFieldReader } from "./fields/chunked_reader.ts";
export type { StemsFieldReader } from "./fields/stems.ts";
export type { KnownOptions } from "./check_options.ts";
export { CodedClips } from "./fields/coded_clips.ts";
export { CodedEncoder, type CodedTarget } from "./fields/coded_encoder.ts";
export { CodedField, type CodedFieldOptions } from "./fields/coded_field.ts";
export { StemClips, type StemsFieldOptions } from "./fields/stem_clips.ts";
export { StemsEncoder, type StemsTarget } from "./fields/stems_encoder.ts";
export { StemsField } from "./fields/stems_field.ts";
export { allLeases } from "./fields/leases.ts";
export {
  checkedBigInt,
  checkedBool,
  checkedBytes,
  checkedFloat32,
  checkedFloat64,
  checkedInteger,
  checkedText,
  type ValuePlace,
} from "./fields/checked.ts";
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
export { type RowLayout, rowLayouts } from "../kernels/mod.ts";
export type { WaveformTarget } from "./fields/audio_intake.ts";
export type {
  AudioOpener,
  CodedStream,
  ComputedEncoder,
  FieldReader,
  MetadataValue,
  RecordFault,
} from "./fields/kind.ts";
export type { CodecModels } from "./codec_model/check_models.ts";
export type { FieldProvenance, ModelProvenance, Provenance } from "./container/provenance.ts";
export type { CodecModel, ComputedTokens } from "./codec_model/codec_model.ts";
export { tokenRangeError } from "./codec_model/check_tokens.ts";
export { encodePieces } from "./codec_model/encode_pieces.ts";
export { type ModelForm, modelPieces } from "./codec_model/model_audio.ts";
export { WaveformEncoder } from "./fields/waveform_encoder.ts";
export { sharedTap, type StoredAudioTap } from "./fields/stored_audio_tap.ts";
export { featureParameters } from "./spectral/feature_parameters.ts";
export { computeFeatures, type FeatureOutput } from "./spectral/compute_features.ts";
export { CodecTokensEncoder, type TokenTools } from "./tokens/codec_tokens_encoder.ts";
export { ComputedTokensEncoder } from "./tokens/computed_tokens_encoder.ts";
export {
  readTokens,
  readTokenWindow,
  tokenWindowExtents,
  type TokenWindowRequest,
} from "./tokens/token_windows.ts";
export { frameAtSeconds, scalarBytes, waveformDtypes } from "../schema/mod.ts";
export type { StoredFeatures } from "./spectral/feature_run.ts";
export type { FeatureTarget } from "./spectral/feature_target.ts";
export { ComputedSpectralEncoder } from "./spectral/computed_encoder.ts";
export {
  featureWindowExtents,
  type FeatureWindowRequest,
  readFeatureWindow,
} from "./spectral/feature_window.ts";
export { type FeaturesRequest, readFeatures } from "./spectral/read_features.ts";
export { SpectralEncoder } from "./spectral/spectral_encoder.ts";
export { fromStored, toStored } from "./spectral/stored_values.ts";
export { readWindow, windowExtent, type WindowRequest } from "./fields/waveform_window.ts";
export type {
  AudioCoding,
  AudioInput,
  AudioSegment,
  AudioTarget,
  AudioTargetSettings,
  CodecTokens,
  CodecTokensArray,
  CodecTokensInput,
  DatasetIr,
  FeatureParameters,
  FieldIr,
  FlacCoding,
  FrameRate,
  JsonObject,
  JsonValue,
  OpusCoding,
  PcmArray,
  PcmCoding,
  Resampling,
  ResamplingChoice,
  ScalarType,
  SpectralArray,
  SpectralDtype,
  SpectralInput,
  SpectralKind,
  SpectralOptions,
  SpectralParameters,
  Spectrogram,
  Stems,
  StemsInput,
  TokenArray,
  TorchaudioResampling,
  Waveform,
  WaveformDtype,
  WaveformOptions,
  WaveformSettings,
} from "../schema/mod.ts";
export type { CroppedField, CropPlan, WindowOptions } from "./loader/crop/crop_plan.ts";
export { planCrops } from "./loader/crop/plan_crops.ts";
export type { GainOf } from "./loader/ring/gains.ts";
export { loadBatches } from "./loader/ring/load_batches.ts";
export type {
  BatchOptionsOf,
  BatchOverloads,
  BatchView,
  ChosenBatch,
  FieldOptions,
  GivenFor,
  OptionsOfAny,
  OverloadOptions,
} from "./loader/ring/batch_types.ts";
export type {
  GeneratedModule,
  LoadableDataset,
  LoadableField,
  LoadableFields,
} from "./loader/ring/loadable.ts";
export type { LoadedBatch } from "./loader/ring/loaded_batch.ts";
export { Epoch } from "./loader/ring/epoch.ts";
export { Loader } from "./loader/ring/loader.ts";
export type { LoaderOptions, OnDamaged } from "./loader/ring/loader_options.ts";
export type { SkippedRecord } from "./loader/ring/slot.ts";
export type { BatchPlan } from "./loader/order/batch_plan.ts";
export type {
  FieldConditions,
  LengthCondition,
  Range,
  ScalarCondition,
} from "./loader/order/conditions.ts";
export type { RowLengths } from "./loader/order/largest_total.ts";
export type { LoaderState } from "./loader/order/loader_state.ts";
export type {
  BucketOptions,
  LocalityOptions,
  OrderOptions,
  RecordFilter,
  ShuffleOptions,
} from "./loader/order/order_options.ts";
export { measurePadding, type PaddingCost } from "./loader/order/measure_padding.ts";
export { planBatches } from "./loader/order/plan_batches.ts";
export { openBlob, openFile } from "./open_file.ts";
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
export { ContainerWriter } from "./writer/container_writer.ts";
export type { DeferredWork, FieldSlot, WaitingSlot } from "./writer/field_slot.ts";
export {
  DatasetWriter,
  type EncodedRecord,
  encodeField,
  type WriterOptions,
} from "./writer/dataset_writer.ts";
export type { OnClipping } from "./writer/refuse_clipped.ts";
export {
  createDatasetWriter,
  ReflectiveWriter,
  type ReflectiveWriterOptions,
} from "./writer/reflective_writer.ts";
export type { CodedIntake, Recoding } from "./codings/recoding.ts";
