/** Record indices, as a caller passes them; typed arrays and plain ones alike. */
export interface Indices {
  readonly length: number;
  readonly [index: number]: number;
}
