import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAudio, type PcmSource } from "../../audio/mod.ts";
import { FORMAT_FILES, formatBytes, type FormatFile, formatPath } from "./_formats.ts";
import { bytesOf, concat, decodeBytes, withFile } from "./_wav.ts";

/** Layers I and II are synthesised less precisely than the others, here or in the reference. */
const TOLERANCE: Readonly<Record<string, number>> = { MP2: 1e-4 };

function drain(source: PcmSource): number[] {
  const samples: number[] = [];
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    for (const sample of piece) samples.push(sample);
  }
  return samples;
}

function compare(file: FormatFile, samples: readonly number[]): void {
  const { channels, frames, rms = 0 } = file;
  const tolerance = TOLERANCE[file.codec] ?? 2e-5;
  assert.equal(samples.length, frames * channels);
  for (const [frame = 0, ...wanted] of file.samples ?? []) {
    for (const [channel, value] of wanted.entries()) {
      const found = samples[frame * channels + channel] ?? NaN;
      assert.ok(Math.abs(found - value) <= tolerance, `frame ${frame}: ${found}, not ${value}`);
    }
  }
  const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
  assert.ok(Math.abs(Math.sqrt(energy / samples.length) - rms) < 0.02 * rms);
}

for (const file of FORMAT_FILES) {
  Deno.test(`openAudio() decodes ${file.file}: ${file.codec} in ${file.container}`, () => {
    using source = openAudio(formatPath(file.file));
    const { sampleRate, channels, format, frames } = source;
    assert.deepEqual([sampleRate, channels, format, frames ?? null], [
      file.sampleRate,
      file.channels,
      file.format,
      file.announced,
    ]);
    if (file.sha256 === undefined) return compare(file, drain(source));
    const hash = createHash("sha256");
    for (let piece = source.next(); piece !== undefined; piece = source.next()) {
      hash.update(bytesOf(piece));
    }
    assert.equal(hash.digest("hex"), file.sha256);
  });
}

Deno.test("openAudio() recognises every format by its contents, whatever the name", () => {
  const folder = mkdtempSync(join(tmpdir(), "audiofield-"));
  try {
    for (const [index, { file, sampleRate, channels, format }] of FORMAT_FILES.entries()) {
      for (const ending of [".wav", ".flac", ".mp3", ""]) {
        const path = join(folder, `${index}${ending}`);
        copyFileSync(formatPath(file), path);
        using source = openAudio(path);
        assert.deepEqual([source.sampleRate, source.channels, source.format], [
          sampleRate,
          channels,
          format,
        ]);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

Deno.test("openAudio() refuses files that it would decode wrongly, and says what they are", () => {
  const refused = { "refused_aac_51.m4a": "unsupported-codec" } as const;
  for (const [file, code] of Object.entries(refused)) {
    assert.throws(() => openAudio(formatPath(file)), { name: "AudioInputError", code });
  }
});

Deno.test("openAudio() finds MP3 after junk and before tags", () => {
  const mp3 = formatBytes("no_tag_8k.mp3");
  const { samples } = decodeBytes(mp3);
  const id3v1 = concat(new TextEncoder().encode("TAG"), new Uint8Array(125).fill(32));
  const junk = new Uint8Array(1000).map((_, index) => index * 7);
  const id3v2 = Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5);
  for (const file of [concat(junk, mp3), concat(mp3, id3v1), concat(id3v2, id3v2, mp3, id3v1)]) {
    assert.deepEqual(decodeBytes(file).samples, samples);
  }
});

Deno.test("openAudio() refuses MP3 whose rate or channels change partway through", () => {
  const [one, other] = ["no_tag_8k.mp3", "layer2.mp2"].map(formatBytes);
  assert.ok(one !== undefined && other !== undefined);
  const changed = { name: "AudioInputError", code: "format-change" };
  assert.throws(() => decodeBytes(concat(one, formatBytes("lame_cbr_44k_stereo.mp3"))), changed);
  assert.throws(() => decodeBytes(concat(other, one)), changed);
});

Deno.test("openAudio() reads joined MP3 files to the end", () => {
  const one = formatBytes("lame_cbr_44k_stereo.mp3");
  const { frames, samples } = decodeBytes(concat(one, one));
  assert.equal(frames, undefined, "the first one's length isn't that of both");
  assert.ok(samples.length > 2 * 13_230 * 2);
});

Deno.test("openAudio() refuses chained Ogg Vorbis streams of different formats", () => {
  const one = formatBytes("vorbis_16k.ogg");
  const chained = { name: "AudioInputError", code: "format-change" };
  assert.throws(() => decodeBytes(concat(one, formatBytes("vorbis_44k_stereo.ogg"))), chained);
});

for (const { file, announced } of FORMAT_FILES) {
  if (announced === null) continue;
  Deno.test(`openAudio() notices it wherever ${file} is cut off`, () => {
    const bytes = formatBytes(file);
    const whole = decodeBytes(bytes).samples.length;
    for (let kept = 1; kept < bytes.length; kept += Math.ceil(bytes.length / 60)) {
      let samples = -1;
      try {
        samples = decodeBytes(bytes.subarray(0, kept)).samples.length;
      } catch (error) {
        assert.ok(error instanceof Error && error.name === "AudioInputError", String(error));
      }
      // A header with an open length doesn't tell; anything after the audio isn't missed.
      if (samples >= 0 && file !== "pipe.aiff") assert.equal(samples, whole, `at byte ${kept}`);
    }
  });
}

Deno.test("openAudio() reads as much of a growing file as it had when opened", () => {
  withFile(formatBytes("pipe.aiff"), (path) => {
    using source = openAudio(path);
    Deno.writeFileSync(path, new Uint8Array(5000), { append: true });
    assert.equal(drain(source).length, 4800);
  });
});
