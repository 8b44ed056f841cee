/** Opus all the way: files and samples in, records, windows and damage out. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { openAudio } from "../../../audio/mod.ts";
import { AudiofieldError } from "../../../errors/mod.ts";
import { opusEncoder } from "../../../kernels/opus.ts";
import { createDatasetWriter, openDataset, verifyFile } from "../../../runtime/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { clip, decibels, opened, packed, voice } from "./_opus.ts";

Deno.test("opus keeps rates, channels, packets and lengths, and sounds alike", () => {
  const input = fc.record({
    sampleRate: fc.constantFrom(8_000, 12_000, 16_000, 24_000, 48_000),
    channels: fc.integer({ min: 1, max: 8 }),
    frameDuration: fc.constantFrom(2.5, 5, 10, 20, 40, 60),
    application: fc.constantFrom("audio", "voip", "lowdelay"),
    vbr: fc.boolean(),
    resetSeconds: fc.constantFrom(0, 0.12),
    frames: fc.oneof(fc.nat(40), fc.integer({ min: 2_000, max: 12_000 })),
  });
  fc.assert(
    fc.property(input, ({ channels, frames, ...options }) => {
      const { sampleRate } = options;
      const samples = voice(frames, channels, sampleRate);
      const bytes = packed([{ samples, sampleRate, channels }], options);
      const { audio } = opened(bytes, options);
      const decoded = audio.decode(0);
      assert.equal(decoded.samples.length, samples.length);
      assert.deepEqual([decoded.sampleRate, decoded.channels], [sampleRate, channels]);
      assert.equal(verifyFile(bytes).ok, true);
      // Frames of 2.5 ms that start over often sound worst, just below 3 dB; other audio is below 0.
      if (frames > 2_000 && channels <= 2) assert.ok(decibels(samples, decoded.samples) > 2);
    }),
    { numRuns: 40 },
  );
});

Deno.test("opus passes files through unchanged, and decodes them as a file reader does", () => {
  for (const name of ["p11_speech_mono", "p12_complete_stereo", "short", "surround51"]) {
    const bytes = packed([clip(name)], { sampleRate: 48_000 });
    const { audio } = opened(bytes);
    const start = audio.metadata.dataPtr(0);
    const stream = bytes.subarray(start, start + audio.metadata.byteLength(0));
    assert.deepEqual(stream, Deno.readFileSync(clip(name)));
    assert.equal(verifyFile(bytes).ok, true);
    using source = openAudio(clip(name));
    const wanted: Float32Array[] = [];
    for (let piece = source.next(); piece !== undefined; piece = source.next()) {
      wanted.push(Float32Array.from(piece));
    }
    assert.deepEqual(
      Float32Array.from(wanted.flatMap((part) => [...part])),
      audio.decode(0).samples,
    );
  }
});

Deno.test("opus doesn't pass through streams that don't start over where they should", () => {
  const options = { sampleRate: 48_000, resetSeconds: 1 };
  const { audio } = opened(packed([clip("p11_speech_mono")], options), options);
  assert.notEqual(audio.metadata.byteLength(0), Deno.statSync(clip("p11_speech_mono")).size);
});

Deno.test("opus decodes a clip at the field's rate, whatever the source's, as libopus does", () => {
  const { audio } = opened(packed([clip("p11_speech_mono")], { sampleRate: 16_000 }));
  const full = opened(packed([clip("p11_speech_mono")], { sampleRate: 48_000 })).audio;
  const { samples } = audio.decode(0);
  assert.equal(samples.length, Math.floor(full.metadata.numSamples(0) / 3));
  const ends = new URL("../../data/opus/p11_ends_16k.f32", import.meta.url);
  const wanted = new Float32Array(Deno.readFileSync(ends).buffer);
  const found = [...samples.subarray(0, 1_500), ...samples.subarray(-1_500)];
  const off = wanted.reduce((most, value, at) => Math.max(most, Math.abs(value - found[at]!)), 0);
  assert.ok(off < 1e-6, `${off}`);
});

Deno.test("opus windows take at most two reads, with an extra grid step on each side", () => {
  const samples = voice(320_000, 1, 16_000);
  const bytes = packed([{ samples, sampleRate: 16_000, channels: 1 }]);
  const { audio, counters } = opened(bytes);
  const whole = audio.decode(0).samples;
  const bytesPerSecond = audio.metadata.byteLength(0) / 20;
  const window = fc.tuple(fc.nat(320_000), fc.integer({ min: 1, max: 32_000 }));
  fc.assert(fc.property(window, ([start, count]) => {
    const out = new Float32Array(count);
    const before = { ...counters };
    const kept = audio.decodeWindow(0, start, count, out);
    assert.ok(counters.reads - before.reads <= 3, "the metadata, the index, the units");
    // Half a second before the pre-roll and after the end; at the end, a unit has two pages.
    const most = (count / 16_000 + 0.08 + 1.5) * bytesPerSecond * 1.3 + 600;
    assert.ok(counters.bytes - before.bytes <= most);
    assert.equal(kept, Math.min(count, 320_000 - start));
    assert.ok(out.subarray(kept).every((sample) => sample === 0));
    if (kept > 4_000) {
      assert.ok(decibels(whole.subarray(start, start + kept), out.subarray(0, kept)) > 20);
    }
  }));
});

Deno.test("opus windows are exact where encoder and decoder start over", () => {
  const options = { resetSeconds: 1.5, sampleRate: 16_000 };
  const samples = voice(100_000, 2, 16_000);
  const bytes = packed([{ samples, sampleRate: 16_000, channels: 2 }], options);
  assert.equal(verifyFile(bytes).ok, true);
  const { audio } = opened(bytes, options);
  const whole = audio.decode(0).samples;
  // From the beginning of a part; further in, it depends on the pre-roll.
  for (const start of [0, 24_000, 48_000, 72_000, 96_000]) {
    const count = Math.min(30_000, 100_000 - start);
    const out = new Float32Array(count * 2);
    audio.decodeWindow(0, start, count, out);
    assert.deepEqual(out, whole.slice(start * 2, (start + count) * 2));
  }
});

Deno.test("fields computed from an opus field use its decoded audio", () => {
  const { ir } = defineDataset("A", {
    audio: field.opus({ bitrate: 12_000 }),
    mel: field.melSpectrogram({ from: "audio", preset: "whisper", storeDtype: "float32" }),
  });
  const { ir: plain } = defineDataset("B", {
    mel: field.melSpectrogram({ preset: "whisper", storeDtype: "float32" }),
  });
  const folder = Deno.makeTempDirSync();
  try {
    const melOf = (schema: typeof ir, record: Record<string, unknown>) => {
      const writer = createDatasetWriter(`${folder}/a.afd`, { ir: schema, overwrite: true });
      writer.append(record);
      writer.finish();
      using dataset = openDataset(Deno.readFileSync(`${folder}/a.afd`));
      return dataset.toRecord(0).mel;
    };
    const samples = voice(30_000, 1, 16_000);
    const heard = melOf(ir, { audio: { samples, sampleRate: 16_000 } });
    const decoded = opened(Deno.readFileSync(`${folder}/a.afd`)).audio.decode(0).samples;
    assert.ok(decibels(samples, decoded) < 30, "it is lossy");
    const wanted = melOf(plain, { mel: { samples: decoded, sampleRate: 16_000 } });
    assert.deepEqual(heard, wanted);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("opusEncoder() refuses what the format doesn't support", () => {
  const sound = {
    sampleRate: 16_000,
    channels: 1,
    bitrate: 32_000,
    application: "audio",
    frameDuration: 20,
    vbr: true,
    resetSamples: 0,
  } as const;
  for (const wrong of [{ sampleRate: 44_100 }, { channels: 9 }, { bitrate: 0 }]) {
    assert.throws(
      () => opusEncoder({ ...sound, ...wrong }),
      (error) => error instanceof AudiofieldError && error.code === "codec-parameters",
    );
  }
});
