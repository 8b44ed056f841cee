/** Bounds, both inclusive and both optional. */
export interface Range<Value = number> {
  /** The lowest value that passes. */
  readonly min?: Value;
  /** The highest value that passes. */
  readonly max?: Value;
}

/** What a scalar field's value must be: this, one of these, or between these. */
export type ScalarCondition =
  | number
  | bigint
  | boolean
  | readonly (number | bigint)[]
  | Range<number | bigint>;

/** How long a field's value must be. */
export interface LengthCondition {
  /** In seconds, for fields whose rate the schema fixes. */
  readonly seconds?: Range;
  /** In the field's own unit: samples per channel, frames, or bytes of text. */
  readonly length?: Range;
}

/** By field name; all must hold. */
export type FieldConditions = Readonly<Record<string, ScalarCondition | LengthCondition>>;

/** Conditions on fields, or any function of a record's index. */
export type RecordFilter = FieldConditions | ((index: number) => boolean);
