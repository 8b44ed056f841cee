/**
 * The parts that read and write files, for people who plug something into audiofield: a storage, a
 * source of audio, a codec model or a packing engine. It also exports the types that those of
 * `audiofield` are made of.
 *
 * @example Reading a WAV file, mixed to mono int16
 * ```ts
 * import { openAudio, PcmConverter } from "./runtime.ts";
 *
 * using source = openAudio("tests/data/clips/p05_clipped_multitone_44k_stereo_s16.wav");
 * using converter = new PcmConverter({
 *   from: source.format,
 *   channels: source.channels,
 *   mono: true,
 *   to: "int16",
 * });
 * let bytes = 0;
 * for (let piece = source.next(); piece !== undefined; piece = source.next()) {
 *   bytes += converter.convert(piece).length;
 * }
 * if (source.sampleRate !== 44_100 || bytes !== 2 * 44_100) throw new Error();
 * ```
 *
 * @module
 */

// Storages and files.
export {
  AfdFile,
  Block,
  type ByteRange,
  type ByteSource,
  crc32,
  datasetIdentity,
  type Directory,
  type FieldEntry,
  type FieldProvenance,
  type FieldTotals,
  type FileStorageKind,
  type GapFiller,
  type IdentifiedFile,
  type LookupEntry,
  type ModelProvenance,
  type ReadCounters,
  type Storage,
  type StorageKind,
  Tile,
  type Trailer,
} from "../runtime/mod.ts";

// Schemas that files carry.
export {
  canonicalJson,
  type FieldKind,
  fieldKind,
  fieldKinds,
  fingerprintOf,
  firstDifference,
  frameAtSeconds,
  irJson,
  isDataset,
  type JsonObject,
  type JsonValue,
  type KindFacts,
  parseIr,
  secondsOfFrames,
} from "../schema/mod.ts";

// Fields and their batches.
export {
  type BatchExport,
  type CategoryFieldReader,
  type ChunkedFieldReader,
  type CodedStream,
  computeFeatures,
  type FeatureOutput,
  fromStored,
  loadBatches,
  type MetadataValue,
  type RecordFault,
  type StemsFieldReader,
  type StoredFeatures,
  toStored,
} from "../runtime/mod.ts";

// Loading, step by step.
export {
  type BatchExports,
  type CroppedField,
  type CropPlan,
  type ExportingBatch,
  type ListedDataset,
  type ListedRecord,
  type ListedRecords,
  planCrops,
  type RecordSelection,
} from "../runtime/mod.ts";

// Figures that plans are made from.
export { type Figures, parseFigures } from "../plan/mod.ts";

// Writers.
export {
  type AudioOpener,
  type CodedIntake,
  DatasetWriter,
  type EncodedRecord,
  type NoteCode,
  noteCodes,
  type Recoding,
} from "../runtime/mod.ts";

// Codec models.
export {
  type ComputedTokens,
  encodePieces,
  type ModelForm,
  modelPieces,
  tokenRangeError,
} from "../runtime/mod.ts";

// Audio files.
export {
  AUDIO_EXTENSIONS,
  AudioFiles,
  type AudioInfo,
  type AudioKind,
  type AudioSamples,
  type AudioSegment,
  type CodedBytes,
  identifyAudio,
  type MissingAudio,
  openAudio,
  openAudioSegment,
  type OpenOptions,
  PcmConverter,
  type PcmConverterOptions,
  type PcmFormat,
  type PcmSamples,
  type PcmSource,
  probeAudio,
  type ResampleMethod,
  Resampler,
  type ResamplerOptions,
} from "../audio/mod.ts";

// Kernels.
export {
  analysisWindow,
  cepstralTransform,
  ComplexFft,
  FeatureExtractor,
  type FeatureParameters,
  type FeatureSink,
  type FeatureTile,
  type FftDtype,
  melFilters,
  RealFft,
  rowLayouts,
} from "../kernels/mod.ts";
export type { KernelName } from "../kernels/kernel_names.ts";
export type { KernelSource, KernelSources } from "../kernels/kernel_modules.ts";

// Types that those of `audiofield` are made of.
export type {
  AudioCoding,
  AudioShape,
  AudioTarget,
  AudioTargetOptions,
  BatchFor,
  BatchOptionsOf,
  BatchTypes,
  batchTypes,
  BatchTypesOf,
  BatchView,
  BlockSums,
  BorrowedRange,
  Categories,
  CategoryFile,
  CategoryNumbers,
  ChosenStems,
  ChunkedField,
  ChunkPlace,
  CodedBatchTypes,
  CodedField,
  CodedMetadata,
  ContainerWriter,
  DeferredWork,
  DelayedTokenBatchOptions,
  ElementDtype,
  Epoch,
  ExportsOf,
  FeatureTarget,
  FieldCondition,
  FieldConditions,
  FieldOptions,
  FieldSlot,
  FlacCoding,
  FrameRate,
  GainOf,
  GaplessTokenBatchOptions,
  GeneratedModule,
  GivenFor,
  KeyedDataset,
  KeyField,
  LengthCondition,
  LoadableDataset,
  LoadableField,
  LoadableFields,
  LookupBuilder,
  MappingLoan,
  OneBatchType,
  OptionsOf,
  OpusCoding,
  PayloadField,
  PcmCoding,
  PiecesFacts,
  Range,
  ReadableFile,
  Resampling,
  ResamplingChoice,
  ResolvedSpectral,
  RowLayout,
  RowLengths,
  ScalarArray,
  scalarBytes,
  ScalarCondition,
  ScalarType,
  ShardFacts,
  SharedTokenBatchOptions,
  SpectralKind,
  SpectralParameters,
  SpectralValues,
  StartWorker,
  StemsBatchTypes,
  StemSelection,
  StemsField,
  StoredSamples,
  TableFile,
  TextCondition,
  TextParts,
  Thread,
  ThreadEvents,
  TokenArray,
  TokenDtype,
  TokenLayout,
  TokenOrder,
  TokenValues,
  TorchaudioResampling,
  TrackField,
  WaitingSlot,
  waveformDtypes,
  WindowedField,
  WindowPlan,
} from "../runtime/mod.ts";
export type {
  AudioCodingChoice,
  BigScalarBuilder,
  CepstralParameter,
  CodecPreset,
  CodecPresetName,
  codecPresetNames,
  CodecTokensArray,
  CodecTokensBuilder,
  CodecTokensOptions,
  CodecTokensParameters,
  CodingDtypeOf,
  DefaultedKeys,
  DtypeOf,
  FieldBuilders,
  FieldLookup,
  fieldMeanings,
  FieldRole,
  fieldRoles,
  fieldTypes,
  FlacDtypeOf,
  HasDefault,
  KindExtent,
  KindLength,
  LengthUnit,
  LookupForm,
  MeansOption,
  MelParameter,
  PcmArray,
  Period,
  PitchArray,
  PitchBuilder,
  PitchParameters,
  ResolvedPitch,
  SampleArrays,
  ScalarBuilder,
  ScalarOptions,
  SharedMeaning,
  ShortBits,
  SpectralArray,
  SpectralBuilder,
  SpectralDtype,
  SpectralFieldOptions,
  SpectralPresetName,
  spectralPresetNames,
  StructLayout,
  StructMember,
  TokenPacking,
  tokenPackings,
  TypesOf,
  WaveformDtype,
} from "../schema/mod.ts";
export type {
  FigureRow,
  MelForm,
  STORAGE_STRATEGIES,
  StorageQuestion,
  StoredForm,
  StrategyCost,
  TokenForm,
} from "../plan/mod.ts";
export type { LevelMeter } from "../audio/mod.ts";
