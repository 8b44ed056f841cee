import { decodable } from "../../../hosts/mod.ts";
import { counted } from "../../../errors/counted.ts";
import { maxCategoryBytes } from "../../../schema/reading.ts";

/** Strict, and a byte order mark is text like any other. */
const strictDecoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** Bytes of UTF-8 that are checked at a time. */
const checkedBytes = 2 ** 20;

/** The categories of a field as a file has them: offsets, an order, and strings. */
export class CategoryTable {
  /** Categories in the table. */
  readonly count: number;
  readonly #offsets: Uint32Array;
  readonly #sorted: Uint32Array;
  readonly #text: Uint8Array<ArrayBuffer>;
  readonly #strings: (string | undefined)[];

  /**
   * Views `bytes`, which begin at a multiple of 4 in their buffer and have room for the numbers of
   * `count` categories.
   */
  constructor(bytes: Uint8Array<ArrayBuffer>, count: number) {
    const { buffer, byteOffset } = bytes;
    this.count = count;
    this.#offsets = new Uint32Array(buffer, byteOffset, count + 1);
    this.#sorted = new Uint32Array(buffer, byteOffset + 4 * (count + 1), count);
    this.#text = bytes.subarray(4 + 8 * count);
    this.#strings = new Array(count);
  }

  /** What is wrong with the table, as a clause; nothing with a sound one. */
  fault(): string | undefined {
    return this.#offsetsFault() ?? this.#utf8Fault() ?? this.#orderFault();
  }

  /** The string of a category; `number` is less than {@link count}. */
  string(number: number): string {
    return this.#strings[number] ??= strictDecoder.decode(decodable(this.#bytesOf(number)));
  }

  /** The number of a string; `undefined` when it isn't one of the categories. */
  numberOf(category: string): number | undefined {
    // UTF-8 has nothing for lone surrogates, and an encoder would take them for another character.
    if (!category.isWellFormed()) return undefined;
    const wanted = new TextEncoder().encode(category);
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const number = this.#sorted[middle]!;
      const order = this.#compare(number, wanted, 0, wanted.length);
      if (order === 0) return number;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return undefined;
  }

  #bytesOf(number: number): Uint8Array<ArrayBuffer> {
    return this.#text.subarray(this.#offsets[number], this.#offsets[number + 1]);
  }

  #offsetsFault(): string | undefined {
    const [offsets, { length }] = [this.#offsets, this.#text];
    if (offsets[0] !== 0) return `its first string begins at byte ${offsets[0]} instead of 0`;
    for (let number = 0; number < this.count; number++) {
      const [start, end] = [offsets[number]!, offsets[number + 1]!];
      if (end < start || end > length) return `string ${number} ends at byte ${end} of ${length}`;
      if (end - start > maxCategoryBytes) {
        return `string ${number} has ${
          counted(end - start, "byte")
        }, more than ${maxCategoryBytes}`;
      }
    }
    const end = offsets[this.count];
    return end === length ? undefined : `its last string ends at byte ${end} of ${length}`;
  }

  /** Strings are checked together, and that none of them begins within a character. */
  #utf8Fault(): string | undefined {
    const [offsets, text] = [this.#offsets, this.#text];
    for (let first = 0; first < this.count;) {
      const start = offsets[first]!;
      let last = first;
      while (last < this.count && offsets[last + 1]! - start <= checkedBytes) {
        const begin = offsets[last]!;
        if (begin < offsets[last + 1]! && (text[begin]! & 0xc0) === 0x80) return notUtf8(last);
        last++;
      }
      if (!isUtf8(text.subarray(start, offsets[last]))) {
        while (isUtf8(this.#bytesOf(first))) first++;
        return notUtf8(first);
      }
      first = last;
    }
    return undefined;
  }

  /** Compares a string with the bytes from `start` to `end`, without objects for millions of them. */
  #compare(number: number, bytes: Uint8Array, start: number, end: number): number {
    const text = this.#text;
    const from = this.#offsets[number]!;
    const length = this.#offsets[number + 1]! - from;
    const common = Math.min(length, end - start);
    for (let at = 0; at < common; at++) {
      const difference = text[from + at]! - bytes[start + at]!;
      if (difference !== 0) return difference;
    }
    return length - (end - start);
  }

  /** Strictly ascending strings are all different, and so are their numbers. */
  #orderFault(): string | undefined {
    const sorted = this.#sorted;
    for (let place = 0; place < this.count; place++) {
      if (sorted[place]! >= this.count) {
        return `its order names string ${sorted[place]} of ${this.count}`;
      }
      if (place === 0) continue;
      const [start, end] = [this.#offsets[sorted[place]!]!, this.#offsets[sorted[place]! + 1]!];
      const order = this.#compare(sorted[place - 1]!, this.#text, start, end);
      if (order === 0) return `string ${sorted[place]} repeats string ${sorted[place - 1]}`;
      if (order > 0) return `its strings aren't sorted at place ${place}`;
    }
    return undefined;
  }
}

function isUtf8(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    strictDecoder.decode(decodable(bytes));
    return true;
  } catch {
    return false;
  }
}

function notUtf8(number: number): string {
  return `string ${number} isn't UTF-8`;
}
