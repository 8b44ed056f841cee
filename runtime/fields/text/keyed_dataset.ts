import { counted } from "../../../errors/counted.ts";
import { UsageError } from "../../../errors/mod.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { type KeyField, KeyIndex } from "./key_index.ts";

/** Characters of a key that messages show. */
const shownCharacters = 80;

/**
 * What datasets have of keys: the values of the text field that means `"key"`, which no two records
 * share. Keys are looked up in the normalisation form NFC, in which files hold them.
 */
export abstract class KeyedDataset {
  readonly #file: AfdFile;
  readonly #keys: KeyIndex | undefined;

  /**
   * Made when a dataset is opened.
   *
   * @param field the field that means `"key"`; `undefined` where the dataset has none.
   */
  constructor(file: AfdFile, field: KeyField | undefined) {
    this.#file = file;
    this.#keys = field && new KeyIndex(file, field);
  }

  /**
   * The number of the record with this key. It is looked up in an index; no payload but the key's own
   * is read.
   *
   * @throws {UsageError} `"no-such-key"` when no record has it, and as {@link findKey} does.
   * @throws {IntegrityError} as {@link findKey} does.
   */
  byKey(key: string): number {
    return this.#found(key, this.findKey(key));
  }

  /** {@link byKey} for storages that must wait. */
  async byKeyAsync(key: string): Promise<number> {
    return this.#found(key, await this.findKeyAsync(key));
  }

  /**
   * The number of the record with this key, or `undefined` when there is none.
   *
   * @throws {UsageError} `"no-key-field"` when no field of the dataset means `"key"`, `"must-wait"`
   *   for storages that must wait, and `"invalid-key"` for what isn't text.
   * @throws {IntegrityError} when the index or the key fails its checksum, or the index is wrong.
   */
  findKey(key: string): number | undefined {
    return this.#index().find(key);
  }

  /** {@link findKey} for storages that must wait. */
  async findKeyAsync(key: string): Promise<number | undefined> {
    return await this.#index().findAsync(key);
  }

  /**
   * The key of record `index`.
   *
   * @throws {UsageError} `"no-key-field"` when no field of the dataset means `"key"`, and
   *   `"no-such-record"`.
   */
  keyOf(index: number): string {
    return this.#index().keyOf(index);
  }

  /** {@link keyOf} for storages that must wait. */
  async keyOfAsync(index: number): Promise<string> {
    return await this.#index().keyOfAsync(index);
  }

  #index(): KeyIndex {
    if (this.#keys !== undefined) return this.#keys;
    const { name, ir } = this.#file;
    throw new UsageError(`Cannot use keys of "${name}": no field of ${ir.name} means "key"`, {
      code: "no-key-field",
      file: name,
      hint: 'give one field the option means: "key", and pack again, or name records by numbers',
    });
  }

  #found(key: string, record: number | undefined): number {
    if (record !== undefined) return record;
    const { name, recordCount } = this.#file;
    const shown = key.length > shownCharacters ? `${key.slice(0, shownCharacters)}…` : key;
    throw new UsageError(
      `Cannot find ${JSON.stringify(shown)} in "${name}": none of its ${
        counted(recordCount, "record")
      } has ` +
        "that key",
      { code: "no-such-key", file: name, found: shown },
    );
  }
}
