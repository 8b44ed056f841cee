import { datasetIr } from "./dataset_ir.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { FieldDefinitions } from "./infer.ts";
import type { DatasetIr } from "./ir.ts";

// Registered, so that a schema that imports another copy of the library is recognised too.
const brand: unique symbol = Symbol.for("audiofield.dataset");

/** A validated, frozen dataset description. */
export interface Dataset<F extends FieldDefinitions = FieldDefinitions> {
  /** In PascalCase; the names of generated classes begin with it. */
  readonly name: string;
  /** The definitions as written, for type inference. */
  readonly fields: F;
  /** The description as plain JSON, without defaults. */
  readonly ir: DatasetIr;
  /** SHA-256 of the IR's canonical JSON, as 64 hexadecimal digits. */
  readonly fingerprint: string;
}

/**
 * Describes a dataset: its name in PascalCase and its fields, in the order they are stored.
 *
 * @throws {SchemaError} naming the path of what is wrong, such as `Speech.audio.sampleRate`.
 *
 * @example
 * ```ts
 * import { defineDataset, field } from "./mod.ts";
 *
 * const Speech = defineDataset("Speech", {
 *   audio: field.waveform({ sampleRate: 16_000 }),
 *   speaker: field.uint32({ default: 0 }),
 *   transcript: field.text(),
 * });
 * if (Speech.ir.fields.length !== 3) throw new Error();
 * ```
 */
export function defineDataset<const F extends FieldDefinitions>(
  name: string,
  fields: F,
): Dataset<F> {
  const ir = datasetIr(name, fields, "defined");
  const dataset = {
    name,
    fields: Object.freeze({ ...fields }),
    ir,
    fingerprint: fingerprintOf(ir),
  };
  Object.defineProperty(dataset, brand, { value: true });
  return Object.freeze(dataset);
}

/** Whether `value` came from `defineDataset`, of this or another copy of the library. */
export function isDataset(value: unknown): value is Dataset {
  return typeof value === "object" && value !== null && brand in value;
}
