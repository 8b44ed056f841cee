import { ManifestError } from "../../errors/mod.ts";
import { hashKey, keyBytes, type KeyHash, sameBytes } from "../container/keys.ts";
import { KeyTable } from "../container/key_table.ts";
import type { FieldSlot } from "./field_slot.ts";
import type { LookupBuilder } from "./lookup_builder.ts";

/** Characters of a key that messages show. */
const shownCharacters = 80;

/**
 * The keys of a file that is being written. Their hashes are held in memory until it is finished; the
 * keys themselves are read back from the file where two have the same hash.
 */
export class KeyBuilder implements LookupBuilder {
  readonly #table = new KeyTable();
  readonly #keyAt: (record: number) => Uint8Array;
  #added: KeyHash | undefined;

  /** @param keyAt reads back the UTF-8 of a complete record's key. */
  constructor(keyAt: (record: number) => Uint8Array) {
    this.#keyAt = keyAt;
  }

  /** Keys of complete records. */
  get entries(): number {
    return this.#table.size;
  }

  /**
   * Takes in the key of the record that is being written.
   *
   * @throws {ManifestError} `"duplicate-key"` when another record has it; `found` is its number.
   */
  add(key: string, { field, record }: Pick<FieldSlot, "field" | "record">): number {
    const bytes = keyBytes(key);
    const hash = hashKey(bytes);
    const owner = this.#table.find(hash, (other) => sameBytes(this.#keyAt(other), bytes));
    if (owner === undefined) {
      this.#added = hash;
      return this.#table.size;
    }
    const shown = key.length > shownCharacters ? `${key.slice(0, shownCharacters)}…` : key;
    throw new ManifestError(
      `Cannot write "${field}" of record ${record}: record ${owner} has the key ` +
        `${JSON.stringify(shown)} already`,
      { code: "duplicate-key", field, record, found: owner, hint: "give each record its own key" },
    );
  }

  keep(): void {
    if (this.#added !== undefined) this.#table.add(this.#added);
    this.#added = undefined;
  }

  drop(): void {
    this.#added = undefined;
  }

  /** The hashes in ascending order, then the records that they belong to. */
  drain(take: (piece: Uint8Array) => void): void {
    this.#table.drain(take);
  }
}
