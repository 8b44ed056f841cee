import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { openAudio } from "../../audio/mod.ts";
import { InputDecoder } from "../../kernels/input.ts";
import clips from "../data/flac/clips.json" with { type: "json" };
import { bytesOf } from "./_wav.ts";

const path = (name: string) => new URL(`../data/${name}`, import.meta.url);

for (const clip of clips) {
  Deno.test(`openAudio() decodes ${clip.file} to what was encoded`, () => {
    using source = openAudio(fileURLToPath(path(`flac/${clip.file}`)));
    assert.deepEqual([source.sampleRate, source.channels], [clip.sampleRate, clip.channels]);
    assert.equal(source.format, clip.bits <= 16 ? "int16" : "int32");
    assert.equal(source.frames, clip.frames);
    const hash = createHash("sha256");
    for (let piece = source.next(); piece !== undefined; piece = source.next()) {
      hash.update(bytesOf(piece));
    }
    assert.equal(hash.digest("hex"), clip.sha256);
  });
}

/** opusdec's samples at both ends; the golden index gives their number and the tolerance. */
const opus = [
  { file: "p11_speech_mono.opus", ends: "p11_ends.f32", channels: 1, frames: 220_598 },
  { file: "p12_complete_stereo.opus", ends: "p12_ends.f32", channels: 2, frames: 52_269 },
];

for (const { file, ends, channels, frames } of opus) {
  Deno.test(`openAudio() decodes ${file} as opusdec does`, () => {
    using source = openAudio(fileURLToPath(path(`opus/${file}`)));
    assert.deepEqual([source.sampleRate, source.channels, source.format], [
      48_000,
      channels,
      "float32",
    ]);
    assert.equal(source.frames, frames);
    const samples = new Float32Array(frames * channels);
    let at = 0;
    for (let piece = source.next(); piece !== undefined; piece = source.next()) {
      samples.set(piece, at);
      at += piece.length;
    }
    assert.equal(at, samples.length);
    const wanted = new Float32Array(Deno.readFileSync(path(`opus/${ends}`)).buffer);
    const half = wanted.length / 2;
    const last = samples.length - wanted.length;
    const worst = wanted.reduce(
      (worst, value, index) =>
        Math.max(worst, Math.abs(value - (samples[index < half ? index : last + index] ?? NaN))),
      0,
    );
    assert.ok(worst < 2e-4, `${worst}`);
  });
}

Deno.test("InputDecoder knows a file's container, codec, bits and whether it is seekable", () => {
  const told = (name: string) => {
    const bytes = Deno.readFileSync(path(name));
    const readAt = (position: number, buffer: Uint8Array) => {
      const piece = bytes.subarray(position, position + buffer.length);
      buffer.set(piece);
      return piece.length;
    };
    using decoder = new InputDecoder({ size: bytes.length, readAt }, name);
    return [decoder.container, decoder.codec, decoder.bits, decoder.seekable];
  };
  assert.deepEqual(told("flac/bits12.flac"), ["FLAC", "FLAC", 12, true]);
  assert.deepEqual(told("flac/in_ogg.oga"), ["Ogg", "FLAC", 16, false]);
  assert.deepEqual(told("opus/short.opus"), ["Ogg", "Opus", undefined, false]);
});
