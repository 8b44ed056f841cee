import type { ExportsOf } from "../../batch/batch_exports.ts";
import type { LoadableField, LoadableFields } from "./loadable.ts";

/**
 * The options and batches of a field's `allocateBatch`: a pair for each of its overloads, in order. Where
 * there are fewer than four, the first comes more than once.
 */
export type BatchOverloads<Field extends LoadableField> = Field["allocateBatch"] extends {
  (batchSize: number, options: infer A): infer BatchA;
  (batchSize: number, options: infer B): infer BatchB;
  (batchSize: number, options: infer C): infer BatchC;
  (batchSize: number, options: infer D): infer BatchD;
} ? [[A, BatchA], [B, BatchB], [C, BatchC], [D, BatchD]]
  : [];

/** The options of one overload; where a field is only known to have some, any of that name. */
export type OverloadOptions<Of> = [NonNullable<Of>] extends [never]
  ? Readonly<Record<string, unknown>>
  : unknown extends Of ? Readonly<Record<string, never>>
  : NonNullable<Of>;

/** The batch of the first overload that takes such options. */
export type ChosenBatch<Pairs, Given> = Pairs extends [[infer Of, infer Batch], ...infer Rest]
  ? Rest extends [] ? Batch
  : Given extends OverloadOptions<Of> ? Batch
  : ChosenBatch<Rest, Given>
  : never;

/** The options of all overloads. */
export type OptionsOfAny<Pairs> = Pairs extends [[infer Of, unknown], ...infer Rest]
  ? OverloadOptions<Of> | OptionsOfAny<Rest>
  : never;

/** The options of a field's batches, of whichever overload. */
export type BatchOptionsOf<Field extends LoadableField> = OptionsOfAny<BatchOverloads<Field>>;

/** The options of some fields' batches, by the fields' names. */
export type FieldOptions<Fields extends LoadableFields, Name extends keyof Fields = keyof Fields> =
  {
    readonly [Field in Name]?: BatchOptionsOf<Fields[Field]>;
  };

/** What a field's batch shows: what it says that it exports. */
export type BatchView<Field extends LoadableField, Given = object> = ExportsOf<
  ChosenBatch<BatchOverloads<Field>, Given>
>;

/** What was given for one field of several; nothing where only its name was. */
export type GivenFor<Given, Name> = Name extends keyof Given
  ? undefined extends Given[Name] ? object : Given[Name]
  : object;
