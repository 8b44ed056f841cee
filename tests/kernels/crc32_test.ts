import assert from "node:assert/strict";
import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { withMemory } from "./_workspace.ts";

function crc32(bytes: Uint8Array, initial?: number): number {
  let result = -1;
  withMemory(bytes, 0, (kernels, source) => {
    result = kernels.crc32(source, bytes.length, initial);
  });
  return result;
}

Deno.test("crc32() gives the check value", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xCBF43926);
});

Deno.test("crc32() agrees with zlib, in one piece and continued", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (a, b) => {
      assert.equal(crc32(a), zlibCrc32(a));
      assert.equal(crc32(b, crc32(a)), zlibCrc32(b, zlibCrc32(a)));
    }),
  );
});

Deno.test("crc32() agrees with zlib over a megabyte", () => {
  const bytes = Uint8Array.from({ length: 1 << 20 }, (_, index) => (index * 2_654_435_761) >> 13);
  assert.equal(crc32(bytes), zlibCrc32(bytes));
});
