import assert from "node:assert/strict";
import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { plainCrc32 } from "../../runtime/container/crc32.ts";

Deno.test("plainCrc32() gives the check value", () => {
  assert.equal(plainCrc32(new TextEncoder().encode("123456789")), 0xCBF43926);
});

Deno.test("plainCrc32() agrees with zlib, in one piece and continued, wherever it begins", () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(bytes, bytes, fc.nat({ max: 7 }), (a, b, start) => {
      assert.equal(plainCrc32(a.subarray(start)), zlibCrc32(a.subarray(start)));
      assert.equal(plainCrc32(b, plainCrc32(a)), zlibCrc32(b, zlibCrc32(a)));
    }),
  );
});

Deno.test("plainCrc32() agrees with zlib over a megabyte", () => {
  const bytes = Uint8Array.from({ length: 1 << 20 }, (_, index) => (index * 2_654_435_761) >> 13);
  assert.equal(plainCrc32(bytes), zlibCrc32(bytes));
});

Deno.test("plainCrc32() reads shared memory", () => {
  const bytes = new Uint8Array(new SharedArrayBuffer(100)).fill(7);
  assert.equal(plainCrc32(bytes), zlibCrc32(Uint8Array.from(bytes)));
});
