import type { Table } from "../../container/table.ts";
import type { ScalarArray } from "../../fields/scalar/scalar_batch.ts";
import type { Range } from "./conditions.ts";
import { least64, most64 } from "./filter_field.ts";
import type { PageTest } from "./page_tests.ts";

/** How many bits of a value are looked at before it becomes a BigInt. */
const markedBits = 16;

/**
 * A test that passes these 64-bit integers. Most values are told apart by their lowest bits: a BigInt
 * for each would be slower.
 */
export function integer64ValueTest(
  table: Table<ScalarArray>,
  wanted: ReadonlySet<bigint>,
): PageTest {
  const marks = new Uint8Array(1 << markedBits);
  for (const value of wanted) marks[Number(BigInt.asUintN(markedBits, value))] = 1;
  return (first, count, flags) => {
    const values = table.page(first) as BigInt64Array;
    const words = wordsOf(values);
    for (let row = 0; row < count; row++) {
      const passes = marks[words[2 * row]! & (marks.length - 1)] === 1 && wanted.has(values[row]!);
      flags[row]! &= Number(passes);
    }
  };
}

/** A test that passes the 64-bit integers of a range; their words are compared. */
export function integer64RangeTest(
  table: Table<ScalarArray>,
  range: Range<bigint>,
  { isSigned }: { readonly isSigned: boolean },
): PageTest {
  const { min, max } = closedIntegers(range);
  const [least, most] = isSigned ? [least64, 2n ** 63n - 1n] : [0n, most64];
  if (min > most || max < least || min > max) return (_first, _count, flags) => flags.fill(0);
  const [low, high] = [min < least ? least : min, max > most ? most : max];
  // With this added, higher words of either kind are in the order of unsigned ones.
  const sign = isSigned ? 0x8000_0000 : 0;
  const [lowWord, lowHigh] = wordsOfBigInt(low, sign);
  const [highWord, highHigh] = wordsOfBigInt(high, sign);
  return (first, count, flags) => {
    const words = wordsOf(table.page(first) as BigInt64Array);
    for (let row = 0; row < count; row++) {
      const word = words[2 * row]!;
      const higher = (words[2 * row + 1]! ^ sign) >>> 0;
      const isFrom = Number(higher > lowHigh) |
        (Number(higher === lowHigh) & Number(word >= lowWord));
      const isTo = Number(higher < highHigh) |
        (Number(higher === highHigh) & Number(word <= highWord));
      flags[row]! &= isFrom & isTo;
    }
  };
}

/** The lower and the upper 32-bit word of each value. */
function wordsOf({ buffer, byteOffset, length }: BigInt64Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, 2 * length);
}

function wordsOfBigInt(value: bigint, sign: number): [low: number, high: number] {
  const bits = BigInt.asUintN(64, value);
  return [Number(bits & 0xffff_ffffn), (Number(bits >> 32n) ^ sign) >>> 0];
}

/** The integers of a range, as the lowest and the highest. */
function closedIntegers(
  { min = least64, max = most64, above = min - 1n, below = max + 1n }: Range<bigint>,
): { min: bigint; max: bigint } {
  return {
    min: above < min ? min : above + 1n,
    max: below > max ? max : below - 1n,
  };
}
