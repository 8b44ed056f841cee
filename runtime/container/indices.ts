/** Record indices as a caller passes them, in a typed array or a plain one. */
export interface Indices {
  /** How many records are requested; the same one may be requested more than once. */
  readonly length: number;
  /** The record for each row of the result, counted from 0. */
  readonly [index: number]: number;
}
