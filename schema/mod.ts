/**
 * The schema language: describe a dataset's fields, get a validated, frozen, fingerprinted IR.
 *
 * @example
 * ```ts
 * import { defineDataset, field } from "./mod.ts";
 *
 * const Speech = defineDataset("Speech", {
 *   audio: field.waveform({ sampleRate: 16_000, mono: true, dtype: "int16" }),
 *   transcript: field.text({ default: "" }),
 * });
 * if (Speech.fingerprint.length !== 64) throw new Error();
 * ```
 *
 * @module
 */
export {
  type AudioTarget,
  audioTargetDefaults,
  type AudioTargetOptions,
  fixedChannels,
  maxChannels,
  resolvedAudioTarget,
} from "./language/audio_target.ts";
export {
  audioCodecs,
  type AudioCoding,
  type AudioCodingChoice,
  codingDtype,
  type FlacCoding,
  type OpusCoding,
  opusRates,
  type PcmCoding,
} from "./language/coding.ts";
export { codedLayout, tracksLayout } from "./language/coded_layout.ts";
export { firstDifference } from "./compare.ts";
export { type Dataset, defineDataset, isDataset } from "./define_dataset.ts";
export {
  type BigScalarBuilder,
  type CodecTokensBuilder,
  type CodingDtypeOf,
  type DtypeOf,
  field,
  type FieldBuilders,
  type FlacDtypeOf,
  type HasDefault,
  type PitchBuilder,
  type SampleArrays,
  type ScalarBuilder,
  type SharedMeaning,
  type ShortBits,
  type SpectralBuilder,
} from "./field.ts";
export {
  audioRate,
  fieldMeaning,
  fieldPeriod,
  fieldThatMeans,
  isAudioKind,
  lookupForm,
  sourceOf,
  tracksOf,
} from "./declared.ts";
export type { BoolOptions } from "./fields/bool.ts";
export { type CategoryOptions, fitsCategory, maxCategoryBytes } from "./fields/category.ts";
export type { ChunkedWaveformOptions, ResolvedChunkedWaveform } from "./fields/chunked_waveform.ts";
export { indexEntryBytes, indexStep } from "./fields/coded_extent.ts";
export { maxCodedChannels } from "./fields/codec_target.ts";
export { codecCoding, type CodecName, type ResolvedCodec } from "./fields/codec_kind.ts";
export type { FlacOptions, ResolvedFlac } from "./fields/flac.ts";
export { fieldKind, fieldKinds } from "./fields/mod.ts";
export {
  integerRange,
  type ScalarOptions,
  type ScalarParameters,
  scalarTypes,
} from "./fields/scalar.ts";
export type { OpusOptions, ResolvedOpus } from "./fields/opus.ts";
export type { ResolvedStems, StemsOptions } from "./fields/stems.ts";
export type { TextOptions } from "./fields/text.ts";
export type { ResolvedWaveform, WaveformOptions } from "./fields/waveform.ts";
export { dtypeBytes, type WaveformDtype, waveformDtypes } from "./language/waveform_dtype.ts";
export { fingerprintOf, irJson } from "./fingerprint.ts";
export type {
  AudioInput,
  AudioSegment,
  CodecTokens,
  CodecTokensArray,
  CodecTokensInput,
  DefaultedKeys,
  FieldDefinition,
  FieldDefinitions,
  fieldTypes,
  InferInput,
  InferRecord,
  PcmArray,
  Pitch,
  PitchArray,
  PitchInput,
  SpectralArray,
  SpectralInput,
  Spectrogram,
  Stems,
  StemsInput,
  TokenArray,
  TypesOf,
  Waveform,
} from "./infer.ts";
export type { DatasetIr, FieldIr } from "./ir.ts";
export { canonicalJson, type JsonObject, type JsonValue } from "./language/json.ts";
export {
  type FieldKind,
  type FieldLookup,
  type FieldRole,
  fieldRoles,
  type KindExtent,
  type KindFacts,
  type KindLength,
  type LengthUnit,
  type LookupForm,
  type Period,
} from "./language/kind.ts";
export {
  memberOf,
  scalarBytes,
  type ScalarType,
  type StructLayout,
  structLayout,
  type StructMember,
} from "./language/layout.ts";
export {
  type FieldMeaning,
  fieldMeanings,
  type MeansOption,
  withoutMeaning,
} from "./language/meaning.ts";
export { sha256, sha256Hex } from "./language/sha256.ts";
export { loadSchema } from "./load_schema.ts";
export { pascalCase } from "./names.ts";
export { parseIr } from "./parse_ir.ts";
export {
  type CodecPreset,
  codecPreset,
  type CodecPresetName,
  codecPresetNames,
  codecPresets,
} from "./tokens/codec_presets.ts";
export {
  spectralPreset,
  type SpectralPresetName,
  spectralPresetNames,
  spectralPresets,
} from "./spectral/presets/mod.ts";
export type { SpectralPreset, StatedParameter } from "./spectral/presets/preset.ts";
export type {
  MelSpectrogramOptions,
  MfccOptions,
  SpectralFieldOptions,
  SpectrogramOptions,
} from "./spectral/field_options.ts";
export { type NamedParameters, nearestPreset } from "./spectral/nearest_preset.ts";
export { parameterNames, type SpectralKind, spectralKinds } from "./spectral/parameters/kinds.ts";
export type {
  CepstralParameter,
  MelParameter,
  SpectralDtype,
  SpectralParameters,
} from "./spectral/parameters/parameters.ts";
export { kernelParameterNames, spectralDefaults } from "./spectral/parameters/table.ts";
export {
  pitchBytes,
  pitchDefaults,
  type PitchOptions,
  type PitchParameters,
  type ResolvedPitch,
} from "./fields/pitch.ts";
export { padFrames } from "./spectral/pad_frames.ts";
export { spectralBins, type StatedParameters } from "./spectral/resolve.ts";
export type { ResolvedSpectral } from "./spectral/spectral_kind.ts";
export {
  frameAtSeconds,
  type FrameRate,
  frameRateFraction,
  secondsOfFrames,
} from "./tokens/frame_rate.ts";
export { codebookBytes, tokenBits, type TokenPacking, tokenPackings } from "./tokens/packing.ts";
export {
  codecTokensDefaults,
  type CodecTokensOptions,
  type CodecTokensParameters,
  type ResolvedCodecTokens,
} from "./tokens/parameters.ts";
export {
  canonicalResampling,
  checkedResampling,
  defaultResampling,
  type Resampling,
  type ResamplingChoice,
  resolvedResampling,
  torchaudioDefaults,
  type TorchaudioResampling,
} from "./language/resampling.ts";
