import assert from "node:assert/strict";
import { AudioFiles, openAudio, probeAudio } from "../../audio/mod.ts";
import { formatBytes, formatPath } from "./_formats.ts";
import { decodeBytes, withFile } from "./_wav.ts";

const video = formatPath("video_two_tracks.mkv");

/** The code of the refusal. */
function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "none";
}

Deno.test("the first audio track is read, or the one that is asked for", () => {
  assert.equal(probeAudio(video).channels, 1);
  assert.equal(probeAudio(video, { track: 1 }).channels, 1);
  assert.equal(probeAudio(video, { track: 2 }).channels, 2);
  using second = openAudio(video, { track: 2 });
  assert.equal(second.channels, 2);
  using files = new AudioFiles({ track: 2 });
  using segment = files.open({ path: video, startSeconds: 0.1, durationSeconds: 0.1 });
  assert.deepEqual([segment.channels, segment.frames], [2, 1600]);
});

Deno.test("a track that a file doesn't have is an error", () => {
  assert.equal(codeOf(() => probeAudio(video, { track: 3 })), "no-audio");
  assert.equal(codeOf(() => probeAudio(formatPath("aac_16k.mov"), { track: 2 })), "no-audio");
  assert.equal(codeOf(() => probeAudio(formatPath("sphere_le.sph"), { track: 2 })), "no-audio");
  assert.equal(probeAudio(formatPath("sphere_le.sph"), { track: 1 }).frames, 4800);
});

Deno.test("SPHERE that is compressed with shorten is refused with the program that helps", () => {
  const file = formatBytes("sphere_le.sph").slice();
  const text = new TextDecoder("latin1").decode(file.subarray(0, 1024))
    .replace("-s3 pcm", "-s26 pcm,embedded-shorten-v2.00").slice(0, 1024);
  file.set(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  assert.throws(() => withFile(file, (path) => openAudio(path)), {
    code: "unsupported-codec",
    hint: /sph2pipe/,
  });
});

/** Bits of bytes, first bit first. */
const bitsOf = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");

/**
 * The ADTS file with an element before the end of every packet: 20 bytes whose kind is `kind`.
 */
function withElements(file: Uint8Array, kind: number): Uint8Array {
  const frames: number[] = [];
  for (let at = 0; at < file.length;) {
    const header = file.slice(at, at + 7);
    const [, , , high = 0, middle = 0, low = 0] = header;
    const length = (high & 3) << 11 | middle << 3 | low >> 5;
    const bits = bitsOf(file.subarray(at + 7, at + length));
    const end = bits.lastIndexOf("111");
    const fill = "110" + "1111" + (6).toString(2).padStart(8, "0") +
      kind.toString(2).padStart(4, "0") + "01".repeat(78);
    const whole = bits.slice(0, end) + fill + "111";
    const padded = whole.padEnd(Math.ceil(whole.length / 8) * 8, "0");
    const bytes = padded.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [];
    const total = bytes.length + 7;
    header[3] = high & ~3 | total >> 11;
    header[4] = total >> 3 & 255;
    header[5] = (total & 7) << 5 | low & 31;
    frames.push(...header, ...bytes);
    at += length;
  }
  return Uint8Array.from(frames);
}

Deno.test("HE-AAC that only its packets reveal is refused, not read without its upper half", () => {
  const plain = formatBytes("adts_16k.aac");
  const replication = withElements(plain, 13);
  assert.throws(() => decodeBytes(replication), { code: "unsupported-codec", message: /HE-AAC/ });
  // Other elements at the same place change nothing.
  assert.deepEqual(decodeBytes(withElements(plain, 0)).samples, decodeBytes(plain).samples);
});
