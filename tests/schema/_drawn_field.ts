/** A field as drawn: a builder's name and its options. */
export interface DrawnField {
  readonly kind: string;
  readonly options: Readonly<Record<string, unknown>>;
}
