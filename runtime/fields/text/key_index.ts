import { IntegrityError, UsageError } from "../../../errors/mod.ts";
import { decodable } from "../../../hosts/mod.ts";
import { fieldThatMeans } from "../../../schema/reading.ts";
import type { LookupEntry } from "../../container/directory.ts";
import type { Indices } from "../../container/indices.ts";
import {
  compareHashes,
  hashKey,
  keyBytes,
  keyFault,
  type KeyHash,
  normalKey,
  sameBytes,
} from "../../container/keys.ts";
import type { TableFile } from "../../container/table.ts";
import { HashWindow } from "./hash_window.ts";

/** What finding keys needs of the open file that holds them; an `AfdFile` has it. */
export interface KeyFile extends TableFile {
  /** Where the field's lookup part lies. */
  lookup(fieldIndex: number): LookupEntry;
}

/** The field of keys, as its dataset reads it. */
export interface KeyField {
  /** The field's name in the schema. */
  readonly name: string;
  /** The stored bytes of record `index`. */
  bytes(index: number): Uint8Array;
  /** Brings what reading these records takes, for storages that must wait. */
  prefetch(indices: Indices): Promise<Disposable | undefined>;
}

/** Brings what a step reads, for storages that must wait. */
type Bring = () => Promise<Disposable | undefined>;

/** A key that is looked for. */
interface WantedKey {
  readonly bytes: Uint8Array;
  readonly hash: KeyHash;
}

/** Guesses by interpolation; an index that takes more isn't one of hashes, and is halved instead. */
const maxGuesses = 8;

// A byte order mark is text like any other.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Finds records by their keys, in the index that a file has of them: hashes in ascending order, then
 * the records that they belong to. Hashes are spread evenly, so that where one lies is known but for a
 * few thousand places; of the keys themselves, only the one that is found is read.
 */
export class KeyIndex {
  readonly #file: KeyFile;
  readonly #field: KeyField;
  readonly #hashes: number;
  readonly #records: number;
  readonly #count: number;
  /** How many places to each side of a guess are read with it: twice what chance explains. */
  readonly #reach: number;

  /** @param field the field of the file that means `"key"`. */
  constructor(file: KeyFile, field: KeyField) {
    this.#file = file;
    this.#field = field;
    const { position, entries } = file.lookup(
      file.ir.fields.indexOf(fieldThatMeans(file.ir, "key")!),
    );
    this.#hashes = position;
    this.#records = position + entries * 8;
    this.#count = entries;
    this.#reach = Math.min(2048, Math.ceil(Math.sqrt(entries)) + 8);
  }

  /**
   * The record with a key, or `undefined`.
   *
   * @throws {UsageError} `"invalid-key"` for what isn't text.
   * @throws {IntegrityError} `"key-index"` when the index contradicts itself or the keys.
   */
  find(key: string): number | undefined {
    const steps = this.#steps(key);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  /** {@link find} for storages that must wait. */
  async findAsync(key: string): Promise<number | undefined> {
    const steps = this.#steps(key);
    let step = steps.next();
    while (step.done !== true) {
      using _lease = await step.value();
      step = steps.next();
    }
    return step.value;
  }

  /** The key of record `index`. */
  keyOf(index: number): string {
    return decoder.decode(decodable(this.#field.bytes(index)));
  }

  /** {@link keyOf} for storages that must wait. */
  async keyOfAsync(index: number): Promise<string> {
    using _lease = await this.#field.prefetch([index]);
    return this.keyOf(index);
  }

  /** Each step says what it reads when it goes on. */
  *#steps(given: string): Generator<Bring, number | undefined, void> {
    const wanted = this.#wanted(given);
    if (wanted === undefined) return undefined;
    let window = yield* this.#windowOf(wanted.hash);
    let previous = -1;
    for (let at = window.lowerBound(wanted.hash); at < this.#count; at++) {
      if (at >= window.end) window = yield* this.#read(at, Math.min(at + this.#reach, this.#count));
      if (window.compare(at, wanted.hash) !== 0) return undefined;
      const record = yield* this.#recordAt(at);
      // So that no index makes this go on without end.
      if (record <= previous || record >= this.#count) throw this.#contradiction(record);
      previous = record;
      yield () => this.#field.prefetch([record]);
      const bytes = this.#field.bytes(record);
      if (sameBytes(bytes, wanted.bytes)) return record;
      if (compareHashes(hashKey(bytes), wanted.hash) !== 0) throw this.#contradiction(record);
    }
    return undefined;
  }

  #wanted(given: string): WantedKey | undefined {
    if (typeof given !== "string") {
      throw new UsageError(`Cannot find a key in "${this.#file.name}": it is no text`, {
        code: "invalid-key",
        file: this.#file.name,
        field: this.#field.name,
        found: typeof given,
        wanted: "a string",
      });
    }
    const key = normalKey(given);
    if (keyFault(key) !== undefined) return undefined;
    const bytes = keyBytes(key);
    return { bytes, hash: hashKey(bytes) };
  }

  /** Hashes among which the first is that isn't below the wanted one, unless all of them are. */
  *#windowOf(hash: KeyHash): Generator<Bring, HashWindow, void> {
    const target = fractionOf(hash);
    let [low, high] = [0, this.#count];
    let [lowest, highest] = [0, 1];
    for (let step = 0;; step++) {
      const share = step < maxGuesses ? (target - lowest) / (highest - lowest) : 0.5;
      const guess = low + Math.floor((share >= 0 && share <= 1 ? share : 0.5) * (high - low));
      const first = Math.max(low, guess - this.#reach);
      const end = Math.min(high, guess + this.#reach + 1);
      const window = yield* this.#read(first, end);
      if (first === end) return window;
      if (first > low && window.compare(first, hash) >= 0) {
        [high, highest] = [first, fractionOf(window.hashAt(first))];
      } else if (end < high && window.compare(end - 1, hash) < 0) {
        [low, lowest] = [end, fractionOf(window.hashAt(end - 1))];
      } else return window;
      if (lowest > highest) throw this.#contradiction();
    }
  }

  *#read(first: number, end: number): Generator<Bring, HashWindow, void> {
    const position = this.#hashes + first * 8;
    const length = (end - first) * 8;
    yield () => this.#file.prefetch([{ position, length }]);
    return new HashWindow(this.#file.view(position, length), first);
  }

  *#recordAt(at: number): Generator<Bring, number, void> {
    const position = this.#records + at * 4;
    yield () => this.#file.prefetch([{ position, length: 4 }]);
    const bytes = this.#file.view(position, 4);
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  }

  #contradiction(record?: number): IntegrityError {
    const { name } = this.#file;
    return new IntegrityError(
      `Cannot find a key in "${name}": its index of "${this.#field.name}" ${
        record === undefined ? "isn't sorted" : `names record ${record}, whose key is another`
      }`,
      {
        code: "key-index",
        file: name,
        field: this.#field.name,
        record,
        hint: "it wasn't written by a sound writer; pack it again",
      },
    );
  }
}

/** Where a hash lies among all: from 0 to 1. */
function fractionOf({ low, high }: KeyHash): number {
  return (high + low / 2 ** 32) / 2 ** 32;
}
