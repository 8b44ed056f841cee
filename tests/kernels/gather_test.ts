import assert from "node:assert/strict";
import fc from "fast-check";
import { dspKernels } from "../../kernels/mod.ts";
import { withMemory } from "./_workspace.ts";

Deno.test("gatherRows() moves rows and pads the rest, whatever the shape", () => {
  const shape = fc.record({
    padBytes: fc.constantFrom(1, 2, 4, 8),
    rows: fc.nat({ max: 6 }),
    row: fc.nat({ max: 40 }),
    gap: fc.nat({ max: 9 }),
    padding: fc.nat({ max: 40 }),
    missing: fc.nat({ max: 4 }),
    low: fc.nat({ max: 0xFFFFFFFF }),
    high: fc.nat({ max: 0xFFFFFFFF }),
  });
  fc.assert(
    fc.property(shape, ({ padBytes, rows, row, gap, padding, missing, low, high }) => {
      const rowBytes = row * padBytes;
      const srcStride = rowBytes + gap;
      const dstStride = rowBytes + padding * padBytes;
      const input = Uint8Array.from({ length: rows * srcStride }, (_, index) => index * 7 + 1);
      const element = new Uint8Array(Uint32Array.of(low, high).buffer);
      const wanted = new Uint8Array((rows + missing) * dstStride);
      for (let index = 0; index < wanted.length; index++) {
        wanted[index] = element[index % dstStride % padBytes] ?? 0;
      }
      for (let index = 0; index < rows; index++) {
        const from = index * srcStride;
        wanted.set(input.subarray(from, from + rowBytes), index * dstStride);
      }
      const output = withMemory(input, wanted.length, (kernels, source, target) => {
        // deno-fmt-ignore
        kernels.gatherRows(
          source, srcStride, rowBytes, rows, target, dstStride, rows + missing, padBytes, low, high,
        );
      });
      assert.deepEqual(new Uint8Array(output), wanted);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("gatherRows() refuses ranges that don't fit, and writes nothing", () => {
  const kernels = dspKernels();
  const end = kernels.bytes().length;
  const source = kernels.allocate(64);
  const target = kernels.allocate(64);
  kernels.bytes().fill(7, target, target + 64);
  const refused = { name: "UsageError", code: "kernel-arguments" };
  const refuse = (...args: Parameters<typeof kernels.gatherRows>) =>
    assert.throws(() => kernels.gatherRows(...args), refused);
  refuse(source, 16, 16, 2, target, 8, 2, 2, 0, 0); // rows longer than their place
  refuse(source, 16, 16, 3, target, 16, 2, 2, 0, 0); // more rows than places
  refuse(source, 16, 16, 1, target, 16, 1, 3, 0, 0); // no such element
  refuse(end - 8, 16, 16, 1, target, 16, 1, 2, 0, 0); // beyond the end
  refuse(source, 2 ** 32 - 1, 16, 2 ** 31, target, 16, 2 ** 32 - 1, 2, 0, 0); // overflow
  refuse(source, 16, 16, 1, source + 8, 16, 1, 2, 0, 0); // overlap
  assert.ok(kernels.bytes().subarray(target, target + 64).every((byte) => byte === 7));
  kernels.free(source, 64);
  kernels.free(target, 64);
});
