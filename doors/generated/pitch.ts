/**
 * What generated modules use to read fields of pitch.
 *
 * @module
 */
export { PitchField } from "../../runtime/fields/pitch/pitch_field.ts";
export type { Pitch } from "../../schema/mod.ts";
