/** A typed array, as far as views of its beginning go. */
export interface RowValues extends ArrayBufferView {
  /** Its elements. */
  readonly length: number;
  /** A view of its elements from `begin` up to `end`. */
  subarray(begin: number, end: number): RowValues;
}

/**
 * An array with as many elements for each row as it has for the next, shown up to the last row that
 * there is. Views are made once for each number of rows, so that batches of changing sizes make no
 * garbage.
 */
export class RowArray<Values extends RowValues> {
  readonly #all: Values;
  readonly #each: number;
  readonly #views = new Map<number, Values>();
  #shown: Values;

  /** Shows all of `all`, of which each record has `each` elements. */
  constructor(all: Values, each = 1) {
    this.#all = all;
    this.#each = each;
    this.#shown = all;
  }

  /** The elements of the rows there are; until {@link cut} is called, of all there is room for. */
  get shown(): Values {
    return this.#shown;
  }

  /** From now on shows `rows` rows; their elements stay as they are. */
  cut(rows: number): void {
    const length = rows * this.#each;
    if (this.#shown.length === length) return;
    if (this.#all.length === length) {
      this.#shown = this.#all;
      return;
    }
    let view = this.#views.get(rows);
    if (view === undefined) {
      // Typed arrays give views of their own type.
      view = this.#all.subarray(0, length) as Values;
      this.#views.set(rows, view);
    }
    this.#shown = view;
  }
}
