import { FormatError } from "../../errors/mod.ts";
import { maxCategories, maxCategoryTableBytes } from "../container/limits.ts";
import { compareUtf8 } from "../container/utf8_order.ts";
import type { FieldSlot } from "./field_slot.ts";
import type { LookupBuilder } from "./lookup_builder.ts";

/** Number of categories per map: the host's own limit is twice that. */
const mapCategories = 2 ** 23;

/** Number of offsets, or of numbers, per piece. */
const pieceEntries = 16_384;

/** Bytes of strings per piece; more than the longest string has. */
const pieceBytes = 2 ** 18;

const encoder = new TextEncoder();

/** How much a field can hold. */
export interface CategoryLimits {
  /** The largest number of categories. */
  readonly maxCategories: number;
  /** The largest number of bytes of all their strings. */
  readonly maxBytes: number;
}

const formatLimits: CategoryLimits = { maxCategories, maxBytes: maxCategoryTableBytes };

/**
 * The categories of a field that is being written: each string once, numbered in the order in which
 * it first appears. They are held in memory until the file is finished.
 */
export class CategoryBuilder implements LookupBuilder {
  readonly #outputPath: string;
  readonly #limits: CategoryLimits;
  /** The numbers by string; all maps but the last are full. */
  readonly #maps: Map<string, number>[] = [new Map()];
  readonly #strings: string[] = [];
  /** Where the string of each number ends in the bytes of all strings. */
  readonly #ends: number[] = [];
  /** Number of categories in complete records. */
  #kept = 0;

  /** @param outputPath the file being written, for messages. */
  constructor(outputPath: string, limits: CategoryLimits = formatLimits) {
    this.#outputPath = outputPath;
    this.#limits = limits;
  }

  /** Number of categories so far. */
  get entries(): number {
    return this.#strings.length;
  }

  /**
   * The number of a category: a new one if the string hasn't occurred before.
   *
   * @throws {FormatError} `"too-many-categories"` when there is no number left, or no room for the
   *   string.
   */
  add(category: string, place: Pick<FieldSlot, "field" | "record">): number {
    return this.#find(category) ?? this.#append(category, place);
  }

  keep(): void {
    this.#kept = this.#strings.length;
  }

  drop(): void {
    while (this.#strings.length > this.#kept) {
      if (this.#maps.at(-1)!.size === 0) this.#maps.pop();
      this.#maps.at(-1)!.delete(this.#strings.pop()!);
      this.#ends.pop();
    }
  }

  /** The offsets, the numbers in the order of their strings' UTF-8, and the strings. */
  drain(take: (piece: Uint8Array) => void): void {
    const strings = this.#strings;
    const sorted = Uint32Array.from(strings, (_, number) => number);
    sorted.sort((one, other) => compareUtf8(strings[one]!, strings[other]!));
    const ends = this.#ends;
    drainWords(strings.length + 1, (at) => at === 0 ? 0 : ends[at - 1]!, take);
    drainWords(strings.length, (at) => sorted[at]!, take);
    drainText(strings, take);
  }

  #find(category: string): number | undefined {
    for (const map of this.#maps) {
      const number = map.get(category);
      if (number !== undefined) return number;
    }
    return undefined;
  }

  #append(category: string, place: Pick<FieldSlot, "field" | "record">): number {
    const number = this.#strings.length;
    const end = (this.#ends.at(-1) ?? 0) + encoder.encode(category).length;
    const { maxCategories: most, maxBytes } = this.#limits;
    if (number >= most) throw this.#full(place, number + 1, most, "categories");
    if (end > maxBytes) throw this.#full(place, end, maxBytes, "bytes of categories");
    if (this.#maps.at(-1)!.size === mapCategories) this.#maps.push(new Map());
    this.#maps.at(-1)!.set(category, number);
    this.#strings.push(category);
    this.#ends.push(end);
    return number;
  }

  #full(
    { field, record }: Pick<FieldSlot, "field" | "record">,
    found: number,
    wanted: number,
    unit: string,
  ): FormatError {
    return new FormatError(
      `Cannot write "${field}" of record ${record} to "${this.#outputPath}": the field would have ` +
        `${found} ${unit}, and a file holds at most ${wanted}`,
      {
        code: "too-many-categories",
        file: this.#outputPath,
        field,
        record,
        found,
        wanted,
        hint: "start another file, or make it field.text() if its values hardly ever repeat",
      },
    );
  }
}

/** Writes `count` numbers as `u32`s. */
function drainWords(
  count: number,
  wordAt: (at: number) => number,
  take: (piece: Uint8Array) => void,
): void {
  const view = new DataView(new ArrayBuffer(pieceEntries * 4));
  for (let first = 0; first < count; first += pieceEntries) {
    const words = Math.min(pieceEntries, count - first);
    for (let at = 0; at < words; at++) view.setUint32(at * 4, wordAt(first + at), true);
    take(new Uint8Array(view.buffer, 0, words * 4));
  }
}

/** Writes strings as UTF-8, one after another. */
function drainText(strings: readonly string[], take: (piece: Uint8Array) => void): void {
  const piece = new Uint8Array(pieceBytes);
  let used = 0;
  for (const text of strings) {
    if (used + text.length * 3 > pieceBytes) {
      take(piece.subarray(0, used));
      used = 0;
    }
    used += encoder.encodeInto(text, piece.subarray(used)).written;
  }
  if (used > 0) take(piece.subarray(0, used));
}
