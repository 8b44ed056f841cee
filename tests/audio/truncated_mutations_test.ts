import assert from "node:assert/strict";
import { AudioInputError } from "../../errors/mod.ts";
import { type ByteSource, identifyInput, InputDecoder } from "../../kernels/input.ts";
import { HangLimit } from "../_hang_limit.ts";
import { fixOggChecksums, mutate, Xorshift } from "./_mutate.ts";

const MUTATIONS = 300;
const MAX_MILLISECONDS = 5000;

const FILES = [
  "formats/pcm_s8.aiff",
  "formats/mulaw.caf",
  "formats/alac.caf",
  "formats/ffmpeg_16k_id3v1.mp3",
  "formats/lame_cbr_44k_stereo.mp3",
  "formats/adts_16k.aac",
  "formats/aac_16k_faststart.mp4",
  "formats/vorbis_16k.ogg",
  "flac/block16.flac",
  "flac/in_ogg.oga",
  "opus/p11_speech_mono.opus",
  "formats/opus_live.webm",
  "formats/vorbis.webm",
  "formats/flac.mka",
  "formats/pcm_24_be.mka",
  "formats/video_two_tracks.mkv",
  "formats/fragmented.mp4",
  "formats/sphere_le.sph",
  "formats/mulaw_stereo.au",
  "formats/pcm_24.w64",
  "formats/ima_stereo.wav",
  "formats/gsm.wav",
  "input/aac.3gp",
  "input/stream_copied.ogg",
  "input/theora_vorbis.ogv",
] as const;

function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    readAt(position, buffer) {
      const piece = bytes.subarray(position, position + buffer.length);
      buffer.set(piece);
      return piece.length;
    },
  };
}

/** Decodes as much as possible; returns whether anything is missing, or the refusal's code. */
function attempt(bytes: Uint8Array): string {
  const source = bytesSource(bytes);
  assert.ok((identifyInput(source)?.name ?? "none").length > 0);
  try {
    using decoder = new InputDecoder(source, "mutation", { acceptTruncated: true });
    const sampleBytes = { int16: 2, int32: 4, float32: 4, float64: 8 }[decoder.format];
    let frames = 0;
    for (let piece = decoder.next(); piece !== undefined; piece = decoder.next()) {
      frames += piece.length / (decoder.channels * sampleBytes);
    }
    assert.ok(Number.isInteger(frames));
    if (decoder.frames !== undefined) assert.equal(frames, decoder.frames);
    return decoder.missing === undefined ? "whole" : "missing";
  } catch (error) {
    assert.ok(error instanceof AudioInputError, String(error));
    assert.notEqual(error.code, "decoder-crashed");
    assert.notEqual(error.code, "decoder-failed");
    return error.code;
  }
}

for (const [seed, file] of FILES.entries()) {
  Deno.test(`InputDecoder accepts what there is of ${MUTATIONS} mutations of ${file}, or refuses it`, () => {
    const whole = Deno.readFileSync(new URL(`../data/${file}`, import.meta.url));
    assert.equal(attempt(whole), "whole");
    const random = new Xorshift(seed + 100);
    const outcomes = new Set<string>();
    for (let index = 0; index < MUTATIONS; index++) {
      const length = Math.ceil(whole.length * (0.2 + 0.8 * index / MUTATIONS));
      const cut = index % 3 === 0 ? whole : whole.subarray(0, length);
      const mutation = index % 3 === 1 ? cut.slice() : mutate(cut, random);
      if (/\.o..$/.test(file) && index % 2 === 0) fixOggChecksums(mutation);
      const limit = new HangLimit(MAX_MILLISECONDS);
      outcomes.add(attempt(mutation));
      limit.check(`mutation ${index}`);
    }
    assert.ok(outcomes.size > 1, "the mutations reach the decoder");
    // In these, the index comes after the audio, or the last page has all the audio.
    const nothing = ["formats/alac.caf", "input/aac.3gp", "flac/in_ogg.oga"].includes(file);
    assert.equal(outcomes.has("missing"), !nothing, [...outcomes].join());
  });
}

Deno.test("the error of a file that is cut off suggests to accept what there is, if there is anything", () => {
  const hintOf = (bytes: Uint8Array, options: { acceptTruncated?: boolean }) => {
    const source = bytesSource(bytes);
    try {
      using _decoder = new InputDecoder(source, "cut", options);
    } catch (error) {
      assert.ok(error instanceof AudioInputError);
      assert.equal(error.code, "truncated");
      return error.hint ?? "";
    }
    return undefined;
  };
  const cut = (file: string) => {
    const whole = Deno.readFileSync(new URL(`../data/${file}`, import.meta.url));
    return whole.subarray(0, whole.length * 0.6);
  };
  // Its one page of audio is incomplete.
  const nothing = cut("flac/in_ogg.oga");
  for (const options of [{}, { acceptTruncated: true }]) {
    assert.match(hintOf(nothing, options)!, /^copy or export the file again: what is left/);
  }
  const something = cut("formats/sowt.aifc");
  assert.match(hintOf(something, {})!, /accept what there is \(acceptTruncated/);
  assert.equal(hintOf(something, { acceptTruncated: true }), undefined);
});
