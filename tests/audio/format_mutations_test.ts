import assert from "node:assert/strict";
import { AudioInputError } from "../../errors/mod.ts";
import { type ByteSource, InputDecoder } from "../../kernels/input.ts";
import { formatBytes } from "./_formats.ts";
import { fixOggChecksums, mutate, Xorshift } from "./_mutate.ts";
import { HangLimit } from "../_hang_limit.ts";

const MUTATIONS = 10_000;
/** The limit of the decoders' memory, which has grown with all files so far. */
const MAX_MEMORY = 96 << 20;
/** Far more than any of these files takes, even on a busy machine. */
const MAX_MILLISECONDS = 5000;
/** At most this many times a file's size may be read. */
const MAX_READ = 64;

/** Decodes; returns the number of bytes, or the refusal's code. */
function attempt(bytes: Uint8Array): number | string {
  let [read, reads] = [0, 0];
  const source: ByteSource = {
    size: bytes.length,
    readAt(position, buffer) {
      const piece = bytes.subarray(position, position + buffer.length);
      buffer.set(piece);
      read += piece.length;
      assert.ok(++reads < 20_000, "a bounded number of reads");
      assert.ok(read <= MAX_READ * bytes.length + (1 << 20), "a bounded amount is read");
      assert.ok(buffer.buffer.byteLength <= MAX_MEMORY, "bounded memory");
      return piece.length;
    },
  };
  try {
    using decoder = new InputDecoder(source, "mutation");
    assert.ok(decoder.channels >= 1 && decoder.channels <= 255);
    assert.ok(decoder.sampleRate >= 1 && decoder.sampleRate <= 3_072_000);
    let decoded = 0;
    for (let piece = decoder.next(); piece !== undefined; piece = decoder.next()) {
      decoded += piece.length;
      assert.ok(piece.buffer.byteLength <= MAX_MEMORY, "bounded memory");
    }
    const frameBytes = decoder.channels * { int16: 2, int32: 4, float32: 4, float64: 8 }[
      decoder.format
    ];
    assert.equal(decoded % frameBytes, 0);
    if (decoder.frames !== undefined) assert.equal(decoded / frameBytes, decoder.frames);
    return decoded;
  } catch (error) {
    assert.ok(error instanceof AudioInputError, String(error));
    assert.notEqual(error.code, "decoder-crashed");
    assert.notEqual(error.code, "decoder-failed");
    return error.code;
  }
}

/** A small file of each format. */
const FILES = [
  "pcm_s8.aiff",
  "alaw.aifc",
  "mulaw.caf",
  "alac.caf",
  "no_tag_8k.mp3",
  "ffmpeg_16k_id3v1.mp3",
  "layer2.mp2",
  "vorbis_16k.ogg",
  "aac_16k.mov",
  "aac_44k_stereo.m4a",
  "cover_alac.m4a",
  "adts_16k.aac",
  "sphere_be_stereo.WAV",
  "sphere_mulaw.sph",
  "mulaw_stereo.au",
  "mulaw.w64",
  "ima_stereo.wav",
  "ms_stereo.wav",
  "gsm.wav",
  "opus_live.webm",
  "vorbis.webm",
  "flac.mka",
  "pcm_24_be.mka",
  "mp3.mka",
  "video_two_tracks.mkv",
  "fragmented.mp4",
  "opus.caf",
] as const;

for (const [seed, file] of FILES.entries()) {
  Deno.test(`InputDecoder survives ${MUTATIONS} mutations of ${file}`, () => {
    const whole = formatBytes(file);
    assert.equal(typeof attempt(whole), "number");
    const random = new Xorshift(seed + 1);
    const outcomes = new Set<string>();
    for (let index = 0; index < MUTATIONS; index++) {
      const mutation = mutate(whole, random);
      if (file.endsWith(".ogg") && index % 2 === 0) fixOggChecksums(mutation);
      const limit = new HangLimit(MAX_MILLISECONDS);
      const outcome = attempt(mutation);
      limit.check(`mutation ${index}`);
      outcomes.add(typeof outcome === "number" ? "decoded" : outcome);
    }
    assert.ok(outcomes.has("decoded") && outcomes.size > 3, "the mutations reach the decoder");
  });
}

Deno.test("InputDecoder refuses absurd headers before it reserves memory for them", () => {
  const absurd = [0x80000000, 0xFFFFFFFF, 0x7FFFFFFF];
  for (const file of FILES) {
    const whole = formatBytes(file);
    for (let at = 0; at + 4 <= Math.min(whole.length, 1200); at++) {
      for (const value of absurd) {
        const mutation = whole.slice();
        new DataView(mutation.buffer).setUint32(at, value, file.endsWith(".ogg"));
        if (file.endsWith(".ogg")) fixOggChecksums(mutation);
        attempt(mutation);
      }
    }
  }
});
