import assert from "node:assert/strict";
import { KeyedPermutation } from "../../runtime/loader/order/keyed_permutation.ts";

/** How far counts are from equal: standard deviations of chi-squared from what chance gives. */
function deviation(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (chi - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1));
}

function images(permutation: KeyedPermutation, tweak = 0): number[] {
  return Array.from({ length: permutation.length }, (_, place) => permutation.at(place, tweak));
}

Deno.test("KeyedPermutation gives each item once, whatever the length, key and tweak", () => {
  const around = [255, 256, 257, 4095, 4096, 4097, 65_535, 65_536, 65_537, 70_000];
  for (const length of [...Array.from({ length: 130 }, (_, n) => n), ...around]) {
    for (const tweak of [0, 1, -1]) {
      const seen = new Set(images(new KeyedPermutation(length, [7, length]), tweak));
      assert.equal(seen.size, length);
      assert.ok([...seen].every((item) => item >= 0 && item < length));
    }
  }
});

for (const length of [2, 3, 4, 5, 6]) {
  Deno.test(`KeyedPermutation gives every order of ${length} items as often as any other`, () => {
    const orders = Array.from({ length }, (_, n) => n + 1).reduce((a, b) => a * b, 1);
    const byKey = new Map<string, number>();
    const byTweak = new Map<string, number>();
    const tweaked = new KeyedPermutation(length, [0]);
    for (let key = 0; key < 30_000; key++) {
      const keyed = images(new KeyedPermutation(length, [key])).join();
      byKey.set(keyed, (byKey.get(keyed) ?? 0) + 1);
      const other = images(tweaked, Math.imul(key, 0x9e37_79b1)).join();
      byTweak.set(other, (byTweak.get(other) ?? 0) + 1);
    }
    for (const counts of [byKey, byTweak]) {
      assert.equal(counts.size, orders);
      assert.ok(Math.abs(deviation([...counts.values()])) < 4);
    }
  });
}

for (const length of [65_536, 1_000_000, 4_294_967_295]) {
  Deno.test(`KeyedPermutation of ${length} items: neighbours are independent`, () => {
    const cells = 64;
    const cell = (item: number) => Math.floor(item / length * cells);
    const pairs = new Array<number>(cells * cells).fill(0);
    const differences = new Array<number>(97).fill(0);
    const permutation = new KeyedPermutation(length, [5]);
    let before = permutation.at(0);
    for (let place = 1; place < Math.min(length, 400_000); place++) {
      const item = permutation.at(place);
      assert.ok(item >= 0 && item < length);
      pairs[cell(before) * cells + cell(item)]!++;
      differences[(((item - before) % 97) + 97) % 97]!++;
      before = item;
    }
    assert.ok(Math.abs(deviation(pairs)) < 4);
    assert.ok(Math.abs(deviation(differences)) < 4);
  });
}

Deno.test("KeyedPermutation: over all keys, two neighbours' new places are independent", () => {
  const length = 100_000;
  const pairs = new Array<number>(256).fill(0);
  for (let key = 0; key < 50_000; key++) {
    const permutation = new KeyedPermutation(length, [key]);
    const [one, other] = [permutation.at(0), permutation.at(1)].map((item) =>
      Math.floor(item / length * 16)
    );
    pairs[one! * 16 + other!]!++;
  }
  assert.ok(Math.abs(deviation(pairs)) < 4);
});

Deno.test("KeyedPermutation uses each part of the key, and all of a large one", () => {
  const keys = [[1, 2], [2, 1], [1, 3], [1], [1, 2, 0], [2 ** 32 + 1, 2], [1, 2 ** 52 + 2]];
  const orders = keys.map((key) => images(new KeyedPermutation(50, key)).join());
  assert.equal(new Set(orders).size, keys.length);
});

Deno.test("KeyedPermutation never changes: states and papers rely on it", () => {
  assert.deepEqual(images(new KeyedPermutation(10, [1, 0, 0])), [1, 2, 6, 7, 9, 5, 8, 0, 3, 4]);
  const large = new KeyedPermutation(1_000_000_000, [1, 0, 0]);
  assert.deepEqual([0, 1, 2, 999_999_999].map((place) => large.at(place)), [
    229_026_339,
    462_203_397,
    813_526_900,
    506_555_336,
  ]);
});
