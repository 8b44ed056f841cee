import assert from "node:assert/strict";
import { field, type PcmArray, type Waveform } from "../../../schema/mod.ts";
import { Kinds } from "../_kinds.ts";

const silence = { samples: new Int16Array(1), sampleRate: 16_000 };

Deno.test("waveform refuses sample rates and channel counts that no audio has", async () => {
  using kinds = await Kinds.of({ audio: field.waveform({ mono: false }) });
  const samples = new Int16Array(512);
  for (const sampleRate of [0, -1, 0.5, NaN, Infinity, undefined, "16000"]) {
    const error = kinds.refusal({ audio: { samples, sampleRate } }, { audio: silence });
    assert.equal(error.code, "sample-rate", String(sampleRate));
  }
  for (const channels of [0, -1, 0.5, NaN, 256, null, "2"]) {
    const audio = { samples, sampleRate: 16_000, channels };
    assert.equal(kinds.refusal({ audio }, { audio: silence }).code, "channels", String(channels));
  }
  const partial = { samples, sampleRate: 16_000, channels: 3 };
  assert.equal(kinds.refusal({ audio: partial }, { audio: silence }).code, "partial-frame");
});

Deno.test("waveform refuses NaN and infinity and names the sample", async () => {
  for (const dtype of ["int16", "int32", "float32"] as const) {
    using kinds = await Kinds.of({ audio: field.waveform({ dtype, mono: false }) });
    for (const bad of [NaN, Infinity, -Infinity]) {
      for (const samples of [new Float32Array(400_000), new Float64Array(400_000)]) {
        samples[300_001] = bad;
        const audio = { samples, sampleRate: 16_000, channels: 2 };
        const error = kinds.refusal({ audio }, { audio: silence });
        assert.equal(error.name, "AudioInputError");
        assert.equal(error.code, "non-finite");
        assert.equal(error.found, String(bad));
        assert.match(error.message, /sample 150000 of channel 1 is not finite/);
      }
    }
  }
});

Deno.test("waveform refuses a float64 sample that float32 can't hold", async () => {
  using kinds = await Kinds.of({ audio: field.waveform({ dtype: "float32" }) });
  const audio = { samples: Float64Array.of(0, 1e39), sampleRate: 16_000 };
  const error = kinds.refusal({ audio }, { audio: silence });
  assert.equal(error.code, "non-finite");
  assert.match(error.message, /sample 1 of channel 0 is too large for float32/);
});

Deno.test("waveform refuses anything but audio", async () => {
  using kinds = await Kinds.of({ audio: field.waveform() });
  const wrong: unknown[] = [undefined, null, 3, new Int16Array(3), [], {}, { sampleRate: 16_000 }, {
    path: 3,
  }];
  for (const audio of wrong) {
    const error = kinds.refusal({ audio }, { audio: silence });
    assert.equal(error.name, "ManifestError");
    assert.equal(error.code, audio === undefined ? "missing-value" : "wrong-value");
    assert.match(
      error.message,
      /expected audio: a path, \{ path, startSeconds, durationSeconds, scale \}, or \{ samples, sampleRate, /,
    );
  }
  for (const samples of [[1, 2], new Uint8Array(2), new Uint16Array(2), new BigInt64Array(2)]) {
    const error = kinds.refusal({ audio: { samples, sampleRate: 16_000 } }, { audio: silence });
    assert.equal(error.code, "sample-type");
  }
});

Deno.test("waveform keeps clips without samples", async () => {
  for (const mono of [true, false]) {
    using kinds = await Kinds.of({ audio: field.waveform({ mono, dtype: "float32" }) });
    const audio = { samples: new Int16Array(0), sampleRate: 16_000, channels: 2 };
    const stored = { samples: new Float32Array(0), sampleRate: 16_000, channels: mono ? 1 : 2 };
    assert.deepEqual(kinds.roundTrip({ audio }), { audio: stored });
    using reader = kinds.pack({ audio });
    assert.equal(reader.field("audio").metadata(0)["durationMs"], 0);
    const batch = reader.field("audio").allocateBatch(2) as { shape: number[] };
    reader.field("audio").decodeBatch([0, 0], batch);
    assert.deepEqual(batch.shape, [2, 0, mono ? 1 : 2]);
  }
});

Deno.test("waveform keeps 255 channels, and mixes them", async () => {
  const samples = Int16Array.from({ length: 255 * 3 }, (_, index) => index - 300);
  using many = await Kinds.of({ audio: field.waveform({ mono: false }) });
  const audio = { samples, sampleRate: 16_000, channels: 255 };
  assert.deepEqual(many.roundTrip({ audio }), { audio });
  using one = await Kinds.of({ audio: field.waveform() });
  const mixed = one.roundTrip({ audio })["audio"] as Waveform;
  // The mean of 255 numbers in a row is the middle one.
  assert.deepEqual(mixed.samples, Int16Array.of(127 - 300, 382 - 300, 637 - 300));
});

Deno.test("waveform mixes to the mean, rounded to nearest even", async () => {
  using kinds = await Kinds.of({ audio: field.waveform() }, { onClipping: "warn" });
  const pairs = [0, 1, 1, 2, 2, 3, -1, 0, -3, -2, 32_767, 32_767, -32_768, 32_767];
  const stored = (samples: PcmArray) => {
    const audio = { samples, sampleRate: 16_000, channels: 2 };
    return [...(kinds.roundTrip({ audio })["audio"] as Waveform).samples];
  };
  assert.deepEqual(stored(Int16Array.from(pairs)), [0, 2, 2, 0, -2, 32_767, 0]);
  assert.deepEqual(stored(Float64Array.of(1, 1, -1, -1, 1, -1, 3, 1)), [
    32_767,
    -32_767,
    0,
    32_767,
  ]);
});

Deno.test("waveform's int16 is unchanged on its way in and out", async () => {
  const samples = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);
  using kinds = await Kinds.of({
    same: field.waveform(),
    wide: field.waveform({ dtype: "int32" }),
    float: field.waveform({ dtype: "float32" }),
  });
  const audio = { samples, sampleRate: 16_000 };
  const read = kinds.roundTrip({ same: audio, wide: audio, float: audio });
  const of = (name: string) => (read[name] as Waveform).samples;
  assert.deepEqual(of("same"), samples);
  assert.deepEqual(of("wide"), Int32Array.from(samples, (value) => value * 65_536));
  assert.deepEqual(of("float"), Float32Array.from(samples, (value) => value / 32_768));
});

Deno.test("waveform rounds durations down to whole milliseconds, exactly", async () => {
  using kinds = await Kinds.of({ audio: field.waveform() });
  const lengths: [samples: number, ms: number][] = [[16_016, 1_001], [15, 0], [16, 1], [31, 1]];
  for (const [samples, ms] of lengths) {
    const audio = { samples: new Int16Array(samples), sampleRate: 16_000 };
    using reader = kinds.pack({ audio });
    assert.equal(reader.field("audio").metadata(0)["durationMs"], ms);
  }
});

Deno.test("waveform reads samples from the middle of a buffer", async () => {
  using kinds = await Kinds.of({ audio: field.waveform() });
  const samples = Int16Array.of(1, 2, 3, 4, 5).subarray(1, 4);
  const read = kinds.roundTrip({ audio: { samples, sampleRate: 16_000 } })["audio"] as Waveform;
  assert.deepEqual(read.samples, Int16Array.of(2, 3, 4));
});
