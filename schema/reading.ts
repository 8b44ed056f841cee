/**
 * What reading files takes of the schema room. It leads to no options, presets and configurations of
 * kinds, which only defining schemas and writing files need: those of all kinds together are as much
 * code as everything else that reading takes.
 *
 * @module
 */
export { firstDifference } from "./compare.ts";
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
export { basicFacts, scalarTypes } from "./facts/basic.ts";
export { categoryFacts, maxCategoryBytes } from "./facts/category.ts";
export { waveformFacts } from "./facts/waveform.ts";
export { fingerprintOf, irJson } from "./fingerprint.ts";
export type { DatasetIr, FieldIr } from "./ir.ts";
export { codedLayout, tracksLayout } from "./language/coded_layout.ts";
export { canonicalJson, type JsonObject, type JsonValue } from "./language/json.ts";
export { type FieldRole, fieldRoles } from "./language/kind.ts";
export type {
  KindExtent,
  KindFacts,
  KindLength,
  LengthUnit,
  LookupForm,
  Period,
} from "./language/kind.ts";
export { knownKind } from "./language/known_kinds.ts";
export {
  memberOf,
  scalarBytes,
  type ScalarType,
  type StructLayout,
  type StructMember,
} from "./language/layout.ts";
export { sha256, sha256Hex } from "./language/sha256.ts";
export { dtypeBytes, type WaveformDtype, waveformDtypes } from "./language/waveform_dtype.ts";
export { fixedChannels, maxChannels } from "./language/audio_target.ts";
export { checkKind, knowSchema, readIr } from "./read_ir.ts";
