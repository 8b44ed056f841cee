import type { ExportsOf } from "../batch/batch_exports.ts";
import type { BatchFor, BatchTypes, batchTypes } from "../batch/batch_types.ts";
import type { LoadableField, LoadableFields } from "./readable_dataset.ts";

/**
 * What a field declares about its batches. A field that declares nothing has batches of one type, the
 * one that its `allocateBatch` returns.
 */
export type BatchTypesOf<Field extends LoadableField> = Field extends
  { readonly [batchTypes]: infer Types extends BatchTypes } ? Types : OneBatchType<Field>;

/** The types of a field whose batches are the same for all options. */
export interface OneBatchType<Field extends LoadableField> extends BatchTypes {
  /** What `allocateBatch` takes; options of any name if the field is only known to have options. */
  readonly options: [OptionsOf<Field>] extends [never] ? Readonly<Record<string, unknown>>
    : unknown extends OptionsOf<Field> ? Readonly<Record<string, never>>
    : OptionsOf<Field>;
  /** What `allocateBatch` returns. */
  readonly batch: ReturnType<Field["allocateBatch"]>;
}

/** The type of the options of `allocateBatch`. */
export type OptionsOf<Field extends LoadableField> = NonNullable<
  Parameters<Field["allocateBatch"]>[1]
>;

/** The options of a field's batches. */
export type BatchOptionsOf<Field extends LoadableField> = BatchTypesOf<Field>["options"];

/** The options of several fields' batches, by field name. */
export type FieldOptions<Fields extends LoadableFields, Name extends keyof Fields = keyof Fields> =
  {
    readonly [Field in Name]?: BatchOptionsOf<Fields[Field]>;
  };

/** What a field's batch shows: the members that it exports. */
export type BatchView<Field extends LoadableField, Given = object> = ExportsOf<
  BatchFor<BatchTypesOf<Field>, Given>
>;

/** What was given for one of several fields; an empty object where only its name was. */
export type GivenFor<Given, Name> = Name extends keyof Given
  ? undefined extends Given[Name] ? object : Given[Name]
  : object;
