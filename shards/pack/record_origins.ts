/** Records in one piece of memory. */
const pieceRecords = 65_536;

/**
 * The inputs that records were made from, by their numbers in the source: four bytes per record, so
 * that an error can name the input of any earlier record.
 */
export class RecordOrigins {
  readonly #pieces: Uint32Array[] = [];
  #count = 0;

  /** Remembers the input of the next record. */
  add(ordinal: number): void {
    const at = this.#count % pieceRecords;
    if (at === 0) this.#pieces.push(new Uint32Array(pieceRecords));
    this.#pieces.at(-1)![at] = ordinal;
    this.#count++;
  }

  /** The number of the input that a record was made from. */
  of(record: number): number {
    return this.#pieces[Math.floor(record / pieceRecords)]![record % pieceRecords]!;
  }
}
