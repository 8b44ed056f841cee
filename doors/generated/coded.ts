/**
 * What generated modules use to read fields of FLAC, Opus, chunks and stems.
 *
 * @module
 */
import { chunkedWaveformKind as chunked } from "../../schema/fields/chunked_waveform.ts";
import { flacKind as flac } from "../../schema/fields/flac.ts";
import { opusKind as opus } from "../../schema/fields/opus.ts";
import { stemsKind as stems } from "../../schema/fields/stems.ts";
import type { KindFacts } from "../../schema/reading.ts";

// Fields.
export { CodedField } from "../../runtime/fields/coded/coded_field.ts";
export { ChunkedField } from "../../runtime/fields/coded/chunked_field.ts";
export { StemsField } from "../../runtime/fields/coded/stems_field.ts";

// Clips.
export type { StemClips as Stems } from "../../runtime/fields/waveform/clip.ts";

// What reading takes to know about the kinds.

/** `chunkedWaveform`. */
export const chunkedWaveformKind: KindFacts = chunked;

/** `flac`. */
export const flacKind: KindFacts = flac;

/** `opus`. */
export const opusKind: KindFacts = opus;

/** `stems`. */
export const stemsKind: KindFacts = stems;
