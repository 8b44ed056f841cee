/** Record indices, as a caller passes them; typed arrays and plain ones alike. */
export interface Indices {
  /** How many records are asked for; one may be asked for more than once. */
  readonly length: number;
  /** A record, counted from 0, for each row of the result. */
  readonly [index: number]: number;
}
