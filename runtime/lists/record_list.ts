import type { JsonObject } from "../../schema/mod.ts";
import { openStorage, type StorageSource } from "../storage/open_storage.ts";
import { type ByteLine, LineSplitter } from "./byte_lines.ts";
import type { ListName } from "./list_error.ts";
import { type ListedRecord, parseListLine } from "./list_line.ts";
import { type ListedDataset, type ListedRecords, ListResolver } from "./listed_records.ts";

/** Bytes that are read at once. */
const pieceBytes = 2 ** 16;

/**
 * A list of records, as commands exchange them: JSON lines `{"key": …}` or `{"record": N}`. A first
 * line `{"dataset": IDENTITY}` may say which dataset they are of.
 */
export class RecordList {
  /** The path of the list; `(memory)` for bytes. */
  readonly file: string;
  /** The identity of the dataset that it is of; `undefined` if it doesn't say. */
  readonly dataset: string | undefined;
  /** The other members of the first line, if that says which dataset the list is of. */
  readonly notes: JsonObject;
  /** Its lines in order, blank ones and the first one with `dataset` left out. */
  readonly lines: readonly ListedRecord[];
  readonly #name: ListName;

  /** Use {@link readRecordList}. */
  constructor(
    name: ListName,
    { dataset, notes, lines }: Pick<RecordList, "dataset" | "notes" | "lines">,
  ) {
    this.file = name.file;
    this.dataset = dataset;
    this.notes = notes;
    this.lines = lines;
    this.#name = name;
  }

  /**
   * The records of a dataset that the list names. Keys are looked up in the dataset. Numbers count
   * only in the dataset that the list says it is of.
   *
   * @throws {ListError} `"other-dataset"` for a line with only a number in a list of another dataset,
   *   `"unknown-dataset"` in one that doesn't say of which it is; in a list of this dataset,
   *   `"no-such-record"`, `"no-such-key"`, and `"other-record"` for a key and a number that name two
   *   records.
   * @throws {UsageError} `"no-key-field"` when the list has keys, and the dataset has none.
   */
  recordsOf(dataset: ListedDataset): ListedRecords {
    const resolver = this.#resolver(dataset);
    for (const line of this.lines) {
      const key = resolver.keyOf(line);
      if (key === undefined) resolver.takeNumber(line);
      else resolver.takeKey(line, key, dataset.findKey(key));
    }
    return resolver.finish();
  }

  /** {@link recordsOf} for datasets whose storage must wait. */
  async recordsOfAsync(dataset: ListedDataset): Promise<ListedRecords> {
    const resolver = this.#resolver(dataset);
    for (const line of this.lines) {
      const key = resolver.keyOf(line);
      if (key === undefined) resolver.takeNumber(line);
      else resolver.takeKey(line, key, await dataset.findKeyAsync(key));
    }
    return resolver.finish();
  }

  #resolver(dataset: ListedDataset): ListResolver {
    return new ListResolver(
      { name: this.#name, dataset: this.dataset, lines: this.lines },
      dataset,
    );
  }
}

/** Makes a list from its lines, one after another. */
export class RecordListParser {
  readonly #name: ListName;
  readonly #lines: ListedRecord[] = [];
  #dataset: string | undefined;
  #notes: JsonObject = {};
  #isFirst = true;

  /** Begins a list of that name. */
  constructor(name: ListName) {
    this.#name = name;
  }

  /** @throws {ListError} when the line isn't one of a list. */
  take(line: ByteLine): void {
    const parsed = parseListLine(line, { list: this.#name, canBeHeader: this.#isFirst });
    if (parsed === undefined) return;
    this.#isFirst = false;
    if ("line" in parsed) this.#lines.push(parsed);
    else ({ dataset: this.#dataset, notes: this.#notes } = parsed);
  }

  /** The list of the lines taken. */
  finish(): RecordList {
    return new RecordList(this.#name, {
      dataset: this.#dataset,
      notes: this.#notes,
      lines: this.#lines,
    });
  }
}

/**
 * Reads a list of records.
 *
 * @throws {FileError} when the file can't be read.
 * @throws {ListError} when a line isn't one of a list.
 *
 * @example
 * ```ts ignore
 * const dropped = readRecordList("drop.jsonl").recordsOf(speech);
 * const epoch = speech.batches({ batchSize: 64, filter: (index) => !dropped.has(index) });
 * ```
 */
export function readRecordList(source: StorageSource): RecordList {
  using storage = openStorage(source, source instanceof Uint8Array ? undefined : "positioned");
  const parser = new RecordListParser({ file: storage.name, shown: `"${storage.name}"` });
  const splitter = new LineSplitter();
  for (let at = 0; at < storage.size; at += pieceBytes) {
    const piece = storage.view(at, Math.min(pieceBytes, storage.size - at));
    for (const line of splitter.split(piece)) parser.take(line);
  }
  for (const line of splitter.finish()) parser.take(line);
  return parser.finish();
}
