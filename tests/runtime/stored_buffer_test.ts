/** Stored bytes are the same as those made in memory of their own, and what can't be stored is found. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { StoredBuffer } from "../../runtime/batch/stored_buffer.ts";
import { toStored, unstorable } from "../../runtime/batch/stored_values.ts";

const rows = fc.record({
  bins: fc.integer({ min: 0, max: 5 }),
  frames: fc.integer({ min: 0, max: 7 }),
  gap: fc.integer({ min: 0, max: 3 }),
  values: fc.array(
    fc.oneof(
      fc.float(),
      fc.constantFrom(65_519.99, 65_520, -65_520, 65_504, Infinity, -Infinity, NaN, 6e-8, -0),
    ),
    { minLength: 60, maxLength: 60 },
  ),
});

Deno.test("a buffer that is used again stores what fresh memory would, or nothing", () => {
  for (const dtype of ["float16", "float32"] as const) {
    const buffer = new StoredBuffer(dtype);
    fc.assert(
      fc.property(rows, ({ bins, frames, gap, values }) => {
        const stride = frames + gap;
        const data = Float32Array.from(values);
        const wanted = Float32Array.from(
          { length: bins * frames },
          (_, index) => data[Math.floor(index / frames) * stride + index % frames]!,
        );
        const packed = buffer.packed({ data, bins, frames, stride });
        assert.deepEqual(packed, wanted);
        const stored = buffer.stored(packed);
        const fault = unstorable(wanted, dtype);
        assert.deepEqual(stored, fault === undefined ? toStored(wanted, dtype) : undefined);
      }),
      { numRuns: 2000 },
    );
  }
});
