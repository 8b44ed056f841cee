import type { JsonObject } from "./json.ts";

/** What a field can mean, for code that treats fields by meaning; the option `means` states it. */
export const fieldMeanings = [
  "key",
  "speaker",
  "language",
  "split",
  "licence",
  "source",
  "transcript",
  "label",
] as const;

/**
 * One of {@link fieldMeanings}. A `key` names each record, and no two have the same; the `source` is
 * where a record comes from, such as a corpus or a web site; a `label` is anything to be predicted.
 */
export type FieldMeaning = (typeof fieldMeanings)[number];

/** The option that fields of every kind have: anything can be a label. */
export interface MeansOption<Meaning extends FieldMeaning = "label"> {
  /** What the field means; nothing is guessed from names. Default: nothing in particular. */
  readonly means?: Meaning;
}

/** The meaning that a field's options in an IR state. */
export function meaningOf(options: JsonObject): FieldMeaning | undefined {
  return options["means"] as FieldMeaning | undefined;
}

/** A field's options in an IR without its meaning: those of its kind. */
export function withoutMeaning(options: JsonObject): JsonObject {
  if (options["means"] === undefined) return options;
  const { means: _means, ...rest } = options;
  return rest;
}
