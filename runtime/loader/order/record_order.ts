/** An order of records, by random access. */
export interface RecordOrder {
  /** How many records it has. */
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

/** An order of those records that a filter left. */
export class SelectedOrder implements RecordOrder {
  /** See {@link RecordOrder.length}. */
  readonly length: number;
  readonly #records: Uint32Array;
  readonly #order: RecordOrder;

  /** `order` is of places in `records`, and as long. */
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
