import { IntegrityError, UsageError } from "../../../errors/mod.ts";
import { knownKind, memberOf } from "../../../schema/reading.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import { pageMask, pageRecords, StructPage, Table } from "../../container/table.ts";
import { uint53Of } from "../../container/uint53.ts";

/** The length of a field's value in each record, read from its metadata table alone. */
export class LengthColumn {
  /** The field's name. */
  readonly field: string;
  readonly #table: Table<StructPage>;
  /** 32-bit words of a metadata record, and which of them holds the length. */
  readonly #stride: number;
  readonly #word: number;
  readonly #isWide: boolean;
  readonly #file: ReadableFile;
  /** The longest record according to the directory, which was checked when the file was opened. */
  readonly #longest: number;

  /** @throws {UsageError} `"no-length"` when the field's values have no length. */
  constructor(file: ReadableFile, fieldIndex: number) {
    const { name, kind } = file.ir.fields[fieldIndex] ?? { name: "", kind: "" };
    const known = knownKind(kind);
    if (known?.length === undefined) {
      throw new UsageError(`Field "${name}" of "${file.name}" has no length: it is a ${kind}`, {
        code: "no-length",
        file: file.name,
        field: name,
        found: kind,
        wanted: "audio, features, tokens, text or bytes",
      });
    }
    const member = memberOf(known.layout, known.length.member);
    this.field = name;
    this.#table = new Table(file, fieldIndex, (bytes) => new StructPage(bytes));
    this.#stride = file.entry(fieldIndex).itemSize >>> 2;
    this.#word = member.offset >>> 2;
    this.#isWide = member.type === "uint64";
    this.#file = file;
    this.#longest = file.entry(fieldIndex).totals.maxLength;
  }

  /** Loads the page of a record, for asynchronous storages. */
  prefetch(index: number): Promise<undefined> {
    return this.#table.prefetch([index]);
  }

  /**
   * The length of record `index`: samples per channel, frames, or bytes.
   *
   * @throws {IntegrityError} `"totals"` when it exceeds the directory's longest.
   */
  at(index: number): number {
    const { words } = this.#table.page(index);
    const word = (index & pageMask) * this.#stride + this.#word;
    const length = this.#isWide ? uint53Of(words, word) : words[word]!;
    if (length > this.#longest) throw this.#tooLong(index, length);
    return length;
  }

  /**
   * Writes the lengths of up to `pageRecords` records from `first` on, which begins a page.
   *
   * @throws {IntegrityError} `"totals"` when one exceeds the directory's longest.
   */
  readPage(first: number, lengths: Float64Array): void {
    const { words } = this.#table.page(first);
    const count = Math.min(pageRecords, this.#table.length - first);
    const stride = this.#stride;
    let word = this.#word;
    if (this.#isWide) {
      for (let row = 0; row < count; row++, word += stride) {
        lengths[row] = uint53Of(words, word);
      }
    } else {
      for (let row = 0; row < count; row++, word += stride) lengths[row] = words[word]!;
    }
    const longest = this.#longest;
    for (let row = 0; row < count; row++) {
      if (lengths[row]! > longest) throw this.#tooLong(first + row, lengths[row]!);
    }
  }

  /** Lengths decide how much memory batches get, so they are checked first. */
  #tooLong(record: number, found: number): IntegrityError {
    const wanted = this.#longest;
    return new IntegrityError(
      `Cannot plan batches of "${this.field}" of "${this.#file.name}": record ${record} claims a ` +
        `length of ${found}, but the directory says that the longest has ${wanted}`,
      {
        code: "totals",
        file: this.#file.name,
        field: this.field,
        record,
        found,
        wanted,
        hint: "run `audiofield verify` on it",
      },
    );
  }
}
