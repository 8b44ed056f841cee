/** What the kind of one field of a schema declares. */
import type { DatasetIr, FieldIr } from "./ir.ts";
import type { LookupForm, Period } from "./language/kind.ts";
import { knownKind } from "./language/known_kinds.ts";
import { type FieldMeaning, meaningOf } from "./language/meaning.ts";

/** Whether a kind's values are audio of one track, from which other fields can be computed. */
export function isAudioKind(kind: string): boolean {
  const known = knownKind(kind);
  return known?.role === "audio" && known.tracks === undefined;
}

/** The sample rate that an audio field of one track stores, in Hz; `undefined` for other fields. */
export function audioRate(field: FieldIr): number | undefined {
  const period = isAudioKind(field.kind) ? fieldPeriod(field) : undefined;
  return period && period[1] / period[0];
}

/** Seconds from one sample or frame of a field to the next; see {@link FieldKind.period}. */
export function fieldPeriod({ kind, options }: FieldIr): Period | undefined {
  const known = knownKind(kind);
  return known?.period(known.resolve(options));
}

/** What a field's lookup part in a file holds; `undefined` for fields that have none. */
export function lookupForm(field: FieldIr): LookupForm | undefined {
  return fieldMeaning(field) === "key" ? "keys" : knownKind(field.kind)?.lookup;
}

/** The names of a field's tracks; `undefined` for fields that have one, or none. */
export function tracksOf({ kind, options }: FieldIr): readonly string[] | undefined {
  const known = knownKind(kind);
  return known?.tracks?.(known.resolve(options));
}

/** The audio field that a field is computed from; `undefined` where records supply its values. */
export function sourceOf({ kind, options }: FieldIr): string | undefined {
  const known = knownKind(kind);
  return known?.computedFrom?.(known.resolve(options));
}

/** What a field means, according to its option `means`; `undefined` without it. */
export function fieldMeaning({ options }: FieldIr): FieldMeaning | undefined {
  return meaningOf(options);
}

/** The first field of a dataset with this meaning; `undefined` if there is none. */
export function fieldThatMeans({ fields }: DatasetIr, meaning: FieldMeaning): FieldIr | undefined {
  return fields.find((field) => fieldMeaning(field) === meaning);
}
