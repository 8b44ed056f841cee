/** The logarithm, as computed by the shipped kernels. */
import assert from "node:assert/strict";
import { FeatureExtractor, type FeatureParameters } from "../../kernels/features.ts";
import { original } from "./_features.ts";

/**
 * A "spectrogram" that is the logarithm of its samples' magnitudes: it has windows of one sample,
 * transforms of two points, whose first bin is the sample, and the root of a square, which is
 * exact.
 */
const logarithm: FeatureParameters = {
  ...original,
  kind: "spectrogram",
  framing: "stft",
  center: false,
  nFft: 2,
  winLength: 1,
  hopLength: 1,
  window: "rectangular",
  power: 1,
  logOffset: 0,
};

const block = new Float32Array(1 << 16);

/** The first bin of each frame; the clip's last sample has none, because a frame has two points. */
function logarithms(extractor: FeatureExtractor, samples: Float32Array): Float32Array {
  const { data, frames } = extractor.compute(samples);
  return data.subarray(0, frames);
}

const exact = { natural: Math.log, log10: Math.log10 } as const;

/** 1.25 units in the last place of the larger of |log(x)| and log(2); see `features/log.rs`. */
function bound(value: number, two: number): number {
  return 1.25 * 2 ** -23 * Math.max(Math.abs(value), two);
}

Deno.test("the natural logarithm keeps its bound at every mantissa from 1 to 2", () => {
  using extractor = new FeatureExtractor(logarithm);
  let worst = 0;
  for (let start = 0; start < 2 ** 23; start += block.length - 1) {
    for (let index = 0; index < block.length; index++) {
      block[index] = 1 + (start + index) * 2 ** -23;
    }
    const values = logarithms(extractor, block);
    assert.equal(values.length, block.length - 1);
    values.forEach((value, index) => {
      const wanted = Math.log(block[index]!);
      worst = Math.max(worst, Math.abs(value - wanted) / bound(wanted, Math.LN2));
    });
  }
  assert.ok(worst <= 1, `${worst} of the bound`);
  assert.ok(worst > 0.1, "the bound says nothing");
});

for (const log of ["natural", "log10"] as const) {
  Deno.test(`log "${log}" keeps its bound at every exponent that can be squared`, () => {
    using extractor = new FeatureExtractor({ ...logarithm, log });
    let worst = 0;
    for (let exponent = -62; exponent < 63; exponent++) {
      for (let index = 0; index < 4096; index++) {
        block[index] = 2 ** exponent * (1 + index / 4096 + 2 ** -20);
      }
      const values = logarithms(extractor, block.subarray(0, 4096));
      values.forEach((value, index) => {
        const wanted = exact[log](block[index]!);
        worst = Math.max(worst, Math.abs(value - wanted) / bound(wanted, exact[log](2)));
      });
    }
    assert.ok(worst <= 1, `${worst} of the bound`);
  });
}

Deno.test("logarithms beyond the normal numbers: zero, infinity, the floor, the offset", () => {
  const of = (parameters: FeatureParameters, ...values: number[]) => {
    using extractor = new FeatureExtractor(parameters);
    return Array.from(logarithms(extractor, Float32Array.of(...values, 1)));
  };
  assert.deepEqual(of(logarithm, 0, Infinity, 1), [-Infinity, Infinity, 0]);
  const floored = of({ ...logarithm, logFloor: 1e-5 }, 0, 1e-6, 1);
  assert.deepEqual(floored, [Math.fround(Math.log(Math.fround(1e-5))), floored[0], 0]);
  const [zero = NaN] = of({ ...logarithm, logOffset: 2 ** -24 }, 0);
  assert.ok(Math.abs(zero + 24 * Math.LN2) < 2e-6);
  // A subnormal power in a different form: 2^-65 squared.
  const [tiny = NaN] = of({ ...logarithm, power: 2 }, 2 ** -65);
  assert.ok(Math.abs(tiny + 130 * Math.LN2) < 1e-5);
});
