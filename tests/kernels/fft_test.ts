import assert from "node:assert/strict";
import fc from "fast-check";
import { ComplexFft, dspKernels, type FftDtype, RealFft } from "../../kernels/mod.ts";

/**
 * How far a bin may be from the definition's, divided by the root mean square of the bins: rounding
 * grows with the number of passes, and so with the logarithm of the length.
 */
function bound(dtype: FftDtype, nFft: number): number {
  const epsilon = dtype === "float32" ? 2 ** -23 : 2 ** -52;
  return 6 * epsilon * Math.max(1, Math.log2(nFft + 1));
}

/** The definition, summed in float64: rows of alternating real and imaginary parts. */
function definition(input: Float64Array, sign: 1 | -1): Float64Array {
  const nFft = input.length / 2;
  const output = new Float64Array(input.length);
  for (let bin = 0; bin < nFft; bin++) {
    for (let n = 0; n < nFft; n++) {
      const angle = sign * 2 * Math.PI * (n * bin % nFft) / nFft;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      output[2 * bin]! += input[2 * n]! * cos - input[2 * n + 1]! * sin;
      output[2 * bin + 1]! += input[2 * n]! * sin + input[2 * n + 1]! * cos;
    }
  }
  return output;
}

function distance(found: Float64Array, wanted: Float64Array): number {
  let [square, largest] = [0, 0];
  for (let index = 0; index < wanted.length; index++) {
    square += wanted[index]! ** 2;
    largest = Math.max(largest, Math.abs(found[index]! - wanted[index]!));
  }
  return largest / Math.sqrt(square / (wanted.length / 2) || 1);
}

/** Runs `transform` on numbers in the kernels' memory; nothing beyond the output may be written. */
function inMemory(
  dtype: FftDtype,
  input: Float64Array,
  outputLength: number,
  transform: (source: number, target: number) => void,
): Float64Array {
  const kernels = dspKernels();
  const [type, size] = dtype === "float32" ? [Float32Array, 4] : [Float64Array, 8];
  const [inputBytes, outputBytes] = [input.length * size, outputLength * size + 64];
  const source = kernels.allocate(inputBytes);
  const target = kernels.allocate(outputBytes);
  try {
    new type(kernels.bytes().buffer, source, input.length).set(input);
    kernels.bytes().fill(0xA5, target, target + outputBytes);
    transform(source, target);
    const after = kernels.bytes().subarray(target + outputBytes - 64, target + outputBytes);
    assert.ok(after.every((byte) => byte === 0xA5), "a transform wrote beyond its target");
    return Float64Array.from(new type(kernels.bytes().buffer, target, outputLength));
  } finally {
    kernels.free(source, inputBytes);
    kernels.free(target, outputBytes);
  }
}

/** Noise that float32 holds exactly. */
function noise(length: number, seed: number): Float64Array {
  return Float64Array.from({ length }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0;
    return Math.fround(seed / 2 ** 31);
  });
}

const frames = fc.record({
  nFft: fc.oneof(
    fc.integer({ min: 1, max: 80 }),
    fc.constantFrom(97, 128, 200, 211, 256, 400, 441),
  ),
  count: fc.integer({ min: 0, max: 11 }),
  stride: fc.integer({ min: 0, max: 90 }),
  dtype: fc.constantFrom<FftDtype>("float32", "float64"),
  seed: fc.integer(),
});

Deno.test("RealFft.forward() gives each frame's spectrum, even of overlapping frames", () => {
  fc.assert(
    fc.property(frames, ({ nFft, count, stride, dtype, seed }) => {
      using fft = new RealFft(nFft, { dtype });
      const input = noise(Math.max(0, count - 1) * stride + nFft, seed);
      const spectra = inMemory(dtype, input, count * fft.bins * 2, (source, target) => {
        fft.forward(source, stride, count, target);
      });
      for (let frame = 0; frame < count; frame++) {
        const samples = input.subarray(frame * stride, frame * stride + nFft);
        const complex = new Float64Array(2 * nFft);
        samples.forEach((sample, n) => complex[2 * n] = sample);
        const found = spectra.subarray(frame * fft.bins * 2, (frame + 1) * fft.bins * 2);
        const wanted = definition(complex, -1).subarray(0, fft.bins * 2);
        assert.ok(distance(found, wanted) < bound(dtype, nFft), `frame ${frame}`);
      }
    }),
    { numRuns: 150 },
  );
});

Deno.test("RealFft.inverse() undoes forward(), times nFft", () => {
  fc.assert(
    fc.property(frames, ({ nFft, count, dtype, seed }) => {
      using fft = new RealFft(nFft, { dtype });
      const input = noise(count * nFft, seed);
      const row = fft.bins * 2;
      const spectra = inMemory(dtype, input, count * row, (source, target) => {
        fft.forward(source, nFft, count, target);
      });
      const back = inMemory(dtype, spectra, count * nFft, (source, target) => {
        fft.inverse(source, row, count, target);
      });
      const scaled = back.map((sample) => sample / nFft);
      assert.ok(distance(scaled, input) < 3 * bound(dtype, nFft));
    }),
    { numRuns: 150 },
  );
});

Deno.test("RealFft.inverse() ignores imaginary parts that a real signal can't have", () => {
  for (const nFft of [8, 9]) {
    using fft = new RealFft(nFft, { dtype: "float64" });
    const run = (spectrum: Float64Array) =>
      inMemory("float64", spectrum, nFft, (source, target) => {
        fft.inverse(source, fft.bins * 2, 1, target);
      });
    const spectrum = noise(fft.bins * 2, 7);
    spectrum[1] = 0;
    if (nFft === 8) spectrum[9] = 0;
    const wanted = run(spectrum);
    spectrum[1] = 5;
    if (nFft === 8) spectrum[9] = -3;
    assert.deepEqual(run(spectrum), wanted);
  }
});

Deno.test("ComplexFft gives each frame's spectrum, and its inverse", () => {
  fc.assert(
    fc.property(frames, ({ nFft, count, stride, dtype, seed }) => {
      using fft = new ComplexFft(nFft, { dtype });
      const input = noise(Math.max(0, count - 1) * stride + 2 * nFft, seed);
      for (const sign of [-1, 1] as const) {
        const output = inMemory(dtype, input, count * nFft * 2, (source, target) => {
          if (sign === -1) fft.forward(source, stride, count, target);
          else fft.inverse(source, stride, count, target);
        });
        for (let frame = 0; frame < count; frame++) {
          const wanted = definition(input.slice(frame * stride, frame * stride + 2 * nFft), sign);
          const found = output.subarray(frame * nFft * 2, (frame + 1) * nFft * 2);
          assert.ok(distance(found, wanted) < bound(dtype, nFft), `frame ${frame}, sign ${sign}`);
        }
      }
    }),
    { numRuns: 100 },
  );
});

Deno.test("RealFft is exact where the definition is: an impulse, silence, a constant", () => {
  for (const nFft of [1, 2, 30, 441, 512, 1009, 2048]) {
    using fft = new RealFft(nFft);
    const run = (input: Float64Array) =>
      inMemory("float32", input, fft.bins * 2, (source, target) => {
        fft.forward(source, nFft, 1, target);
      });
    assert.ok(run(new Float64Array(nFft)).every((part) => part === 0));
    const impulse = run(Float64Array.from({ length: nFft }, (_, n) => n === 0 ? 1 : 0));
    impulse.forEach((part, index) => {
      assert.ok(Math.abs(part - (index % 2 === 0 ? 1 : 0)) < bound("float32", nFft));
    });
    const constant = run(new Float64Array(nFft).fill(1));
    assert.ok(Math.abs(constant[0]! - nFft) < nFft * bound("float32", nFft));
    assert.ok(constant.subarray(2).every((part) => Math.abs(part) < nFft * bound("float32", nFft)));
  }
});

Deno.test("equal plans are shared, and the last user frees them", () => {
  const kernels = dspKernels();
  const grown = () => kernels.bytes().length;
  const first = new RealFft(2 ** 18);
  const before = grown();
  const others = Array.from({ length: 50 }, () => new RealFft(2 ** 18));
  assert.equal(grown(), before);
  for (const other of others) other[Symbol.dispose]();
  const spectrum = () =>
    inMemory("float32", noise(2 ** 18, 1), 2 ** 18 + 2, (source, target) => {
      first.forward(source, 2 ** 18, 1, target);
    });
  const wanted = spectrum();
  first[Symbol.dispose]();
  assert.throws(spectrum, { name: "UsageError", code: "kernel-arguments" });
  first[Symbol.dispose]();
  const after = grown();
  for (let round = 0; round < 20; round++) {
    using fft = new RealFft(2 ** 18);
    assert.equal(fft.bins, 2 ** 17 + 1);
  }
  assert.equal(grown(), after);
  assert.equal(wanted.length, 2 ** 18 + 2);
});

Deno.test("transforms refuse ranges that don't fit, and write nothing", () => {
  const kernels = dspKernels();
  using fft = new RealFft(8);
  const source = kernels.allocate(64);
  const target = kernels.allocate(128);
  const end = kernels.bytes().length;
  kernels.bytes().fill(7, target, target + 128);
  const refused = { name: "UsageError", code: "kernel-arguments" };
  const refuse = (...args: Parameters<typeof fft.forward>) => {
    assert.throws(() => fft.forward(...args), refused);
    assert.throws(() => fft.inverse(...args), refused);
  };
  refuse(0, 8, 1, target); // nowhere
  refuse(source + 2, 8, 1, target); // misaligned
  refuse(source, 8, 1, target + 1); // misaligned
  refuse(end - 16, 8, 1, target); // beyond the end
  refuse(source, 8, 2, end - 16); // beyond the end
  refuse(source, 2 ** 32 - 1, 2 ** 32 - 1, target); // overflow
  refuse(target - 4, 8, 1, target); // overlap
  assert.ok(kernels.bytes().subarray(target, target + 128).every((byte) => byte === 7));
  kernels.free(source, 64);
  kernels.free(target, 128);
});

Deno.test("lengths that can't be planned are refused", () => {
  for (const nFft of [0, -1, 1.5, NaN, Infinity, 2 ** 22 + 1, 2 ** 32 + 8]) {
    for (const type of [RealFft, ComplexFft]) {
      assert.throws(() => new type(nFft), { name: "UsageError", code: "fft-length" });
    }
  }
});
