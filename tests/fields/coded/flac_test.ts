/** FLAC all the way: files and samples in, records, windows and damage out. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { AudiofieldError } from "../../../errors/mod.ts";
import { openAudio } from "../../../audio/mod.ts";
import { flacEncoder } from "../../../kernels/flac.ts";
import { verifyFile } from "../../../runtime/mod.ts";
import { frameStarts } from "../../audio/_flac_checksums.ts";
import { randomBelow } from "../../audio/_mutations.ts";
import { opened, packed, waves } from "./_flac_files.ts";

const clip = (name: string) => new URL(`../../data/flac/${name}.flac`, import.meta.url).pathname;

/** The stream that a record holds. */
function streamOf(bytes: Uint8Array<ArrayBuffer>, record = 0): Uint8Array<ArrayBuffer> {
  const { metadata } = opened(bytes).audio;
  const start = metadata.dataPtr(record);
  return bytes.slice(start, start + metadata.byteLength(record));
}

Deno.test("flac keeps samples of all depths, levels and channels", () => {
  const input = fc.record({
    bits: fc.constantFrom(8, 12, 16, 20, 24, 32),
    compressionLevel: fc.nat(8),
    channels: fc.integer({ min: 1, max: 8 }),
    frames: fc.oneof(fc.nat(40), fc.integer({ min: 4090, max: 9000 })),
    noise: fc.integer({ min: 1, max: 2 ** 31 }),
    seed: fc.integer({ min: 1, max: 2 ** 31 }),
  });
  fc.assert(
    fc.property(input, ({ bits, compressionLevel, channels, frames, noise, seed }) => {
      const below = randomBelow(seed);
      const draw = (width: number) => (below(noise) | 0) >> (32 - bits) << (width - bits);
      const samples = new (bits <= 16 ? Int16Array : Int32Array)(frames * channels);
      for (let at = 0; at < samples.length; at++) samples[at] = draw(bits <= 16 ? 16 : 32);
      const bytes = packed([{ samples, sampleRate: 16_000, channels }], { bits, compressionLevel });
      const decoded = opened(bytes, bits).audio.decode(0);
      assert.deepEqual({ ...decoded }, { samples, sampleRate: 16_000, channels });
      assert.equal(verifyFile(bytes).ok, true);
    }),
    { numRuns: 60 },
  );
});

Deno.test("flac passes files through unchanged", () => {
  const path = clip("p09_speech_16k_s16");
  const bytes = packed([path]);
  const frames = (stream: Uint8Array) => stream.subarray(frameStarts(stream)[0]);
  assert.deepEqual(frames(streamOf(bytes)), frames(Deno.readFileSync(path)));
  assert.equal(verifyFile(bytes).ok, true);
  using source = openAudio(path);
  const wanted: number[] = [];
  for (let piece = source.next(); piece !== undefined; piece = source.next()) wanted.push(...piece);
  assert.deepEqual([...opened(bytes).audio.decode(0).samples], wanted);
});

Deno.test("flac gives windows as slices of the whole, in at most two reads", () => {
  const samples = waves(50_000, 2);
  const { audio, reads } = opened(packed([{ samples, sampleRate: 16_000, channels: 2 }]));
  audio.extent(0);
  const window = fc.tuple(fc.nat(50_000), fc.integer({ min: 1, max: 20_000 }));
  fc.assert(fc.property(window, ([start, count]) => {
    const out = new Int16Array(count * 2);
    const before = reads();
    const kept = audio.decodeWindow(0, start, count, out);
    assert.ok(reads() - before <= 2);
    assert.equal(kept, Math.min(count, 50_000 - start));
    const wanted = new Int16Array(count * 2);
    wanted.set(samples.subarray(start * 2, (start + kept) * 2));
    assert.deepEqual(out, wanted);
  }));
});

Deno.test("flac decodes to float32 on request", () => {
  const samples = waves(5000, 1);
  const { audio } = opened(packed([{ samples, sampleRate: 16_000, channels: 1 }]));
  const out = new Float32Array(4000);
  audio.decodeWindow(0, 1000, 4000, out);
  assert.deepEqual(out, Float32Array.from(samples.subarray(1000), (sample) => sample / 32_768));
});

Deno.test("flacEncoder() refuses what the format doesn't support", () => {
  for (const [sampleRate, channels, bits] of [[0, 1, 16], [1_048_576, 1, 16], [8000, 9, 16]]) {
    assert.throws(
      () =>
        flacEncoder({
          sampleRate: sampleRate!,
          channels: channels!,
          bits: bits!,
          compressionLevel: 5,
        }),
      (error) => error instanceof AudiofieldError && error.code === "codec-parameters",
    );
  }
});
