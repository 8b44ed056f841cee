import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addEnergies,
  countOver,
  peakOf,
  peakOfFloat32,
  pickChannels,
  scaleFloat32,
} from "../../kernels/level.ts";
import { dspKernels, sampleBytes, type SampleFormat } from "../../kernels/mod.ts";
import { restatedMean, roundHalfToEven } from "./_restated.ts";
import { FORMATS, type Samples, samplesOf, withMemory } from "./_workspace.ts";

const full = { int16: 2 ** 15, int32: 2 ** 31, float32: 1, float64: 1 } as const;

/** Samples of a format that fill its range. */
function drawn(format: SampleFormat, maxLength: number): fc.Arbitrary<Samples> {
  const value = fc.double({ min: -1, max: 1, noNaN: true }).map((value) =>
    format.startsWith("int")
      ? Math.max(-full[format], Math.min(full[format] - 1, Math.round(value * full[format])))
      : value
  );
  return fc.array(value, { maxLength }).map((values) => samplesOf(format, values));
}

function pick(
  { from, to, input, channels, kept }: {
    from: SampleFormat;
    to: SampleFormat;
    input: Samples;
    channels: number;
    kept: number;
  },
): { output: Samples; culprit: number } {
  const frames = input.length / channels;
  let culprit = -1;
  const bytes = withMemory(input, frames * kept * sampleBytes(to), (_, source, target) => {
    culprit = pickChannels(from, to, source, target, frames, channels, kept);
  });
  return { output: samplesOf(to, bytes, 0, frames * kept), culprit };
}

for (const from of FORMATS) {
  Deno.test(`pickChannels() keeps the first channels of ${from}, or copies the only one`, () => {
    const layout = fc.oneof(
      fc.record({ channels: fc.constant(1), kept: fc.integer({ min: 1, max: 9 }) }),
      fc.integer({ min: 1, max: 9 }).chain((channels) =>
        fc.record({ channels: fc.constant(channels), kept: fc.integer({ min: 1, max: channels }) })
      ),
    );
    fc.assert(
      fc.property(
        layout,
        fc.constantFrom(...FORMATS),
        drawn(from, 120),
        ({ channels, kept }, to, all) => {
          const input = samplesOf(from, all.subarray(0, all.length - all.length % channels));
          const { output, culprit } = pick({ from, to, input, channels, kept });
          assert.equal(culprit, -1);
          output.forEach((value, at) => {
            const frame = Math.floor(at / kept);
            const source = input[frame * channels + Math.min(at % kept, channels - 1)]!;
            // Floats have a positive and a negative zero; nothing here promises which.
            assert.equal(value + 0, restatedMean(from, to, [source]) + 0);
          });
        },
      ),
      { numRuns: 200 },
    );
  });
}

Deno.test("pickChannels() reports the first kept sample that isn't finite", () => {
  const input = new Float64Array(3 * 2_000).fill(0.5);
  input[3 * 100 + 2] = NaN;
  const layout = { from: "float64", to: "int16", channels: 3, kept: 2 } as const;
  assert.equal(pick({ ...layout, input }).culprit, -1);
  input[3 * 1_500 + 1] = Infinity;
  assert.equal(pick({ ...layout, input }).culprit, 3 * 1_500 + 1);
  input[0] = 1e39;
  assert.equal(pick({ ...layout, to: "float32", input }).culprit, 0);
});

Deno.test("pickChannels() refuses zero channels, and more than there are", () => {
  const kernels = dspKernels();
  const [source, target] = [kernels.allocate(256), kernels.allocate(256)];
  const refused = { name: "UsageError", code: "kernel-arguments" };
  for (const [channels, kept] of [[2, 3], [0, 1], [1, 0], [2, 0]]) {
    assert.throws(
      () => pickChannels("int16", "int16", source, target, 4, channels!, kept!),
      refused,
    );
  }
  assert.throws(() => pickChannels("int16", "int16", source, source, 4, 2, 1), refused);
  assert.throws(() => pickChannels("int16", "int16", source, target, 2 ** 31, 2, 1), refused);
  kernels.free(source, 256);
  kernels.free(target, 256);
});

function scale(
  to: "int16" | "int32" | "float32",
  input: Float32Array,
  { divisor, factor }: { divisor: number; factor: number },
): { output: Samples; culprit: number } {
  let culprit = -1;
  const bytes = withMemory(input, input.length * sampleBytes(to), (_, source, target) => {
    culprit = scaleFloat32(to, source, target, input.length, divisor, factor);
  });
  return { output: samplesOf(to, bytes, 0, input.length), culprit };
}

for (const to of ["int16", "int32", "float32"] as const) {
  Deno.test(`scaleFloat32() divides, multiplies and rounds once into ${to}, at every length`, () => {
    const samples = fc.array(
      fc.oneof(
        fc.float({ min: -2, max: 2, noNaN: true }),
        fc.float({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: -65_537, max: 65_537 }).map((value) => (value + 0.5) / 65_536),
      ),
      { maxLength: 70 },
    ).map((values) => Float32Array.from(values));
    const divisor = fc.oneof(
      fc.constant(1),
      fc.float({ min: Math.fround(1e-30), noNaN: true, noDefaultInfinity: true }),
    );
    const factor = fc.constantFrom(full[to], full[to] - 1, 1);
    fc.assert(
      fc.property(samples, divisor, factor, (input, divisor, factor) => {
        const { output, culprit } = scale(to, input, { divisor, factor });
        assert.equal(culprit, -1);
        output.forEach((value, index) => {
          const exact = input[index]! / divisor * factor;
          const wanted = to === "float32"
            ? Math.fround(exact)
            : Math.min(full[to] - 1, Math.max(-full[to], roundHalfToEven(exact)));
          assert.equal(value + 0, wanted + 0);
        });
      }),
      { numRuns: 300 },
    );
  });
}

Deno.test("scaleFloat32() reports the first sample that isn't finite", () => {
  const input = new Float32Array(3_000);
  [input[2_345], input[2_346]] = [-Infinity, NaN];
  for (const to of ["int16", "int32", "float32"] as const) {
    for (const divisor of [1, 2]) {
      assert.equal(scale(to, input, { divisor, factor: 32_768 }).culprit, 2_345);
    }
  }
});

Deno.test("peakOfFloat32() is the largest magnitude, at every length", () => {
  const samples = fc.array(fc.float({ noNaN: true }), { maxLength: 70 });
  fc.assert(fc.property(samples, (values) => {
    const input = Float32Array.from(values);
    const wanted = input.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    withMemory(input, 0, (_, source) => {
      assert.equal(peakOfFloat32(source, input.length), wanted);
    });
  }));
  withMemory(Float32Array.of(1, NaN, Infinity), 0, (_, source) => {
    assert.ok(Number.isNaN(peakOfFloat32(source, 3)));
  });
  assert.throws(() => peakOfFloat32(2, 1), { name: "UsageError", code: "kernel-arguments" });
});

for (const from of ["float32", "float64"] as const) {
  Deno.test(`peakOf() and countOver() see every sample of ${from}, at every length`, () => {
    const wide = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 70 });
    const long = fc.integer({ min: 1_000, max: 3_000 }).map((length) =>
      Array.from({ length }, (_, at) => Math.sin(at * 0.7) * 1.2)
    );
    const limits = fc.constantFrom(0, 0.5, 1, 32_768.5 / 32_767, 1e30);
    fc.assert(fc.property(fc.oneof(wide, long), limits, (values, limit) => {
      const input = samplesOf(from, values);
      withMemory(input, 0, (_, source) => {
        const magnitudes = Array.from(input, Math.abs);
        const wanted = magnitudes.reduce((most, value) => Math.max(most, value), 0);
        assert.equal(peakOf(from, source, input.length), wanted);
        const over = magnitudes.filter((value) => value > limit).length;
        assert.equal(countOver(from, source, input.length, limit), over);
      });
    }));
    assert.throws(() => peakOf(from, 2, 1), { name: "UsageError", code: "kernel-arguments" });
    assert.throws(() => countOver(from, 2, 1, 1), { name: "UsageError", code: "kernel-arguments" });
  });
}

for (const from of FORMATS) {
  Deno.test(`addEnergies() adds up the squares of ${from} and of its frames' sums`, () => {
    const layout = fc.integer({ min: 1, max: 7 });
    fc.assert(fc.property(layout, drawn(from, 200), (channels, all) => {
      const input = samplesOf(from, all.subarray(0, all.length - all.length % channels));
      const frames = input.length / channels;
      const bytes = withMemory(input, 16, (kernels, source, target) => {
        kernels.bytes().fill(0, target, target + 16);
        // Twice, because it adds to what is there already.
        addEnergies(from, source, target, frames, channels);
        addEnergies(from, source, target, frames, channels);
      });
      const [found, foundSum] = new Float64Array(bytes);
      const squares = Array.from(input).reduce((sum, value) => sum + value * value, 0);
      let sums = 0;
      for (let frame = 0; frame < frames; frame++) {
        let sum = 0;
        for (let channel = 0; channel < channels; channel++) {
          sum += input[frame * channels + channel]!;
        }
        sums += sum * sum;
      }
      const near = (value: number | undefined, wanted: number) =>
        Math.abs((value ?? NaN) - wanted) <= 1e-12 * Math.max(squares, wanted);
      assert.ok(near(found, 2 * squares), `${found} for ${2 * squares}`);
      assert.ok(near(foundSum, 2 * sums), `${foundSum} for ${2 * sums}`);
    }));
  });
}

Deno.test("addEnergies() is exact for 16-bit stereo, even for the lowest samples", () => {
  for (const frames of [0, 1, 3, 4, 5, 8, 31_000]) {
    for (const sign of [1, -1]) {
      const input = Int16Array.from(
        { length: frames * 2 },
        (_, at) => at % 2 === 0 ? -32_768 : sign === 1 ? -32_768 : 32_767,
      );
      const bytes = withMemory(input, 16, (kernels, source, target) => {
        kernels.bytes().fill(0, target, target + 16);
        addEnergies("int16", source, target, frames, 2);
      });
      const [squares, sums] = sign === 1 ? [2 ** 31, 2 ** 32] : [2 ** 30 + 32_767 ** 2, 1];
      assert.deepEqual([...new Float64Array(bytes)], [frames * squares, frames * sums]);
    }
  }
  assert.throws(() => addEnergies("int16", 1, 64, 1, 2), { code: "kernel-arguments" });
});
