/**
 * What generated modules read fields of pitch with.
 *
 * @module
 */
export { PitchField } from "../../runtime/fields/pitch/pitch_field.ts";
export type { Pitch } from "../../schema/mod.ts";
