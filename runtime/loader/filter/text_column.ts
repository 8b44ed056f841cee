import { knownKind, memberOf } from "../../../schema/reading.ts";
import { readError } from "../../batch/read_error.ts";
import { pageMask, StructPage, Table } from "../../container/table.ts";
import { uint53Of } from "../../container/uint53.ts";
import type { ByteRange } from "../../storage/storage.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import { LengthColumn } from "./length_column.ts";
import type { WaitingTexts } from "./waiting_texts.ts";

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
  /** Only where texts must be waited for: those that were fetched, and those that are asked for. */
  readonly #waiting: WaitingTexts | undefined;

  /** `reads` counts the payloads that are read. */
  constructor(
    file: ReadableFile,
    fieldIndex: number,
    { lengths, reads, waiting }: {
      readonly lengths: LengthColumn;
      readonly reads: FilterReads;
      readonly waiting?: WaitingTexts | undefined;
    },
  ) {
    const known = knownKind(file.ir.fields[fieldIndex]?.kind ?? "");
    this.lengths = lengths;
    this.#table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
    this.#stride = file.entry(fieldIndex).itemSize >>> 2;
    this.#word = known === undefined ? 0 : memberOf(known.layout, "data_ptr").offset >>> 2;
    this.#file = file;
    this.#reads = reads;
    this.#waiting = waiting;
  }

  /** Length of record `index` in bytes of UTF-8. */
  length(index: number): number {
    return this.lengths.at(index);
  }

  /**
   * The first `length` bytes of record `index`, which must have that many: a view valid until the file
   * is closed, or a copy. Nothing if they must be waited for, and are asked for now; the test is
   * repeated when they are there.
   *
   * @throws {IntegrityError} when they lie outside the payload region, or fail their checksum.
   */
  bytes(index: number, length: number): Uint8Array | undefined {
    const { field } = this.lengths;
    const position = this.#positionOf(index, length);
    if (this.#waiting !== undefined) {
      return this.#waiting.bytes({ field, record: index, position, length });
    }
    return this.#read(index, { position, length });
  }

  /** Fetches a single text; {@link fetched} gives it until the lease is disposed of. */
  async fetch(index: number): Promise<Disposable | undefined> {
    await Promise.all([this.#table.prefetch([index]), this.lengths.prefetch(index)]);
    const length = this.length(index);
    return await this.#file.prefetch([{ position: this.#positionOf(index, length), length }]);
  }

  /** A text that was fetched. */
  fetched(index: number): Uint8Array {
    const length = this.length(index);
    return this.#read(index, { position: this.#positionOf(index, length), length });
  }

  #positionOf(index: number, length: number): number {
    const { words } = this.#table.page(index);
    const position = uint53Of(words, (index & pageMask) * this.#stride + this.#word);
    if (this.#file.holds(position, length)) return position;
    throw this.#file.extentError({ field: this.lengths.field, record: index, position, length });
  }

  #read(record: number, { position, length }: ByteRange): Uint8Array {
    this.#reads.count++;
    try {
      return this.#file.view(position, length);
    } catch (cause) {
      throw readError(cause, { field: this.lengths.field, record });
    }
  }
}
