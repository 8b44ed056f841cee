/** Reading ahead gives the bytes of the storage underneath, in far fewer reads. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { FileError } from "../../errors/mod.ts";
import { Block } from "../../runtime/storage/block.ts";
import { MemoryStorage } from "../../runtime/storage/memory.ts";
import { ReadAheadStorage } from "../../runtime/storage/read_ahead.ts";

const size = 600_000;
const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 2_654_435_761) >>> 24);

/** Bytes that can't be read beyond a bad sector. */
class BadSector extends MemoryStorage {
  override copy(position: number, length: number, block: Block, offset: number): void {
    if (position + length > 400_000) {
      throw new FileError("Cannot read", { code: "io", file: this.name });
    }
    super.copy(position, length, block, offset);
  }
}

const read = fc.record({
  position: fc.oneof(fc.nat(size), fc.nat(5000), fc.constantFrom(4096, 8190, 8192)),
  length: fc.oneof(fc.nat(300), fc.nat(50_000), fc.constantFrom(0, 4096, 4097, 32_768)),
  asView: fc.boolean(),
});

Deno.test("whatever is read in whatever order, the bytes are the right ones", () => {
  fc.assert(
    fc.property(fc.array(read, { maxLength: 60 }), (reads) => {
      using storage = new ReadAheadStorage(new MemoryStorage(bytes));
      const views: [Uint8Array, Uint8Array][] = [];
      for (const { position, length: wanted, asView } of reads) {
        const length = Math.min(wanted, size - position);
        const expected = bytes.subarray(position, position + length);
        if (asView) {
          const view = storage.view(position, length);
          assert.equal(view.byteOffset % 8, 0);
          views.push([view, expected]);
        } else {
          const block = Block.allocate(length + 9);
          storage.copy(position, length, block, 5);
          assert.deepEqual(block.bytes.subarray(5, 5 + length), expected);
        }
      }
      // Earlier views keep their bytes.
      for (const [view, expected] of views) assert.deepEqual(view, expected);
    }),
  );
});

Deno.test("small reads in order are few reads of the storage underneath", () => {
  const base = new MemoryStorage(bytes);
  using storage = new ReadAheadStorage(base);
  for (let at = 0; at + 64 <= size; at += 64) storage.view(at, 40);
  assert.ok(base.counters.reads < 15, `${base.counters.reads}`);
});

Deno.test("a bad sector fails only the reads that touch it", () => {
  using storage = new ReadAheadStorage(new BadSector(bytes));
  for (let at = 0; at + 64 <= 400_000; at += 64) {
    assert.deepEqual(storage.view(at, 64), bytes.subarray(at, at + 64));
  }
  assert.throws(() => storage.view(400_000, 64), { code: "io" });
});
