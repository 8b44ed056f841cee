import assert from "node:assert/strict";
import fc from "fast-check";
import { float16Bits } from "../../runtime/batch/float16.ts";
import { withMemory } from "./_workspace.ts";

const ALL = Uint16Array.from({ length: 65_536 }, (_, index) => index);

function widen(halves: Uint16Array): Float32Array {
  return new Float32Array(
    withMemory(halves, halves.length * 4, (kernels, source, target) => {
      kernels.float16ToFloat32(source, target, halves.length);
    }),
  );
}

function narrow(values: Float32Array): Uint16Array {
  return new Uint16Array(
    withMemory(values, values.length * 2, (kernels, source, target) => {
      kernels.float32ToFloat16(source, target, values.length);
    }),
  );
}

/** The definition: sign, exponent, fraction. */
function restated(half: number): number {
  const sign = half >> 15 === 1 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

Deno.test("float16ToFloat32() widens each of the 65,536 patterns exactly", () => {
  for (const [half, value] of widen(ALL).entries()) {
    if (!Object.is(value, restated(half))) assert.fail(`0x${half.toString(16)} became ${value}`);
  }
});

Deno.test("float32ToFloat16() restores each of the 65,536 patterns, including NaN", () => {
  assert.deepEqual(narrow(widen(ALL)), ALL);
});

Deno.test("float32ToFloat16() rounds a tie to the even neighbour, anything else to the nearest", () => {
  const halves = ALL.subarray(0, 0x7BFF);
  const middles = Float32Array.from(halves, (half) => (restated(half) + restated(half + 1)) / 2);
  const bits = new Uint32Array(middles.buffer);
  const above = new Float32Array(bits.map((pattern) => pattern + 1).buffer);
  const below = new Float32Array(bits.map((pattern) => pattern - 1).buffer);
  assert.deepEqual(narrow(middles), halves.map((half) => half + (half & 1)));
  assert.deepEqual(narrow(above), halves.map((half) => half + 1));
  assert.deepEqual(narrow(below), halves.slice());
});

Deno.test("float32ToFloat16() overflows to infinity and underflows to zero", () => {
  const values = Float32Array.of(65_519.996, 65_520, -3e38, 2 ** -25, -(2 ** -26), NaN);
  assert.deepEqual(
    [...narrow(values)].slice(0, 5),
    [0x7BFF, 0x7C00, 0xFC00, 0x0000, 0x8000],
  );
  assert.equal((narrow(values)[5] ?? 0) & 0x7FFF, 0x7E00);
});

Deno.test("both directions do the same at every length", () => {
  fc.assert(
    fc.property(fc.uint16Array({ maxLength: 40 }), (halves) => {
      const wide = widen(halves);
      assert.deepEqual([...wide], Array.from(halves, restated));
      assert.deepEqual(narrow(wide).map(canonical), halves.map(canonical));
    }),
  );
});

/** JavaScript may change a NaN's payload when it copies one. */
function canonical(half: number): number {
  return (half & 0x7FFF) > 0x7C00 ? 0x7E00 : half;
}

Deno.test("float16Bits() rounds one value as float32ToFloat16() does", () => {
  for (const half of ALL) {
    const value = restated(half);
    if (!Number.isNaN(value)) assert.equal(float16Bits(value), half);
  }
  fc.assert(
    fc.property(fc.float({ noNaN: true, min: -70_000, max: 70_000 }), (value) => {
      assert.equal(float16Bits(value), narrow(Float32Array.of(value))[0]);
    }),
  );
});
