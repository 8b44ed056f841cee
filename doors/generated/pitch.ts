/**
 * What generated modules use to read fields of pitch.
 *
 * @module
 */
import { pitchKind as pitch } from "../../schema/fields/pitch.ts";
import type { KindFacts } from "../../schema/reading.ts";

export { PitchField } from "../../runtime/fields/pitch/pitch_field.ts";
export type { Pitch } from "../../schema/mod.ts";

// What reading takes to know about the kinds.

/** `pitch`. */
export const pitchKind: KindFacts = pitch;
