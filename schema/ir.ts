import type { JsonObject } from "./language/json.ts";

/** One field of a dataset, as files and generated modules carry it. */
export interface FieldIr {
  /** The field's name in records: a letter, then letters, digits and underscores. */
  readonly name: string;
  /** The field kind's name, such as `"waveform"`. */
  readonly kind: string;
  /** The field kind's number in the file format. */
  readonly type: number;
  /** The kind's parameters that differ from its defaults, presets resolved. */
  readonly options: JsonObject;
}

/**
 * A dataset's description as plain JSON: what the generator works from, what every file carries,
 * and what the fingerprint is computed from. It holds no doc comments and no options of batches.
 */
export interface DatasetIr {
  /** The dataset's name in PascalCase. */
  readonly name: string;
  /** The fields, in the order they are stored; at least one. */
  readonly fields: readonly FieldIr[];
}
