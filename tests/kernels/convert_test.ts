import assert from "node:assert/strict";
import fc from "fast-check";
import type { SampleFormat } from "../../kernels/mod.ts";
import { restatedMean } from "./_restated.ts";
import { FORMATS, mix, type Samples, samplesOf } from "./_workspace.ts";

/** Values of a format, with the edges and the ties between two integers often among them. */
function valuesOf(format: SampleFormat): fc.Arbitrary<number> {
  switch (format) {
    case "int16":
      return fc.integer({ min: -32_768, max: 32_767 });
    case "int32": {
      const tie = fc.integer({ min: -32_768, max: 32_767 }).map((high) => high * 65_536 + 32_768);
      return fc.oneof(
        fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
        tie.map((value) => Math.min(value, 2 ** 31 - 1)),
        fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, -1, 0, 1, 32_768, 98_304, -32_768),
      );
    }
    case "float32":
      return fc.oneof(
        fc.float({ min: -2, max: 2, noNaN: true }),
        fc.float({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(-1, 1, 0.5, -0.5, 0, 2 ** -16, -(2 ** -31)),
      );
    case "float64": {
      const tie = fc.integer({ min: -32_769, max: 32_768 }).map((value) => (value + 0.5) / 32_767);
      return fc.oneof(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: -3e38, max: 3e38, noNaN: true }),
        tie,
        fc.constantFrom(-1, 1, 0, 5e-324),
      );
    }
  }
}

function assertEqualSamples(actual: Samples, wanted: readonly number[], what: string): void {
  assert.equal(actual.length, wanted.length);
  for (const [index, value] of actual.entries()) {
    const want = wanted[index] ?? NaN;
    // Floats have a positive and a negative zero; nothing here promises which.
    if (value !== want) assert.fail(`${what}: sample ${index} is ${value}, not ${want}`);
  }
}

for (const from of FORMATS) {
  for (const to of FORMATS) {
    Deno.test(`convert() converts ${from} to ${to} by the rules, at every length`, () => {
      fc.assert(
        fc.property(fc.array(valuesOf(from), { maxLength: 70 }), (values) => {
          const input = samplesOf(from, values);
          const { output, culprit } = mix(from, to, input, 1);
          assert.equal(culprit, -1);
          const wanted = Array.from(input, (value) => restatedMean(from, to, [value]));
          assertEqualSamples(output, wanted, `${from} to ${to}`);
        }),
        { numRuns: 300 },
      );
    });
  }

  Deno.test(`mixToMono() averages ${from} in float64 and rounds once`, () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FORMATS),
        fc.integer({ min: 2, max: 9 }),
        fc.array(valuesOf(from), { maxLength: 120 }),
        (to, channels, values) => {
          const input = samplesOf(from, values.slice(0, values.length - values.length % channels));
          const { output, culprit } = mix(from, to, input, channels);
          assert.equal(culprit, -1);
          const wanted = Array.from(
            { length: input.length / channels },
            (_, frame) =>
              restatedMean(from, to, [...input.subarray(frame * channels, (frame + 1) * channels)]),
          );
          assertEqualSamples(output, wanted, `${channels} channels of ${from} to ${to}`);
        },
      ),
      { numRuns: 600 },
    );
  });
}

Deno.test("convert() takes every int16 through every format and back", () => {
  const input = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);
  const wide = mix("int16", "int32", input, 1).output;
  assert.deepEqual(mix("int32", "int16", wide, 1).output, input);
});

Deno.test("mixToMono() agrees with float32 arithmetic for two float32 channels", () => {
  fc.assert(
    fc.property(fc.array(valuesOf("float32"), { minLength: 2, maxLength: 2 }), (values) => {
      const [left = 0, right = 0] = new Float32Array(values);
      const wanted = Math.fround(Math.fround(left + right) / 2);
      // Beyond float32's range, a sum in float32 overflows; ours doesn't.
      fc.pre(Number.isFinite(wanted) && Math.abs(wanted) > 1e-37);
      assert.equal(mix("float32", "float32", Float32Array.of(left, right), 2).output[0], wanted);
    }),
  );
});

for (const from of ["float32", "float64"] as const) {
  Deno.test(`convert() reports the first ${from} sample that isn't finite`, () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FORMATS),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.constantFrom(NaN, Infinity, -Infinity),
        fc.nat(),
        (to, channels, frames, bad, where) => {
          const input = samplesOf(from, new Array<number>(frames * channels).fill(0.25));
          const index = where % input.length;
          input[index] = bad;
          // A later one as well, which cancels it in a sum.
          if (index + 1 < input.length) input[index + 1] = -bad;
          assert.equal(mix(from, to, input, channels).culprit, index);
        },
      ),
    );
  });
}

Deno.test("convert() reports a float64 that float32 can't hold", () => {
  assert.equal(mix("float64", "float32", Float64Array.of(0, 1, 1e39), 1).culprit, 2);
  assert.equal(mix("float64", "float32", Float64Array.of(3.4e38), 1).culprit, -1);
});
