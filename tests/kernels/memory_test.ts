import assert from "node:assert/strict";
import { dspKernels } from "../../kernels/mod.ts";

Deno.test("dspKernels() is one instance", () => {
  assert.equal(dspKernels(), dspKernels());
});

Deno.test("allocate() aligns to 64 bytes and reuses what was freed", () => {
  const kernels = dspKernels();
  const before = kernels.bytes().length;
  for (let round = 0; round < 100; round++) {
    const offset = kernels.allocate(1 << 20);
    assert.equal(offset % 64, 0);
    kernels.free(offset, 1 << 20);
  }
  assert.ok(kernels.bytes().length <= before + (2 << 20));
});

Deno.test("bytes() is a new view once memory has grown, with the old contents", () => {
  const kernels = dspKernels();
  const offset = kernels.allocate(4);
  const before = kernels.bytes();
  before.set([1, 2, 3, 4], offset);
  const large = before.length + (1 << 20);
  const grown = kernels.allocate(large);
  assert.equal(before.length, 0, "growth detaches the earlier view");
  assert.notEqual(kernels.bytes(), before);
  assert.deepEqual([...kernels.bytes().subarray(offset, offset + 4)], [1, 2, 3, 4]);
  assert.equal(kernels.bytes(), kernels.bytes(), "no new view without growth");
  kernels.free(grown, large);
  kernels.free(offset, 4);
});

Deno.test("allocate() reports exhausted memory, and keeps working", () => {
  const kernels = dspKernels();
  for (const bytes of [2 ** 32 - 128, 2 ** 32, 2 ** 40, -1, NaN]) {
    assert.throws(() => kernels.allocate(bytes), { code: "out-of-memory" });
  }
  const offset = kernels.allocate(16);
  kernels.free(offset, 16);
});

Deno.test("kernels refuse ranges that are outside memory, misaligned or overlapping", () => {
  const kernels = dspKernels();
  const offset = kernels.allocate(256);
  const end = kernels.bytes().length;
  const refused = { name: "UsageError", code: "kernel-arguments" };
  assert.throws(() => kernels.convert("int16", "int32", end - 2, offset, 2), refused);
  assert.throws(() => kernels.convert("int16", "int32", offset, end - 4, 2), refused);
  assert.throws(() => kernels.convert("int16", "int32", offset + 1, offset + 128, 2), refused);
  assert.throws(() => kernels.convert("int16", "int32", offset, offset + 4, 8), refused);
  assert.throws(() => kernels.convert("int16", "int32", 0, offset, 1), refused);
  assert.throws(
    () => kernels.mixToMono("int16", "int16", offset, offset + 128, 2 ** 31, 2 ** 31),
    refused,
  );
  assert.throws(() => kernels.mixToMono("int16", "int16", offset, offset + 128, 1, 0), refused);
  assert.throws(() => kernels.float16ToFloat32(offset, end, 1), refused);
  assert.throws(() => kernels.float32ToFloat16(end, offset, 1), refused);
  kernels.free(offset, 256);
});
