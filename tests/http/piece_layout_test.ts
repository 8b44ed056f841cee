/** How a file is divided into pieces, and how runs of them take bytes. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { pieceBytes, PieceLayout } from "../../runtime/storage/piece_layout.ts";
import { PieceMemory } from "../../runtime/storage/piece_memory.ts";
import { runsOf } from "../../runtime/storage/piece_run.ts";

/** A file of up to 20 pieces, and where its blocks end. */
const layouts = fc.integer({ min: 1, max: 20 * pieceBytes }).chain((size) =>
  fc.integer({ min: 0, max: size }).map((division) => ({ size, division }))
);

Deno.test("pieces lie one after another, and none holds bytes of both parts", () => {
  fc.assert(fc.property(layouts, ({ size, division }) => {
    const layout = new PieceLayout(size, division);
    let at = 0;
    for (let piece = 0; at < size; piece++) {
      const [start, end] = [layout.startOf(piece), layout.endOf(piece)];
      assert.equal(start, at);
      assert.ok(end > start && end - start <= pieceBytes);
      assert.ok(end <= division || start >= division);
      assert.deepEqual([layout.pieceAt(start), layout.pieceAt(end - 1)], [piece, piece]);
      at = end;
    }
    assert.equal(at, size);
  }));
});

Deno.test("runs take each wanted piece, however its bytes arrive", () => {
  const runs = fc.record({
    layout: layouts,
    wanted: fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 12 }),
    limit: fc.double({ min: 0, max: 1, noNaN: true }),
    steps: fc.infiniteStream(fc.integer({ min: 1, max: 90_000 })),
    direct: fc.infiniteStream(fc.boolean()),
    losses: fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
  });
  fc.assert(
    fc.property(runs, ({ layout: { size, division }, wanted, limit: share, ...drawn }) => {
      const layout = new PieceLayout(size, division);
      const last = layout.pieceAt(size - 1);
      const limit = Math.max(1, Math.floor(size * share));
      const pieces = [...new Set(wanted.map((number) => number % (last + 1)))]
        .sort((a, b) => a - b).filter((piece) => layout.startOf(piece) < limit);
      const byteAt = (position: number) => (position * 31 + (position >>> 8)) & 255;
      const found = runsOf(layout, pieces, { limit, memory: new PieceMemory() });
      assert.deepEqual(found.flatMap((run) => run.pieces), pieces);
      for (const run of found) {
        while (run.at < run.end) {
          const room = drawn.direct.next().value! ? run.room() : undefined;
          assert.ok(room === undefined || room.length > 0);
          if (room !== undefined && drawn.losses.next().value === 0) {
            run.lost();
            continue;
          }
          const most = Math.min(run.end - run.at, room?.length ?? Infinity);
          const count = Math.min(most, drawn.steps.next().value!);
          const bytes = Uint8Array.from({ length: count }, (_, at) => byteAt(run.at + at));
          if (room === undefined) run.take(bytes);
          else {
            room.set(bytes);
            const given = room.buffer.transfer();
            run.filled(new Uint8Array(given, room.byteOffset, count));
          }
        }
        // What lies beyond the limit is in the file's end.
        run.take(Uint8Array.from({ length: pieceBytes }, (_, at) => byteAt(run.end + at)));
        run.pieces.forEach((piece, place) => {
          const start = layout.startOf(piece);
          const content = run.content(place);
          assert.equal(content.length, layout.endOf(piece) - start);
          for (const at of [0, content.length >> 1, content.length - 1]) {
            assert.equal(content[at], byteAt(start + at), `byte ${start + at}`);
          }
        });
      }
    }),
    { numRuns: 60 },
  );
});
