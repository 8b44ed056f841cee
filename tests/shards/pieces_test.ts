/** Where the pieces of a dataset lie, and which of them are kept open. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type PieceFiles, PieceFinder } from "../../runtime/storage/pieces.ts";
import { RecentlyUsed } from "../../runtime/storage/recently_used.ts";
import { isInside, shardName } from "../../runtime/shards/shard_name.ts";
import { virtualPositions } from "../../runtime/shards/virtual_positions.ts";

const ends = fc.array(
  fc.oneof(
    fc.integer({ min: 64, max: 200_000 }),
    fc.integer({ min: 64, max: 2 ** 40 }),
    fc.integer({ min: 1, max: 3 }).map((pages) => pages * 65_536),
  ),
  { maxLength: 40 },
);

Deno.test("every position is found in its piece, and none beyond or across pieces", () => {
  fc.assert(
    fc.property(ends, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (payloadEnds, at) => {
      const shards = payloadEnds.map((payloadEnd) => ({ payloadEnd }));
      const { starts, end, payloadEnd } = virtualPositions(shards);
      assert.ok(starts.every((start) => start % 65_536 === 0));
      assert.equal(payloadEnd, shards.length === 0 ? 64 : starts.at(-1)! + payloadEnds.at(-1)!);
      const lengths = [...payloadEnds, 1000];
      const outside = new Error("outside");
      const finder = new PieceFinder(
        {
          starts: Float64Array.from([...starts, end]),
          lengths: Float64Array.from(lengths),
          outside: () => outside,
        } as unknown as PieceFiles,
      );
      [...starts, end].forEach((start, piece) => {
        if (shards.length === 0) return;
        const last = start + lengths[piece]! - 1;
        for (const share of [0, 1, ...at]) {
          assert.equal(finder.at(start + Math.floor(share * (lengths[piece]! - 1)), 1), piece);
        }
        assert.equal(finder.at(start, lengths[piece]!), piece);
        assert.throws(() => finder.at(last, 2), outside);
        // A piece that fills its last page is followed by the next one directly.
        if (last + 1 === [...starts, end][piece + 1]) {
          assert.equal(finder.at(last + 1, 1), piece + 1);
        } else assert.throws(() => finder.at(last + 1, 1), outside);
      });
    }),
  );
});

Deno.test("the thing that wasn't used for longest makes room", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.nat(9), { maxLength: 60 }),
      (limit, uses) => {
        const gone: number[] = [];
        const recent = new RecentlyUsed(10, limit, (thing) => gone.push(thing));
        let kept: number[] = [];
        const wanted: number[] = [];
        for (const thing of uses) {
          assert.equal(recent.use(thing), kept.includes(thing));
          if (!kept.includes(thing)) {
            recent.makeRoom();
            recent.keep(thing);
            if (kept.length === limit) wanted.push(kept.shift()!);
          }
          kept = [...kept.filter((other) => other !== thing), thing];
        }
        assert.deepEqual(gone, wanted);
      },
    ),
  );
});

Deno.test("a shard's name has its number and the beginning of its checksum", () => {
  assert.equal(shardName(7, `9f2c41ab${"0".repeat(56)}`), "shards/000007-9f2c41ab.afd");
  assert.equal(shardName(1_234_567, "a".repeat(64)), "shards/1234567-aaaaaaaa.afd");
  assert.ok(isInside(shardName(0, "b".repeat(64))));
  for (
    const path of ["", "/a", "a/", "a//b", "../a", "a/../b", ".", "a/./b", "a\\b", "C:a", "a\0"]
  ) {
    assert.ok(!isInside(path), path);
  }
});
