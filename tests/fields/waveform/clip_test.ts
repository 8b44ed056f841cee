/** The forms that decoded clips are taken in. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { openAudio } from "../../../audio/mod.ts";
import { createDatasetWriter, openDataset, openDatasetAsync } from "../../../runtime/mod.ts";
import { Clip } from "../../../runtime/fields/waveform/clip.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { TestFolder } from "../../_test_folder.ts";

Deno.test("toFloat32() scales integers, and mixes channels to their mean", () => {
  const stereo = new Clip(Int16Array.of(-32_768, 16_384, 32_767, 1), 16_000, 2);
  assert.deepEqual(stereo.toFloat32(), Float32Array.of(-1, 0.5, 32_767 / 32_768, 1 / 32_768));
  assert.deepEqual(stereo.toFloat32({ mono: true }), Float32Array.of(-0.25, 0.5));
  const deep = new Clip(Int32Array.of(-(2 ** 31), 2 ** 30), 8000, 1);
  assert.deepEqual(deep.toFloat32({ mono: true }), Float32Array.of(-1, 0.5));
  const own = Float32Array.of(0.1, 2);
  const floats = new Clip(own, 8000, 1).toFloat32();
  assert.deepEqual(floats, own);
  floats[0] = 5;
  assert.equal(own[0], Math.fround(0.1), "it is memory of its own");
  assert.equal(new Clip(new Int16Array(0), 8000, 3).toFloat32({ mono: true }).length, 0);
});

Deno.test("toFloat32() resamples to exactly as many samples as there should be", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 70_000 }),
      fc.constantFrom(8000, 16_000, 22_050, 44_100, 48_000),
      fc.constantFrom(8000, 16_000, 44_100),
      fc.integer({ min: 1, max: 2 }),
      (frames, from, to, channels) => {
        const samples = Int16Array.from(
          { length: frames * channels },
          (_, at) => 16_000 * Math.sin(2 * Math.PI * 440 * Math.floor(at / channels) / from),
        );
        const found = new Clip(samples, from, channels).toFloat32({ sampleRate: to });
        assert.equal(found.length, Math.floor(frames * to / from) * channels);
        const middle = Math.floor(found.length / channels / 2);
        const wanted = 16_000 / 32_768 * Math.sin(2 * Math.PI * 440 * middle / to);
        if (frames > 5000) assert.ok(Math.abs(found[middle * channels]! - wanted) < 1e-3);
      },
    ),
    { numRuns: 40 },
  );
});

Deno.test("toAudioBuffer() copies each channel to a buffer of the clip's rate", () => {
  const channels: Float32Array[] = [];
  let made: readonly number[] = [];
  const context = {
    createBuffer(...asked: [number, number, number]) {
      made = asked;
      return {
        copyToChannel: (samples: Float32Array, channel: number) => {
          channels[channel] = samples.slice();
        },
      };
    },
  };
  new Clip(Int16Array.of(0, 16_384, -16_384, -32_768), 22_050, 2).toAudioBuffer(context);
  assert.deepEqual(made, [2, 2, 22_050]);
  assert.deepEqual(channels, [Float32Array.of(0, -0.5), Float32Array.of(0.5, -1)]);
  new Clip(new Int16Array(0), 8000, 1).toAudioBuffer(context);
  assert.deepEqual(made, [1, 1, 8000]);
});

Deno.test("toWav() is a WAV file of the samples as they are", () => {
  using folder = new TestFolder();
  const clips = [
    new Clip(Int16Array.of(1, -2, 3), 8000, 1),
    new Clip(Int32Array.of(2 ** 30, -5), 48_000, 2),
    new Clip(Float32Array.of(0.25, -1, 7, 0, 1, 2), 16_000, 3),
    new Clip(new Int16Array(0), 16_000, 1),
  ];
  for (const [number, clip] of clips.entries()) {
    const path = folder.file(`${number}.wav`);
    Deno.writeFileSync(path, clip.toWav());
    using source = openAudio(path);
    assert.deepEqual([source.sampleRate, source.channels], [clip.sampleRate, clip.channels]);
    const found = [];
    for (let piece = source.next(); piece !== undefined; piece = source.next()) {
      found.push(...piece);
    }
    assert.deepEqual(found, [...clip.samples]);
  }
});

Deno.test("every kind of audio decodes to clips, with and without waiting", async () => {
  using folder = new TestFolder();
  const { ir } = defineDataset("All", {
    audio: field.waveform(),
    flac: field.flac({ sampleRate: 16_000 }),
    opus: field.opus({ sampleRate: 16_000 }),
    long: field.chunkedWaveform({ sampleRate: 16_000 }),
    parts: field.stems({ names: ["a", "b"], sampleRate: 16_000 }),
    words: field.text(),
    speaker: field.category(),
    number: field.uint64(),
  });
  const audio = { samples: Int16Array.from({ length: 4000 }, (_, at) => at), sampleRate: 16_000 };
  const path = folder.file("all.afd");
  {
    using writer = createDatasetWriter(path, { ir });
    const more = { parts: { a: audio }, words: "word", speaker: "s1", number: 7n };
    writer.append({ audio, flac: audio, opus: audio, long: audio, ...more });
    writer.finish();
  }
  using local = openDataset(path);
  using waited = await openDatasetAsync(new Blob([Deno.readFileSync(path)]));
  for (const [name, reader] of waited.fields) {
    const value = await reader.decodeAsync(0);
    assert.deepEqual(value, local.field(name).decode(0), name);
    const clip = name === "parts" ? (value as { a: unknown }).a : value;
    const isAudio = ["audio", "flac", "opus", "long", "parts"].includes(name);
    assert.equal(clip instanceof Clip, isAudio, name);
    if (clip instanceof Clip) assert.equal(clip.toFloat32({ sampleRate: 8000 }).length, 2000);
  }
});
