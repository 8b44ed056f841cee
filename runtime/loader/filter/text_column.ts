import { knownKind, memberOf } from "../../../schema/reading.ts";
import { readError } from "../../batch/read_error.ts";
import { pageMask, StructPage, Table } from "../../container/table.ts";
import { uint53Of } from "../../container/uint53.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import { LengthColumn } from "./length_column.ts";

/** How many payloads a filter read. */
export interface FilterReads {
  count: number;
}

/** The texts of a field, whose payloads are read only if a test needs their bytes. */
export class TextColumn {
  /** Their lengths. */
  readonly lengths: LengthColumn;
  readonly #table: Table<StructPage>;
  /** Number of 32-bit words in a metadata record, and the first of the two that hold the position. */
  readonly #stride: number;
  readonly #word: number;
  readonly #file: ReadableFile;
  readonly #reads: FilterReads;

  /** `reads` counts the payloads that are read. */
  constructor(
    file: ReadableFile,
    fieldIndex: number,
    { lengths, reads }: { readonly lengths: LengthColumn; readonly reads: FilterReads },
  ) {
    const known = knownKind(file.ir.fields[fieldIndex]?.kind ?? "");
    this.lengths = lengths;
    this.#table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
    this.#stride = file.entry(fieldIndex).itemSize >>> 2;
    this.#word = known === undefined ? 0 : memberOf(known.layout, "data_ptr").offset >>> 2;
    this.#file = file;
    this.#reads = reads;
  }

  /** Length of record `index` in bytes of UTF-8. */
  length(index: number): number {
    return this.lengths.at(index);
  }

  /**
   * The first `length` bytes of record `index`, which must have that many: a view valid until the file
   * is closed, or a copy.
   *
   * @throws {IntegrityError} when they lie outside the payload region, or fail their checksum.
   */
  bytes(index: number, length: number): Uint8Array {
    const { words } = this.#table.page(index);
    const position = uint53Of(words, (index & pageMask) * this.#stride + this.#word);
    const { field } = this.lengths;
    if (!this.#file.holds(position, length)) {
      throw this.#file.extentError({ field, record: index, position, length });
    }
    this.#reads.count++;
    try {
      return this.#file.view(position, length);
    } catch (cause) {
      throw readError(cause, { field, record: index });
    }
  }
}
