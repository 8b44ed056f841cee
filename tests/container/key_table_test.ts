/** The hashes of keys while a file is written: found again, and sorted in the end. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { KeyTable } from "../../runtime/container/key_table.ts";
import { hashKey, keyBytes, type KeyHash } from "../../runtime/container/keys.ts";

const word = fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.nat(2));

/** Hashes of which some are equal, and some in one word only. */
const hashes: fc.Arbitrary<KeyHash[]> = fc.array(fc.record({ low: word, high: word }), {
  maxLength: 300,
});

function tableOf(all: readonly KeyHash[]): KeyTable {
  const table = new KeyTable();
  for (const hash of all) table.add(hash);
  return table;
}

/** The index as pairs of a hash and a record. */
function drained(table: KeyTable): [bigint, number][] {
  const size = table.size;
  const bytes: number[] = [];
  table.drain((piece) => void bytes.push(...piece));
  assert.equal(bytes.length, size * 12);
  const view = new DataView(Uint8Array.from(bytes).buffer);
  return Array.from({ length: size }, (_, at) => [
    view.getBigUint64(at * 8, true),
    view.getUint32(size * 8 + at * 4, true),
  ]);
}

const numberOf = ({ low, high }: KeyHash) => (BigInt(high) << 32n) + BigInt(low);

Deno.test("any hashes come out sorted, equal ones by their records", () => {
  fc.assert(fc.property(hashes, (all) => {
    const wanted = all.map((hash, record): [bigint, number] => [numberOf(hash), record])
      .sort((one, other) => one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : one[1] - other[1]);
    assert.deepEqual(drained(tableOf(all)), wanted);
  }));
});

Deno.test("the record that is accepted is found among those with the hash, and no other", () => {
  fc.assert(
    fc.property(hashes, fc.record({ low: word, high: word }), (all, other) => {
      const table = tableOf(all);
      for (const hash of [...all, other]) {
        const seen: number[] = [];
        assert.equal(table.find(hash, (record) => !seen.push(record)), undefined);
        const wanted = all.flatMap((each, record) =>
          each.low === hash.low && each.high === hash.high ? [record] : []
        );
        assert.deepEqual(seen.sort((a, b) => a - b), wanted);
        for (const record of wanted) {
          assert.equal(table.find(hash, (found) => found === record), record);
        }
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("a hundred thousand keys are sorted, and each is found", () => {
  const table = new KeyTable();
  const all: KeyHash[] = [];
  for (let record = 0; record < 100_000; record++) {
    const hash = hashKey(keyBytes(`key ${record}`));
    all.push(hash);
    table.add(hash);
  }
  for (let record = 0; record < all.length; record += 997) {
    assert.equal(table.find(all[record]!, () => true), record);
  }
  assert.equal(table.find(hashKey(keyBytes("another")), () => true), undefined);
  const index = drained(table);
  index.slice(1).forEach(([hash], at) => assert.ok(hash > index[at]![0]));
  assert.equal(new Set(index.map(([, record]) => record)).size, all.length);
  for (const [hash, record] of index) assert.equal(hash, numberOf(all[record]!));
});

Deno.test("hashes that aren't spread evenly are sorted as well", () => {
  const all = Array.from({ length: 5000 }, (_, record) => ({ low: 5000 - record, high: 7 }));
  assert.deepEqual(
    drained(tableOf(all)).map(([, record]) => record),
    Array.from({ length: 5000 }, (_, at) => 4999 - at),
  );
});
