/** An order of records, by random access. */
export interface RecordOrder {
  /** Number of records. */
  readonly length: number;
  /** The record at `position`, from 0 to {@link length} − 1; neither is checked here. */
  at(position: number): number;
}

/** The file's own order. */
export class FileOrder implements RecordOrder {
  /** See {@link RecordOrder.length}. */
  readonly length: number;

  /** The order of records 0 to `length` − 1. */
  constructor(length: number) {
    this.length = length;
  }

  /** See {@link RecordOrder.at}. */
  at(position: number): number {
    return position;
  }
}

/** An order of the records that a filter left. */
export class SelectedOrder implements RecordOrder {
  /** See {@link RecordOrder.length}. */
  readonly length: number;
  readonly #records: Uint32Array;
  readonly #order: RecordOrder;

  /** `order` orders the indices of `records`, and has the same length. */
  constructor(records: Uint32Array, order: RecordOrder) {
    this.length = order.length;
    this.#records = records;
    this.#order = order;
  }

  /** See {@link RecordOrder.at}. */
  at(position: number): number {
    return this.#records[this.#order.at(position)] ?? 0;
  }
}
