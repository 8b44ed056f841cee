/** What {@link RowArray} needs of a typed array: views of its beginning. */
export interface RowValues extends ArrayBufferView {
  /** The number of its elements. */
  readonly length: number;
  /** A view of its elements from `begin` up to `end`. */
  subarray(begin: number, end: number): RowValues;
}

/**
 * An array with the same number of elements for every row, shown up to the last row in use. Each
 * number of rows has its view made only once, so that batches of changing sizes make no garbage.
 */
export class RowArray<Values extends RowValues> {
  readonly #all: Values;
  readonly #each: number;
  readonly #views = new Map<number, Values>();
  #shown: Values;

  /** Shows all of `all`, which has `each` elements per row. */
  constructor(all: Values, each = 1) {
    this.#all = all;
    this.#each = each;
    this.#shown = all;
  }

  /** The elements of the rows in use; all elements until {@link cut} is called. */
  get shown(): Values {
    return this.#shown;
  }

  /** Shows `rows` rows from now on; their elements don't change. */
  cut(rows: number): void {
    const length = rows * this.#each;
    if (this.#shown.length === length) return;
    if (this.#all.length === length) {
      this.#shown = this.#all;
      return;
    }
    let view = this.#views.get(rows);
    if (view === undefined) {
      // `subarray` returns a view of the same type.
      view = this.#all.subarray(0, length) as Values;
      this.#views.set(rows, view);
    }
    this.#shown = view;
  }
}
