import { counted } from "../../errors/counted.ts";
import type { ListError } from "../../errors/mod.ts";
import { type DatasetIr, fieldThatMeans } from "../../schema/reading.ts";
import { listError, type ListName, shortJson } from "./list_error.ts";
import type { ListedRecord } from "./list_line.ts";

/** What a list needs from the dataset whose records it names. */
export interface ListedDataset {
  /** The open file. */
  readonly file: {
    readonly name: string;
    readonly ir: DatasetIr;
    readonly identity: string;
    readonly recordCount: number;
  };
  /** The number of the record with this key, or `undefined` when there is none. */
  findKey(key: string): number | undefined;
  /** {@link findKey} for storages that must wait. */
  findKeyAsync(key: string): Promise<number | undefined>;
}

/** The records of a dataset that a list names. */
export interface ListedRecords {
  /** Their numbers, each once, in ascending order. */
  readonly records: Uint32Array<ArrayBuffer>;
  /** How many different keys the list has. */
  readonly keys: number;
  /** How many of these keys no record has. */
  readonly missingKeys: number;
  /** Whether the list says that it is of another dataset; only its keys count then. */
  readonly isOfOther: boolean;
  /** Whether the list names record `index`. */
  has(index: number): boolean;
}

/** What a list says. */
export interface NamedRecords {
  readonly name: ListName;
  readonly dataset: string | undefined;
  readonly lines: readonly ListedRecord[];
}

/** Finds out which records the lines of a list name. */
export class ListResolver {
  readonly #list: ListName;
  readonly #file: ListedDataset["file"];
  readonly #hasKeys: boolean;
  readonly #isOfThis: boolean;
  readonly #isOfOther: boolean;
  readonly #numbers: Uint32Array<ArrayBuffer>;
  readonly #keys = new Set<string>();
  #count = 0;
  #missing = 0;

  constructor(
    { dataset, lines, name }: NamedRecords,
    { file }: ListedDataset,
  ) {
    this.#list = name;
    this.#file = file;
    this.#hasKeys = fieldThatMeans(file.ir, "key") !== undefined;
    // The identity takes a hash, which only lists that name one need.
    this.#isOfThis = dataset !== undefined && dataset === file.identity;
    this.#isOfOther = dataset !== undefined && !this.#isOfThis;
    this.#numbers = new Uint32Array(lines.length);
  }

  /**
   * The key to look up for a line; `undefined` where its number counts.
   *
   * @throws {ListError} when the line's number counts, and can't be used.
   */
  keyOf({ line, key, record }: ListedRecord): string | undefined {
    // In a dataset without keys, a line that has both goes by its number.
    const goesByKey = this.#hasKeys || !this.#isOfThis || record === undefined;
    if (key !== undefined && goesByKey) return key;
    this.#checkNumber(line, record!);
    return undefined;
  }

  /** Takes a line by its number. */
  takeNumber({ record }: ListedRecord): void {
    this.#numbers[this.#count++] = record!;
  }

  /**
   * Takes a line by its key, which leads to the record `found`, or to none.
   *
   * @throws {ListError} when the list says that it is of this dataset, and there is no such key, or
   *   it is another record's.
   */
  takeKey({ line, record }: ListedRecord, key: string, found: number | undefined): void {
    const known = this.#keys.size;
    this.#keys.add(key);
    if (found === undefined) {
      if (this.#isOfThis) throw this.#noSuchKey(line, key);
      if (this.#keys.size > known) this.#missing++;
      return;
    }
    if (this.#isOfThis && record !== undefined && record !== found) {
      throw this.#otherRecord(line, { key, record, found });
    }
    this.#numbers[this.#count++] = found;
  }

  /** The records of the lines taken. */
  finish(): ListedRecords {
    const records = distinct(this.#numbers.subarray(0, this.#count).sort());
    return {
      records,
      keys: this.#keys.size,
      missingKeys: this.#missing,
      isOfOther: this.#isOfOther,
      has: (index) => holds(records, index),
    };
  }

  #checkNumber(line: number, record: number): void {
    const { name, identity, recordCount } = this.#file;
    if (this.#isOfOther) {
      throw listError(
        this.#list,
        line,
        `it names record ${record} of another dataset than "${name}"`,
        {
          code: "other-dataset",
          record,
          hint: this.#hasKeys
            ? "numbers mean nothing in another dataset; name its records by keys"
            : "use it with the dataset that it is of",
        },
      );
    }
    if (!this.#isOfThis) {
      const reason = `it names record ${record}, but the list doesn't say of which dataset`;
      throw listError(this.#list, line, reason, {
        code: "unknown-dataset",
        record,
        hint: `${this.#hasKeys ? "name records by keys, or " : ""}begin the list with ` +
          `{"dataset": "${identity}"} if its numbers are those of "${name}"`,
      });
    }
    if (record < recordCount) return;
    throw listError(
      this.#list,
      line,
      `it names record ${record}, but "${name}" has ${counted(recordCount, "record")}`,
      {
        code: "no-such-record",
        record,
        hint: recordCount === 0 ? undefined : `the last one is ${recordCount - 1}`,
      },
    );
  }

  #noSuchKey(line: number, key: string): ListError {
    const reason =
      `no record of "${this.#file.name}" has the key ${shortJson(key)}, though the list ` +
      "says that it is of this dataset";
    return listError(this.#list, line, reason, { code: "no-such-key", hint: "correct the key" });
  }

  #otherRecord(
    line: number,
    { key, record, found }: { key: string; record: number; found: number },
  ): ListError {
    const reason =
      `it says that ${shortJson(key)} is record ${record}, but in "${this.#file.name}" ` +
      `it is record ${found}`;
    return listError(this.#list, line, reason, {
      code: "other-record",
      record,
      hint: "leave one of the two out",
    });
  }
}

/** The different ones of ascending numbers. */
function distinct(sorted: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  let count = 0;
  for (let at = 0; at < sorted.length; at++) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[count++] = sorted[at]!;
  }
  return sorted.slice(0, count);
}

/** Whether ascending numbers contain `wanted`. */
function holds(sorted: Uint32Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}
