import assert from "node:assert/strict";
import fc from "fast-check";
import { Resampler, type ResamplerOptions } from "../../audio/mod.ts";
import { dspKernels } from "../../kernels/mod.ts";
import { METHODS, noise, resample } from "./_resample.ts";

/** Pairs of rates for every way to resample, and any others. */
const rates = fc.oneof(
  fc.constantFrom(
    [44_100, 16_000],
    [48_000, 16_000],
    [16_000, 44_100],
    [8000, 48_000],
    [44_100, 44_099],
    [44_099, 44_100],
    [1, 1],
  ),
  fc.tuple(fc.integer({ min: 4000, max: 192_000 }), fc.integer({ min: 4000, max: 192_000 })),
).map(([from = 1, to = 1]) => ({ from, to }));

/** The exact length, in integers of any size. */
function exactLength(frames: number, { from, to }: { from: number; to: number }, up: boolean) {
  const product = BigInt(frames) * BigInt(to);
  return Number((product + (up ? BigInt(from) - 1n : 0n)) / BigInt(from));
}

Deno.test("Resampler gives exactly as many frames as the rates imply", () => {
  const property = fc.property(
    rates,
    fc.integer({ min: 0, max: 3000 }),
    fc.integer({ min: 1, max: 3 }),
    fc.constantFrom(...METHODS),
    (pair, frames, channels, method) => {
      const output = resample(new Float32Array(frames * channels), { ...pair, channels, method });
      const exact = exactLength(frames, pair, typeof method !== "string");
      assert.equal(output.length, exact * channels);
      using resampler = new Resampler({ ...pair, channels, method });
      assert.equal(resampler.outputFrames(frames), exact);
    },
  );
  fc.assert(property, { numRuns: 150 });
});

Deno.test("Resampler.outputFrames() is exact for lengths beyond 32 bits", () => {
  const property = fc.property(
    fc.integer({ min: 1, max: 3_072_000 }),
    fc.integer({ min: 1, max: 3_072_000 }),
    fc.nat({ max: 2 ** 31 - 1 }),
    fc.constantFrom(...METHODS),
    (from, to, frames, method) => {
      fc.pre(frames * (to / from) < 2 ** 52);
      if (typeof method === "object") fc.pre(Math.max(from / to, to / from) < 100);
      using resampler = new Resampler({ from, to, channels: 1, method });
      const exact = exactLength(frames, { from, to }, typeof method !== "string");
      assert.equal(resampler.outputFrames(frames), exact);
    },
  );
  fc.assert(property, { numRuns: 100 });
});

Deno.test("Resampler gives the same result for any pieces", () => {
  const property = fc.property(
    rates,
    fc.integer({ min: 1, max: 4 }),
    fc.constantFrom(...METHODS),
    fc.array(fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 9000 })), { maxLength: 8 }),
    (pair, channels, method, cuts) => {
      const frames = cuts.reduce((sum, cut) => sum + cut, 0);
      const samples = noise(frames * channels);
      const whole = resample(samples, { ...pair, channels, method });
      using resampler = new Resampler({ ...pair, channels, method });
      // Twice, because nothing of a clip may affect the next one.
      for (let clip = 0; clip < 2; clip++) {
        const output = new Float32Array(whole.length);
        let written = 0;
        const write = (piece: Float32Array) => {
          output.set(piece, written);
          written += piece.length;
        };
        let position = 0;
        for (const cut of cuts) {
          const piece = samples.subarray(position, position += cut * channels);
          write(resampler.process(piece));
        }
        for (let rest = resampler.finish(); rest.length > 0; rest = resampler.finish()) {
          write(rest);
        }
        resampler.reset();
        assert.equal(written, whole.length);
        assert.deepEqual(output, whole);
      }
    },
  );
  fc.assert(property, { numRuns: 100 });
});

Deno.test("Resampler forgets a clip that was never finished", () => {
  for (const method of METHODS) {
    using resampler = new Resampler({ from: 48_000, to: 16_000, channels: 1, method });
    resampler.process(noise(5000).fill(NaN, 100, 200));
    resampler.reset();
    let peak = 0;
    for (const sample of resampler.process(new Float32Array(30_000))) {
      peak = Math.max(peak, Math.abs(sample));
    }
    const rest = resampler.finish();
    assert.ok(rest.length > 0 && rest.every((sample) => sample === 0));
    assert.equal(peak, 0);
  }
});

Deno.test("Resampler keeps channels apart, however many there are", () => {
  for (const channels of [2, 6, 255]) {
    for (const [from, to] of [[44_100, 16_000], [16_000, 44_100], [44_100, 44_099]] as const) {
      const frames = 1200;
      const samples = noise(frames * channels);
      const output = resample(samples, { from, to, channels });
      for (const channel of [0, channels - 1]) {
        const every = (all: Float32Array) => all.filter((_, k) => k % channels === channel);
        assert.deepEqual(every(output), resample(every(samples), { from, to }));
      }
    }
  }
});

Deno.test("Resampler keeps an impulse in place, and symmetric", () => {
  for (const [from, to] of [[44_100, 16_000], [48_000, 16_000], [16_000, 44_100]] as const) {
    const samples = new Float32Array(from);
    samples[from / 2] = 1;
    const output = resample(samples, { from, to });
    const centre = to / 2;
    assert.equal(output.indexOf(Math.max(...output)), centre);
    for (let k = 1; k < 300; k++) {
      assert.ok(Math.abs(output[centre - k]! - output[centre + k]!) < 1e-6);
    }
  }
});

Deno.test("Resampler doesn't delay anything by a fraction of a frame, either", () => {
  // Where no frame at one rate coincides with one at the other, a tone shows the time.
  for (const [from, to] of [[44_100, 16_000], [44_099, 44_100], [22_255, 16_000]] as const) {
    const at = (rate: number, k: number) => Math.sin((2 * Math.PI * 1000 * k) / rate);
    const output = resample(Float32Array.from({ length: from }, (_, k) => at(from, k)), {
      from,
      to,
    });
    for (let k = 1000; k < to - 1000; k++) {
      assert.ok(Math.abs(output[k]! - at(to, k)) < 1e-5, `frame ${k}, ${from} to ${to} Hz`);
    }
  }
});

Deno.test("Resampler exceeds full scale rather than wrapping or clipping", () => {
  const square = Float32Array.from({ length: 44_100 }, (_, k) => (k % 100 < 50 ? 1 : -1));
  for (const method of METHODS) {
    const output = resample(square, { from: 44_100, to: 16_000, method });
    const peak = output.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    assert.ok(peak > 1 && peak < 1.5, `${peak}`);
  }
});

Deno.test("Resampler passes audio through without copying if the rates are equal", () => {
  for (const method of METHODS) {
    using resampler = new Resampler({ from: 16_000, to: 16_000, channels: 2, method });
    const samples = noise(200);
    assert.equal(resampler.process(samples), samples);
    assert.equal(resampler.finish().length, 0);
    assert.equal(resampler.outputFrames(7), 7);
  }
});

Deno.test("Resampler.finish() returns bounded pieces", () => {
  using resampler = new Resampler({ from: 1, to: 3_072_000, channels: 1, method: "sinc" });
  resampler.process(Float32Array.of(0));
  let frames = 0;
  for (let rest = resampler.finish(); rest.length > 0; rest = resampler.finish()) {
    assert.ok(rest.length <= 3_072_000 + 8192);
    frames += rest.length;
  }
  assert.equal(frames, 3_072_000);
});

Deno.test("Resampler refuses options that make no sense", () => {
  const good: ResamplerOptions = { from: 2, to: 1, channels: 1, method: "sinc" };
  const refuse = (change: object, found: RegExp) =>
    assert.throws(() => new Resampler({ ...good, ...change }), {
      name: "UsageError",
      code: "resampler-options",
      message: found,
    });
  for (const rate of [0, -1, 0.5, NaN, Infinity, 3_072_001]) {
    refuse({ from: rate }, /its option "from" is /);
    refuse({ to: rate }, /its option "to" is /);
  }
  for (const channels of [0, 256, 1.5, NaN]) refuse({ channels }, /"channels"/);
  for (const method of ["linear", null, undefined, 3, {}, { method: "sinc" }]) {
    refuse({ method }, /"method"/);
  }
  for (const lowpassFilterWidth of [0, 1.5, 1025, NaN]) {
    refuse({ method: { method: "torchaudio", lowpassFilterWidth } }, /"lowpassFilterWidth"/);
  }
  for (const rolloff of [0, -1, 1.01, NaN]) {
    refuse({ method: { method: "torchaudio", rolloff } }, /"rolloff"/);
  }
});

Deno.test("Resampler refuses samples of the wrong type or number", () => {
  using resampler = new Resampler({ from: 2, to: 1, channels: 2, method: "sinc" });
  const wrong = { name: "UsageError", code: "resampler-input" };
  assert.throws(() => resampler.process(new Float32Array(3)), wrong);
  assert.throws(() => resampler.process(new Float64Array(4) as unknown as Float32Array), wrong);
  resampler.finish();
  assert.throws(() => resampler.process(new Float32Array(2)), {
    name: "UsageError",
    code: "resampler-finished",
  });
  resampler.reset();
  resampler.process(new Float32Array(2));
});

Deno.test("Resampler refuses a torchaudio filter that memory can't hold", () => {
  const method = { method: "torchaudio", lowpassFilterWidth: 1024 } as const;
  assert.throws(() => new Resampler({ from: 3_072_000, to: 1, channels: 1, method }), {
    name: "AudiofieldError",
    code: "out-of-memory",
    message: /use "sinc"/,
  });
});

Deno.test("Resampler can't be used once disposed", () => {
  const resampler = new Resampler({ from: 2, to: 1, channels: 1, method: "sinc" });
  resampler[Symbol.dispose]();
  resampler[Symbol.dispose]();
  const disposed = { name: "UsageError", code: "disposed" };
  assert.throws(() => resampler.process(new Float32Array(1)), disposed);
  assert.throws(() => resampler.finish(), disposed);
  assert.throws(() => resampler.reset(), disposed);
});

Deno.test("Resampler frees its memory, and shares plans", () => {
  const samples = noise(20_000);
  const use = (method: ResamplerOptions["method"], from: number) => {
    using resampler = new Resampler({ from, to: 16_000, channels: 2, method });
    resampler.process(samples);
    resampler.finish();
  };
  const useAll = () => {
    for (const method of METHODS) for (const from of [44_100, 8000, 22_255]) use(method, from);
  };
  useAll();
  const before = dspKernels().bytes().length;
  for (let round = 0; round < 200; round++) useAll();
  assert.equal(dspKernels().bytes().length, before);
});

Deno.test("Resampler needs no more memory for a long clip", () => {
  for (const method of ["sinc", { method: "torchaudio" }] as const) {
    using resampler = new Resampler({ from: 44_100, to: 16_000, channels: 1, method });
    const second = noise(44_100);
    resampler.process(second);
    const before = dspKernels().bytes().length;
    for (let k = 0; k < 600; k++) resampler.process(second);
    assert.equal(dspKernels().bytes().length, before);
  }
});
