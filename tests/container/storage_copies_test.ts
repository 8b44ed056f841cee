import assert from "node:assert/strict";
import fc from "fast-check";
import { Block } from "../../runtime/storage/block.ts";
import { openStorage } from "../../runtime/storage/open_storage.ts";
import type { Storage } from "../../runtime/storage/storage.ts";
import { Tile } from "../../runtime/storage/tile.ts";

/** Not a multiple of the page size, or of anything else. */
const size = 70_001;
const contents = Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) & 255);

function withStorage(kind: "mapped" | "positioned" | "memory", run: (from: Storage) => void): void {
  const path = Deno.makeTempFileSync();
  try {
    Deno.writeFileSync(path, contents);
    using storage = openStorage(path, kind);
    run(storage);
  } finally {
    Deno.removeSync(path);
  }
}

for (const kind of ["mapped", "positioned", "memory"] as const) {
  Deno.test(`Storage.bring() fills the beginning of a tile, up to the file's end, ${kind}`, () => {
    withStorage(kind, (storage) => {
      fc.assert(fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 100 }),
        fc.boolean(),
        (tileBytes, part, offset, isAtEnd) => {
          const memory = new Uint8Array(offset + tileBytes + 10).fill(9);
          const tile = new Tile(memory, offset, tileBytes);
          const length = Math.max(1, Math.floor(part * tileBytes));
          const position = isAtEnd ? size - length : Math.floor(part * (size - length));
          storage.bring(position, length, tile);
          const brought = memory.subarray(offset, offset + length);
          assert.deepEqual(brought, contents.subarray(position, position + length));
          // Whatever comes after it in the tile, nothing around the tile was touched.
          assert.ok(memory.subarray(0, offset).every((byte) => byte === 9));
          assert.ok(memory.subarray(offset + tileBytes).every((byte) => byte === 9));
        },
      ));
    });
  });

  Deno.test(`Storage.copyRows() copies rows to a stride and fills the gaps, ${kind}`, () => {
    withStorage(kind, (storage) => {
      fc.assert(fc.property(
        fc.record({
          rowBytes: fc.integer({ min: 0, max: 300 }),
          gap: fc.integer({ min: 0, max: 300 }),
          rows: fc.integer({ min: 0, max: 90 }),
          offset: fc.integer({ min: 0, max: 64 }),
          position: fc.integer({ min: 0, max: 40_000 }),
          isOwn: fc.boolean(),
        }),
        ({ rowBytes, gap, rows, offset, position, isOwn }) => {
          const stride = rowBytes + gap;
          const byteLength = offset + rows * stride + 10;
          using block = isOwn ? storage.allocate(byteLength) : Block.allocate(byteLength);
          block.bytes.fill(9);
          const gaps = {
            fillGap: (from: number, to: number) => void block.bytes.fill(5, from, to),
          };
          storage.copyRows(position, rowBytes, rows, block, offset, stride, gaps);
          const wanted = new Uint8Array(byteLength).fill(9);
          for (let row = 0; row < rows; row++) {
            const at = offset + row * stride;
            const from = position + row * rowBytes;
            wanted.set(contents.subarray(from, from + rowBytes), at);
            wanted.fill(5, at + rowBytes, at + stride);
          }
          assert.deepEqual(block.bytes.slice(), wanted);
        },
      ));
    });
  });
}
