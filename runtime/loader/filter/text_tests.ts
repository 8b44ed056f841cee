import type { TextColumn } from "./text_column.ts";
import type { PageTest } from "./page_tests.ts";

const encoder = new TextEncoder();

/** The texts that a condition names, as UTF-8; `undefined` if it isn't a text or a list of texts. */
export function textsOf(condition: unknown): readonly string[] | undefined {
  const texts: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
  const isEach = texts.every((text) => typeof text === "string" && text.isWellFormed());
  return texts.length > 0 && isEach ? texts as readonly string[] : undefined;
}

/** A test that passes only these texts; reads only payloads as long as one of them. */
export function equalTextTest(column: TextColumn, texts: readonly string[]): PageTest {
  const wanted = byLength(texts.map((text) => encoder.encode(text)));
  return (first, count, flags) => {
    for (let row = 0; row < count; row++) {
      if (flags[row] === 0) continue;
      const length = column.length(first + row);
      const alike = wanted.get(length);
      const passes = alike !== undefined &&
        (length === 0 || isAmong(column.bytes(first + row, length), alike));
      if (!passes) flags[row] = 0;
    }
  };
}

/** A test that passes texts that begin with one of these; reads only their beginnings. */
export function prefixTest(column: TextColumn, prefixes: readonly string[]): PageTest {
  const wanted = prefixes.map((prefix) => encoder.encode(prefix))
    .toSorted((one, other) => one.length - other.length);
  const shortest = wanted[0]!.length;
  const longest = wanted.at(-1)!.length;
  return (first, count, flags) => {
    for (let row = 0; row < count; row++) {
      if (flags[row] === 0) continue;
      const length = column.length(first + row);
      const passes = shortest === 0 || length >= shortest &&
          beginsWithAny(column.bytes(first + row, Math.min(length, longest)), wanted);
      if (!passes) flags[row] = 0;
    }
  };
}

/** Texts by length in bytes; in the order of their bytes, without duplicates. */
function byLength(texts: readonly Uint8Array[]): Map<number, readonly Uint8Array[]> {
  const groups = Map.groupBy(texts, ({ length }) => length);
  for (const [length, group] of groups) groups.set(length, group.toSorted(compareBytes));
  return groups;
}

/** Whether a text is in a sorted list of texts of the same length. */
function isAmong(text: Uint8Array | undefined, sorted: readonly Uint8Array[]): boolean {
  if (text === undefined) return false;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareBytes(text, sorted[middle]!);
    if (order === 0) return true;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return false;
}

function compareBytes(one: Uint8Array, other: Uint8Array): number {
  for (let at = 0; at < one.length; at++) {
    const difference = one[at]! - other[at]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

function beginsWithAny(text: Uint8Array | undefined, prefixes: readonly Uint8Array[]): boolean {
  if (text === undefined) return false;
  for (let at = 0; at < prefixes.length; at++) {
    if (beginsWith(text, prefixes[at]!)) return true;
  }
  return false;
}

function beginsWith(text: Uint8Array, prefix: Uint8Array): boolean {
  if (prefix.length > text.length) return false;
  for (let at = 0; at < prefix.length; at++) if (text[at] !== prefix[at]) return false;
  return true;
}
