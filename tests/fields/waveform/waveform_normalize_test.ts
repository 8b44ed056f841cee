import assert from "node:assert/strict";
import fc from "fast-check";
import { field, type PcmArray, type Waveform, type WaveformOptions } from "../../../schema/mod.ts";
import { roundHalfToEven } from "../../kernels/_restated.ts";
import { Kinds } from "../_kinds.ts";

async function stored(
  options: WaveformOptions,
  samples: PcmArray,
  { sampleRate = 16_000, channels = 1 } = {},
): Promise<PcmArray> {
  using kinds = await Kinds.of({ audio: field.waveform({ normalize: true, ...options }) });
  const audio = { samples, sampleRate, channels };
  return (kinds.roundTrip({ audio })["audio"] as Waveform).samples;
}

function peakOf(samples: PcmArray): number {
  let peak = 0;
  for (const value of samples) peak = Math.max(peak, Math.abs(value));
  return peak;
}

Deno.test("waveform raises each clip's peak to full scale", async () => {
  assert.deepEqual(
    await stored({}, Int16Array.of(100, -50, 25)),
    Int16Array.of(32_767, -16_384, 8_192),
  );
  assert.deepEqual(await stored({}, Int16Array.of(-32_768, 0)), Int16Array.of(-32_767, 0));
  assert.deepEqual(
    await stored({}, Float64Array.of(8, -4, 2)),
    Int16Array.of(32_767, -16_384, 8_192),
  );
  assert.deepEqual(
    await stored({ dtype: "int32" }, Float32Array.of(0.25, -0.25)),
    Int32Array.of(2 ** 31 - 1, -(2 ** 31) + 1),
  );
  assert.deepEqual(
    await stored({ dtype: "float32" }, Int32Array.of(2 ** 20, -(2 ** 19))),
    Float32Array.of(1, -0.5),
  );
});

Deno.test("waveform leaves silence silent, and empty clips empty", async () => {
  assert.deepEqual(await stored({}, new Float32Array(50)), new Int16Array(50));
  assert.deepEqual(await stored({}, new Int16Array(0)), new Int16Array(0));
});

Deno.test("waveform's peak is that of all kept channels, after mixing", async () => {
  const frames = Float32Array.of(0.5, 0.25, 1, -0.25, -0.25, 0.5);
  const three = { channels: 3 };
  assert.deepEqual(
    await stored({ mono: false, dtype: "float32" }, frames, three),
    frames,
  );
  assert.deepEqual(
    await stored({ channels: 2, dtype: "float32" }, frames, three),
    Float32Array.of(1, 0.5, -0.5, -0.5),
  );
  assert.deepEqual(
    await stored({ dtype: "float32" }, Float32Array.of(0.5, -0.25, 0.5, 0), { channels: 2 }),
    Float32Array.of(0.5, 1),
  );
});

Deno.test("waveform's peak is that of the resampled clip", async () => {
  const samples = Int16Array.from({ length: 44_100 }, (_, index) => 9_000 * Math.sin(index / 7));
  for (const resample of ["sinc", "fourier", { method: "torchaudio" }] as const) {
    const found = await stored({ resample }, samples, { sampleRate: 44_100 });
    assert.equal(peakOf(found), 32_767);
  }
});

Deno.test("waveform normalises clips that don't fit in its buffer", async () => {
  // 8 MB of float32: the spool goes to disk, and back.
  const samples = Int16Array.from({ length: 2_000_003 }, (_, index) => index % 20_011 - 10_000);
  const found = await stored({}, samples);
  assert.deepEqual(
    found,
    Int16Array.from(samples, (value) => roundHalfToEven(value / 10_010 * 32_767)),
  );
});

Deno.test("waveform divides by the peak and rounds once", async () => {
  using kinds = await Kinds.of({
    int16: field.waveform({ normalize: true }),
    int32: field.waveform({ normalize: true, dtype: "int32" }),
    float32: field.waveform({ normalize: true, dtype: "float32" }),
  });
  const samples = fc.oneof(
    fc.array(fc.integer({ min: -32_768, max: 32_767 }), { maxLength: 40 }).map((values) =>
      Int16Array.from(values)
    ),
    fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { maxLength: 40 }).map((values) =>
      Float32Array.from(values)
    ),
  );
  fc.assert(
    fc.property(samples, (given) => {
      const audio = { samples: given, sampleRate: 16_000 };
      const record = kinds.roundTrip({ int16: audio, int32: audio, float32: audio });
      const of = (name: string) => (record[name] as Waveform).samples;
      const peak = peakOf(given) || 1;
      const exact = Array.from(given, (value) => value / peak);
      // Integers have only one zero.
      const rounded = (full: number) => exact.map((value) => roundHalfToEven(value * full) + 0);
      assert.deepEqual([...of("int16")], rounded(2 ** 15 - 1));
      assert.deepEqual([...of("int32")], rounded(2 ** 31 - 1));
      assert.deepEqual([...of("float32")], exact.map(Math.fround));
    }),
    { numRuns: 60 },
  );
});
