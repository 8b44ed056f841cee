/** What is noticed about samples on their way to storage, compared with a plain restatement. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  PcmPipeline,
  type PcmSamples,
  type PcmSource,
  type PcmTarget,
  samplesSource,
} from "../../audio/mod.ts";

const target: PcmTarget = {
  sampleRate: 16_000,
  channels: "mono",
  dtype: "int16",
  normalize: false,
  resample: "sinc",
};

/** Bytes held in memory. */
function memory() {
  const pieces: Uint8Array[] = [];
  return {
    write: (bytes: Uint8Array) => void pieces.push(bytes.slice()),
    drain: (take: (piece: Uint8Array) => void) => pieces.splice(0).forEach(take),
  };
}

interface Clip {
  readonly samples: PcmSamples;
  readonly sampleRate?: number;
  readonly channels?: number;
}

/** What a pipeline notices; it runs twice, because it is used for one clip after another. */
function noticed({ samples, sampleRate = 16_000, channels = 1 }: Clip, to: Partial<PcmTarget>) {
  const open = (): PcmSource => samplesSource({ samples, sampleRate, channels });
  using pipeline = new PcmPipeline(open(), { ...target, ...to });
  const run = () => {
    pipeline.run(open(), { write: () => {}, file: undefined, held: memory() });
    return { clipping: pipeline.clipping, outOfPhase: pipeline.outOfPhase };
  };
  const first = run();
  assert.deepEqual(run(), first);
  return first;
}

const full = { int16: 2 ** 15, int32: 2 ** 31 } as const;

/** The kept samples of a clip in float64: means, or the first channels. */
function kept(samples: ArrayLike<number>, channels: number, keep: PcmTarget["channels"]): number[] {
  const result: number[] = [];
  for (let at = 0; at < samples.length; at += channels) {
    const frame = Array.from({ length: channels }, (_, channel) => samples[at + channel]!);
    if (keep === "mono") result.push(frame.reduce((sum, value) => sum + value, 0) / channels);
    else result.push(...frame.slice(0, keep));
  }
  return result;
}

/** How many of the values no integer can hold. */
function restated(values: readonly number[], dtype: "int16" | "int32") {
  const limit = (full[dtype] + 0.5) / (full[dtype] - 1);
  const over = values.map(Math.abs).filter((value) => value > limit);
  if (over.length === 0) return undefined;
  return {
    samples: values.length,
    clipped: over.length,
    peak: over.reduce((most, value) => Math.max(most, value)),
    sourceShare: over.length / values.length,
  };
}

const values = fc.array(
  fc.oneof(
    fc.double({ min: -1.5, max: 1.5, noNaN: true }),
    fc.constantFrom(1, -1, 32_768 / 32_767, 1.000046, -1.000046, 1.0001, 9_000),
  ),
  { minLength: 1, maxLength: 60 },
);

for (const Floats of [Float32Array, Float64Array]) {
  Deno.test(`PcmPipeline counts saturated samples of ${Floats.name}, whatever is kept`, () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom<PcmTarget["channels"]>("mono", 1, 2),
        fc.constantFrom<"int16" | "int32">("int16", "int32"),
        (all, channels, wanted, dtype) => {
          const samples = Floats.from(all.slice(0, all.length - all.length % channels));
          if (samples.length === 0) return;
          const { clipping } = noticed({ samples, channels }, { channels: wanted, dtype });
          assert.deepEqual(clipping, restated(kept(samples, channels, wanted), dtype));
        },
      ),
    );
  });
}

Deno.test("PcmPipeline gives the same counts for any tiles and pieces", () => {
  const samples = Float32Array.from({ length: 300_000 }, (_, at) => 1.3 * Math.sin(at / 7));
  for (const [channels, wanted] of [[1, 1], [2, "mono"], [2, 2], [3, 1]] as const) {
    const { clipping } = noticed({ samples, channels }, { channels: wanted });
    assert.deepEqual(clipping, restated(kept(samples, channels, wanted), "int16"));
  }
});

Deno.test("PcmPipeline never finds integers clipped at their own rate", () => {
  const int16 = Int16Array.from({ length: 4_000 }, (_, at) => at % 100 < 50 ? 32_767 : -32_768);
  // 24 bits at full scale round to one step above the largest of 16.
  const int32 = Int32Array.from(int16, (value) => value < 0 ? -(2 ** 31) : 0x7fffff00);
  for (const samples of [int16, int32]) {
    for (const dtype of ["int16", "int32", "float32"] as const) {
      for (const channels of [1, 2]) {
        assert.equal(noticed({ samples, channels }, { dtype }).clipping, undefined);
      }
    }
  }
});

Deno.test("PcmPipeline finds no clipping where floats are stored, or a clip is normalised", () => {
  const samples = Float32Array.from({ length: 4_000 }, (_, at) => 9_000 * Math.sin(at / 9));
  for (const sampleRate of [16_000, 44_100]) {
    const clip = { samples, sampleRate };
    assert.equal(noticed(clip, { dtype: "float32" }).clipping, undefined);
    assert.equal(noticed(clip, { normalize: true }).clipping, undefined);
    assert.equal(noticed(clip, { normalize: true, dtype: "int32" }).clipping, undefined);
  }
});

Deno.test("PcmPipeline counts a filter's overshoot, and doesn't blame the source", () => {
  const square = Int16Array.from({ length: 44_100 }, (_, at) => at % 98 < 49 ? 32_767 : -32_768);
  const { clipping } = noticed({ samples: square, sampleRate: 44_100 }, {});
  assert.ok(clipping !== undefined && clipping.clipped > 100);
  assert.equal(clipping.samples, 16_000);
  assert.equal(clipping.sourceShare, 0);
  assert.ok(clipping.peak > 1 && clipping.peak < 1.3, String(clipping.peak));
  const floats = Float32Array.from(square, (value) => Math.sign(value));
  assert.equal(noticed({ samples: floats, sampleRate: 44_100 }, {}).clipping?.sourceShare, 0);
});

Deno.test("PcmPipeline reports what was beyond full scale before resampling", () => {
  const loud = Float32Array.from({ length: 44_100 }, (_, at) => 9_000 * Math.sin(at / 20));
  const { clipping } = noticed({ samples: loud, sampleRate: 44_100 }, {});
  assert.ok(clipping !== undefined);
  assert.equal(clipping.sourceShare, restated([...loud], "int16")?.sourceShare);
  assert.ok(clipping.clipped / clipping.samples > 0.99);
  assert.ok(Math.abs(clipping.peak - 9_000) < 100);
});

Deno.test("PcmPipeline notices channels that cancel each other, by their correlation", () => {
  const left = (at: number) => 8_000 * Math.sin(at / 9) + 3_000 * Math.sin(at / 3.7);
  const other = (at: number) => 8_000 * Math.sin(at / 5.1) + 3_000 * Math.sin(at / 2.3);
  const rights: readonly [name: string, right: (at: number) => number, near: number | undefined][] =
    [
      ["negated", (at) => -left(at), -1],
      ["negated and a little quieter", (at) => -0.8 * left(at), -0.97],
      ["negated, with some of another", (at) => -left(at) + 0.1 * other(at), -0.995],
      ["negated and half as loud", (at) => -0.5 * left(at), undefined],
      ["equal", left, undefined],
      ["another", other, undefined],
      ["silent", () => 0, undefined],
    ];
  for (const [name, right, near] of rights) {
    for (const Samples of [Int16Array, Int32Array, Float32Array, Float64Array]) {
      const unit = Samples === Int16Array ? 1 : Samples === Int32Array ? 65_536 : 1 / 32_768;
      const samples = new Samples(40_000);
      for (let at = 0; at < samples.length; at++) {
        samples[at] = unit * (at % 2 === 0 ? left : right)(at >> 1);
      }
      for (const sampleRate of [16_000, 44_100]) {
        const clip = { samples, channels: 2, sampleRate };
        for (const dtype of ["int16", "float32"] as const) {
          const { outOfPhase } = noticed(clip, { dtype });
          if (near === undefined) assert.equal(outOfPhase, undefined, name);
          else assert.ok(Math.abs((outOfPhase ?? 0) - near) < 0.01, `${name}: ${outOfPhase}`);
        }
        assert.equal(noticed(clip, { channels: 2 }).outOfPhase, undefined);
        assert.equal(noticed(clip, { channels: 1 }).outOfPhase, undefined);
      }
    }
  }
});

Deno.test("PcmPipeline ignores the phase of near-silence, and of a single channel", () => {
  const quiet = Int16Array.from({ length: 8_000 }, (_, at) => at % 2 === 0 ? 20 : -20);
  assert.equal(noticed({ samples: quiet, channels: 2 }, {}).outOfPhase, undefined);
  const silence = new Float32Array(8_000);
  assert.equal(noticed({ samples: silence, channels: 2 }, {}).outOfPhase, undefined);
  assert.equal(noticed({ samples: quiet, channels: 1 }, {}).outOfPhase, undefined);
  const three = Int16Array.from({ length: 9_000 }, (_, at) => [9_000, -4_500, -4_500][at % 3]!);
  assert.equal(noticed({ samples: three, channels: 3 }, {}).outOfPhase, -0.5);
});
