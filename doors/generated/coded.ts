/**
 * What generated modules use to read fields of FLAC, Opus, chunks and stems.
 *
 * @module
 */

// Fields.
export { CodedField } from "../../runtime/fields/coded/coded_field.ts";
export { ChunkedField } from "../../runtime/fields/coded/chunked_field.ts";
export { StemsField } from "../../runtime/fields/coded/stems_field.ts";

// Clips.
export type { Stems } from "../../schema/mod.ts";
