/** Bounds of a value. At least one is given, and all that are given must hold. */
export interface Range<Value = number> {
  /** The lowest value that passes. */
  readonly min?: Value;
  /** The highest value that passes. */
  readonly max?: Value;
  /** Only values greater than this pass. */
  readonly above?: Value;
  /** Only values less than this pass. */
  readonly below?: Value;
}

/**
 * What a scalar field's value must be: this, one of these, or between these. 64-bit integers are
 * BigInts, safe integers, or decimal text, which JSON can hold.
 */
export type ScalarCondition =
  | number
  | bigint
  | boolean
  | string
  | readonly (number | bigint | boolean | string)[]
  | Range<number | bigint | string>;

/** What a text must be: this one, one of these, or one with certain properties. */
export type TextCondition = string | readonly string[] | TextParts;

/** Properties of a text; all that are given must hold. */
export interface TextParts {
  /** It begins with this, or with one of these. */
  readonly prefix?: string | readonly string[];
  /** `true` for the empty text, `false` for every other text. */
  readonly missing?: boolean;
  /** Its length in bytes of UTF-8. */
  readonly length?: Range;
}

/** How long a field's value must be; all that is given must hold. */
export interface LengthCondition {
  /** In seconds, for fields whose rate the schema fixes. */
  readonly seconds?: Range;
  /** In the field's own unit: samples per channel, frames, or bytes of text. */
  readonly length?: Range;
}

/** What a field's value must be. */
export type FieldCondition = ScalarCondition | TextCondition | LengthCondition;

/**
 * A filter as JSON: conditions by field name, and `and`, `or` and `not`. All members must hold.
 * Filters nest at most 64 deep.
 */
export interface FieldConditions {
  /** Filters that must all hold. */
  readonly and?: readonly FieldConditions[];
  /** Filters, at least one of which must hold. */
  readonly or?: readonly FieldConditions[];
  /** A filter that mustn't hold. */
  readonly not?: FieldConditions;
  /** The condition on the field of that name. */
  readonly [field: string]:
    | FieldCondition
    | FieldConditions
    | readonly FieldConditions[]
    | undefined;
}

/** Conditions on fields, the indices of the records to keep, or any function of a record's index. */
export type RecordFilter = FieldConditions | Uint32Array | ((index: number) => boolean);

/** How deep filters may nest; a filter without operators is 1 deep. */
export const deepestFilter = 64;
