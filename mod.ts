/**
 * audiofield packs audio datasets into one file and reads batches of them at memory bandwidth.
 *
 * This is the front door: the schema language, and the reader and writer that work on any file.
 * `deno task gen` makes typed, specialised modules from a schema; see `generated/` for examples.
 *
 * @example Describing a dataset
 * ```ts
 * import { defineDataset, field } from "./mod.ts";
 *
 * const Speech = defineDataset("Speech", {
 *   audio: field.waveform({ sampleRate: 16_000 }),
 *   speaker: field.uint32(),
 *   transcript: field.text({ default: "" }),
 * });
 * if (Speech.ir.fields[0]?.kind !== "waveform") throw new Error();
 * ```
 *
 * @module
 */
export * from "./errors/mod.ts";
export * from "./plan/mod.ts";
export * from "./runtime/mod.ts";
export * from "./schema/mod.ts";
