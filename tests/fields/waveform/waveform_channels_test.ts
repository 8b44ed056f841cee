import assert from "node:assert/strict";
import fc from "fast-check";
import { verifyFile } from "../../../runtime/mod.ts";
import { defineDataset, field, type PcmArray, type Waveform } from "../../../schema/mod.ts";
import { tampered } from "../../container/_tamper.ts";
import { packed } from "../../container/_varied.ts";
import { Kinds } from "../_kinds.ts";

/** Three frames of six channels, with all samples different. */
const surround = Int16Array.from({ length: 18 }, (_, index) => index * 1_000 - 9_000);

function audioOf(samples: PcmArray, channels: number): { audio: Waveform } {
  return { audio: { samples, sampleRate: 16_000, channels } };
}

Deno.test("waveform keeps the first channels of clips that have more", async () => {
  using stereo = await Kinds.of({ audio: field.waveform({ channels: "stereo" }) });
  const two = Int16Array.of(-9_000, -8_000, -3_000, -2_000, 3_000, 4_000);
  assert.deepEqual(stereo.roundTrip(audioOf(surround, 6)), audioOf(two, 2));
  using first = await Kinds.of({ audio: field.waveform({ channels: 1 }) });
  assert.deepEqual(
    first.roundTrip(audioOf(surround, 6)),
    audioOf(Int16Array.of(-9_000, -3_000, 3_000), 1),
  );
});

Deno.test("waveform copies the channel of mono clips", async () => {
  using three = await Kinds.of({ audio: field.waveform({ channels: 3, dtype: "float32" }) });
  const copies = Float32Array.of(0.5, 0.5, 0.5, -1, -1, -1);
  assert.deepEqual(
    three.roundTrip(audioOf(Int16Array.of(16_384, -32_768), 1)),
    audioOf(copies, 3),
  );
});

Deno.test("waveform leaves clips with exactly its channel count unchanged", async () => {
  using six = await Kinds.of({ audio: field.waveform({ channels: 6 }) });
  assert.deepEqual(six.roundTrip(audioOf(surround, 6)), audioOf(surround, 6));
});

Deno.test("waveform refuses clips with fewer channels, except mono", async () => {
  using kinds = await Kinds.of({ audio: field.waveform({ channels: 6 }) });
  const error = kinds.refusal(audioOf(new Int16Array(8), 2), audioOf(surround, 6));
  assert.equal(error.name, "AudioInputError");
  assert.equal(error.code, "channels");
  assert.equal(
    error.message,
    'Field "audio" of record 1: Cannot store the given samples: it has 2 channels, but the field ' +
      "has 6; mix it first, or change the schema",
  );
});

Deno.test("waveform ignores NaN in channels that it leaves out", async () => {
  using kinds = await Kinds.of({ audio: field.waveform({ channels: 1 }) });
  const samples = Float32Array.of(0.5, NaN, -0.5, 0);
  assert.deepEqual(
    kinds.roundTrip(audioOf(samples, 2)),
    audioOf(Int16Array.of(16_384, -16_384), 1),
  );
  samples[2] = Infinity;
  const error = kinds.refusal(audioOf(samples, 2), audioOf(surround, 6));
  assert.match(error.message, /sample 1 of channel 0 is not finite/);
});

Deno.test("waveform's batches have the schema's channels, even without records", async () => {
  using kinds = await Kinds.of({ audio: field.waveform({ channels: 3 }) });
  using empty = kinds.pack();
  assert.deepEqual(empty.field("audio").declareBatch(4), {
    shape: [4, 0, 3],
    dtype: "int16",
    byteLength: 0,
  });
  using one = kinds.pack(audioOf(Int16Array.of(1, 2), 1));
  const batch = one.field("audio").allocateBatch(1) as { data: Int16Array; shape: number[] };
  one.field("audio").decodeBatch([0], batch);
  assert.deepEqual(batch.shape, [1, 2, 3]);
  assert.deepEqual(batch.data, Int16Array.of(1, 1, 1, 2, 2, 2));
});

Deno.test("verifyFile() reports a channel count that differs from the schema's", () => {
  const { ir } = defineDataset("A", { audio: field.waveform({ channels: 2 }) });
  const sound = packed(ir, [audioOf(surround, 6), audioOf(new Int16Array(0), 2)]);
  assert.ok(verifyFile(sound).ok);
  const other = tampered(sound, (file) => void (file.bytes[file.recordAt(0, 1) + 20] = 3));
  const { damaged } = verifyFile(other);
  assert.deepEqual(damaged.map(({ record, code }) => [record, code]), [[1, "channels"]]);
});

Deno.test("waveform selects and copies channels of any format, at any length", async () => {
  using kinds = await Kinds.of({
    int16: field.waveform({ channels: 2 }),
    int32: field.waveform({ channels: 2, dtype: "int32" }),
    float32: field.waveform({ channels: 2, dtype: "float32" }),
  });
  using all = await Kinds.of({
    int16: field.waveform({ mono: false }),
    int32: field.waveform({ mono: false, dtype: "int32" }),
    float32: field.waveform({ mono: false, dtype: "float32" }),
  });
  const clip = fc.record({
    channels: fc.constantFrom(1, 2, 3, 6, 7),
    frames: fc.integer({ min: 0, max: 3_000 }),
    format: fc.constantFrom(Int16Array, Int32Array, Float32Array, Float64Array),
  });
  fc.assert(
    fc.property(clip, ({ channels, frames, format }) => {
      const full = format === Int16Array ? 2 ** 15 : format === Int32Array ? 2 ** 31 : 1;
      const samples = new format(frames * channels);
      for (let at = 0; at < samples.length; at++) samples[at] = Math.sin(at * at) * full;
      const audio = { samples, sampleRate: 16_000, channels };
      const record = { int16: audio, int32: audio, float32: audio };
      const kept = kinds.roundTrip(record) as Record<string, Waveform>;
      const whole = all.roundTrip(record) as Record<string, Waveform>;
      for (const name of Object.keys(record)) {
        const from = whole[name]!.samples;
        const wanted = from.slice(0, 0).constructor as Int16ArrayConstructor;
        assert.deepEqual(
          kept[name]!.samples,
          wanted.from(
            { length: frames * 2 },
            (_, at) => from[Math.floor(at / 2) * channels + Math.min(at % 2, channels - 1)]!,
          ),
        );
      }
    }),
    { numRuns: 20 },
  );
});
