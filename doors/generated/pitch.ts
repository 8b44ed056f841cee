/**
 * What generated modules read fields of pitch with.
 *
 * @module
 */
export { PitchBatch, type PitchBatchOptions } from "../../runtime/fields/pitch/pitch_batch.ts";
export { PitchField, PitchMetadata } from "../../runtime/fields/pitch/pitch_field.ts";
export type { Pitch } from "../../schema/mod.ts";
