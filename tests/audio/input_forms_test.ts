import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { identifyAudio, openAudio, type OpenOptions, probeAudio } from "../../audio/mod.ts";
import { FORMAT_FILES, formatBytes } from "./_formats.ts";
import { mendPages, pageStarts } from "./_ogg_pages.ts";
import { chunk, concat, type Format, format, simpleWav, wav, withFile } from "./_wav.ts";

const FOLDER = new URL("../data/input/", import.meta.url);
const bytesOf = (file: string) => new Uint8Array(readFileSync(new URL(file, FOLDER)));

interface Decoded {
  readonly frames: number | undefined;
  readonly missing: { readonly frames: number | undefined } | undefined;
  readonly samples: readonly number[];
}

function decode(file: Uint8Array, options: OpenOptions = {}): Decoded {
  return withFile(file, (path) => {
    using source = openAudio(path, options);
    const samples: number[] = [];
    for (let piece = source.next(); piece !== undefined; piece = source.next()) {
      for (const sample of piece) samples.push(sample);
    }
    return { frames: source.frames, missing: source.missing, samples };
  });
}

function refusal(file: Uint8Array, options: OpenOptions = {}) {
  try {
    decode(file, options);
  } catch (error) {
    assert.ok(error instanceof Error && "code" in error, String(error));
    return error as Error & { code: string; found?: string; wanted?: string };
  }
  throw new Error("it was read");
}

const ascii = (text: string) => new TextEncoder().encode(text);
/** An ID3v2 tag of 200 bytes. */
const TAG = concat(ascii("ID3"), Uint8Array.of(4, 0, 0, 0, 0, 1, 72), new Uint8Array(200));
const INT16: Format = { tag: 1, channels: 1, bits: 16 };
const RAMP = Uint8Array.from({ length: 480 }, (_, index) => index % 251);

for (const { file } of FORMAT_FILES.filter(({ file }) => !file.startsWith("refused"))) {
  Deno.test(`openAudio() skips an ID3v2 tag, and zeros, before ${file}`, () => {
    const plain = formatBytes(file);
    const wanted = decode(plain);
    assert.ok(wanted.samples.length > 0);
    assert.deepEqual(decode(concat(TAG, plain)), wanted);
    assert.deepEqual(decode(concat(TAG, TAG, new Uint8Array(5000), plain)), wanted);
  });

  Deno.test(`openAudio() accepts the whole frames that a cut-off ${file} has, if told to`, () => {
    const plain = formatBytes(file);
    const whole = decode(plain, { acceptTruncated: true });
    assert.deepEqual(whole.missing, undefined);
    assert.deepEqual(whole.samples, decode(plain).samples);
    let accepted = 0;
    for (const part of [0.3, 0.5, 0.8, 0.97]) {
      const cut = plain.subarray(0, Math.floor(plain.length * part));
      let taken: Decoded;
      try {
        taken = decode(cut, { acceptTruncated: true });
      } catch (error) {
        assert.match((error as { code: string }).code, /^(truncated|truncated-header)$/, file);
        continue;
      }
      accepted++;
      const count = taken.samples.length;
      assert.ok(count <= whole.samples.length);
      assert.deepEqual(taken.samples, whole.samples.slice(0, count));
      if (taken.frames !== undefined) {
        assert.equal(count * (whole.frames ?? 0), taken.frames * whole.samples.length);
      }
      if (taken.missing === undefined) {
        // Cut between two frames of a stream without a length, or in tags after the audio.
        assert.doesNotThrow(() => decode(cut));
      } else {
        assert.match(refusal(cut).code, /^(truncated|bad-header)$/);
        const { frames } = taken.missing;
        if (frames !== undefined) assert.ok(frames > 0);
      }
    }
    // Where the index comes last, nothing can be recovered.
    if (!/m4a|mov|mp4|alac\.caf|aac\.caf|opus\.caf/.test(file)) assert.ok(accepted > 0, file);
  });
}

Deno.test("openAudio() accepts a WAV file that lacks its last sample, and says so", () => {
  const file = simpleWav(INT16, RAMP);
  const cut = file.subarray(0, -3);
  const error = refusal(cut);
  assert.equal(error.code, "truncated");
  assert.equal(error.found, "477 bytes of audio");
  const { frames, missing, samples } = decode(cut, { acceptTruncated: true });
  assert.deepEqual({ frames, missing }, { frames: 238, missing: { frames: 2 } });
  assert.deepEqual(samples, decode(file).samples.slice(0, 238));
  withFile(cut, (path) => {
    assert.deepEqual(probeAudio(path, { acceptTruncated: true }).missing, { frames: 2 });
    assert.throws(() => probeAudio(path), { code: "truncated" });
  });
});

Deno.test("openAudio() trusts the bits where a WAV header gives too large a frame size", () => {
  // Like libsndfile 1.2.0, ffmpeg 5.1 and SoX 14.4.
  for (
    const [options, block] of [
      [INT16, 4],
      [{ ...INT16, channels: 2 }, 8],
      [INT16, 3],
      [{ ...INT16, bits: 8 }, 2],
      [{ ...INT16, bits: 24 }, 6],
      [{ tag: 3, channels: 1, bits: 32 }, 8],
      [{ tag: 0xFFFE, channels: 1, bits: 16, size: 40 }, 4],
      [{ tag: 7, channels: 1, bits: 8 }, 2],
    ] as const
  ) {
    assert.deepEqual(
      decode(simpleWav({ ...options, block }, RAMP)),
      decode(simpleWav(options, RAMP)),
      JSON.stringify(options),
    );
  }
});

Deno.test("openAudio() refuses a WAV header that programs understand differently, with both values", () => {
  const error = refusal(simpleWav({ ...INT16, bits: 24, block: 4 }, RAMP));
  assert.equal(error.code, "bad-header");
  assert.match(error.found ?? "", /^4 bytes/);
  assert.match(error.wanted ?? "", /^3 bytes.* 24 bits/);
});

Deno.test("openAudio() reads every data chunk of a WAV file", () => {
  const whole = decode(simpleWav(INT16, RAMP));
  const parts = (at: number) => [
    format(INT16),
    chunk("data", RAMP.subarray(0, at)),
    chunk("LIST", ascii("INFOodd")),
    chunk("data", RAMP.subarray(at)),
  ];
  assert.deepEqual(decode(wav(parts(200))), whole);
  assert.deepEqual(decode(wav(parts(0))), whole);
  assert.deepEqual(decode(concat(wav(parts(200)), new Uint8Array(9))), whole);
  assert.equal(refusal(wav(parts(201))).code, "bad-header");
  assert.equal(refusal(wav(parts(200)).subarray(0, -4)).code, "truncated");
  const [, first, , second] = parts(200);
  const other = format({ ...INT16, sampleRate: 8000 });
  assert.equal(refusal(wav([format(INT16), first!, other, second!])).code, "format-change");
});

Deno.test("openAudio() refuses files of which it would read only the first part", () => {
  const one = simpleWav(INT16, RAMP);
  assert.match(refusal(concat(one, one)).message, /several WAV files/);
  const waves = chunk("LIST", concat(ascii("wavl"), chunk("data", RAMP)));
  assert.match(refusal(wav([format(INT16), waves])).message, /list of waves/);
  const flac = new Uint8Array(readFileSync(new URL("../flac/level5.flac", FOLDER)));
  assert.equal(refusal(concat(flac, flac)).code, "format-change");
  const inOgg = new Uint8Array(readFileSync(new URL("../flac/in_ogg.oga", FOLDER)));
  assert.equal(refusal(concat(inOgg, inOgg)).code, "format-change");
});

Deno.test("openAudio() reads MP3 files that were joined, tags and all", () => {
  const one = formatBytes("no_tag_8k.mp3");
  const { samples } = decode(one);
  const joined = decode(concat(one, TAG, one));
  assert.equal(joined.samples.length, 2 * samples.length);
});

Deno.test("openAudio() reads chains of Ogg Vorbis whose streams share a serial number", () => {
  const one = formatBytes("vorbis_16k.ogg");
  const { frames, samples } = decode(one);
  const chained = decode(concat(one, one));
  assert.equal(chained.frames, 2 * frames!);
  assert.deepEqual(chained.samples, [...samples, ...samples]);
  const error = refusal(concat(one, formatBytes("vorbis_44k_stereo.ogg")));
  assert.equal(error.code, "format-change");
  assert.match(error.found ?? "", /2 channels at 44100 Hz/);
});

Deno.test("openAudio() reads 0.9 s of Vorbis multiplexed with Theora", () => {
  const { frames, samples } = decode(bytesOf("theora_vorbis.ogv"));
  assert.deepEqual([frames, samples.length], [43_200, 43_200]);
});

Deno.test("openAudio() reads Vorbis that was cut out of a longer stream as libvorbis does", () => {
  const whole = decode(bytesOf("whole.ogg")).samples;
  const cut = decode(bytesOf("stream_copied.ogg"));
  assert.deepEqual([cut.frames, cut.samples.length], [10_752, 10_752]);
  // What the last packet holds beyond the original's end is no longer cut off.
  assert.deepEqual(cut.samples.slice(0, 10_368), whole.slice(5632));
});

Deno.test("openAudio() trusts no position that a file doesn't have the packets for", () => {
  const file = bytesOf("stream_copied.ogg");
  const wanted = decode(file);
  const starts = pageStarts(file);
  const last = starts.at(-1)! + 6;
  const moved = (position: bigint) => {
    const changed = file.slice();
    new DataView(changed.buffer).setBigInt64(last, position, true);
    mendPages(changed);
    return decode(changed);
  };
  assert.deepEqual(moved(2n ** 32n + 26_792n), wanted);
  assert.deepEqual(moved(2n ** 62n), wanted);
  assert.equal(moved(9000n).frames, 9000);
  for (const position of [0n, -400n]) {
    const { frames, samples } = moved(position);
    assert.deepEqual([frames, samples.length], [undefined, 10_752], "positions never filled in");
  }
});

Deno.test("openAudio() reads a length of 0 in a WAV, AIFF or MP3 header as one that was never filled in", () => {
  const aiff = formatBytes("pcm_s8.aiff");
  const wanted = decode(aiff);
  const at = new TextDecoder("latin1").decode(aiff).indexOf("COMM") + 10;
  const empty = aiff.slice();
  empty.fill(0, at, at + 4);
  assert.deepEqual(decode(empty), wanted);
  const mp3 = formatBytes("lame_cbr_44k_stereo.mp3");
  const tag = new TextDecoder("latin1").decode(mp3).indexOf("Info") + 8;
  const none = mp3.slice();
  none.fill(0, tag, tag + 4);
  const read = decode(none);
  assert.equal(read.frames, undefined);
  assert.ok(read.samples.length >= decode(mp3).samples.length);
  const few = mp3.slice();
  few.set([0, 0, 0, 10], tag);
  assert.equal(refusal(few).code, "bad-header");
});

Deno.test("identifyAudio() names what a file is, whether or not it can be read", () => {
  const kind = (file: Uint8Array) => withFile(file, (path) => identifyAudio(path));
  for (const { file } of FORMAT_FILES) {
    assert.equal(kind(formatBytes(file))?.readable, true, file);
    assert.equal(kind(concat(TAG, formatBytes(file)))?.readable, true, file);
  }
  assert.deepEqual(kind(bytesOf("aac.3gp")), { name: "MPEG-4", readable: true });
  assert.deepEqual(kind(bytesOf("theora_vorbis.ogv")), { name: "Ogg", readable: true });
  for (
    const [head, name] of [
      ["wvpk\0\0\0\x22", "WavPack"],
      ["#!AMR\n", "AMR"],
      ["\x30\x26\xb2\x75\x8e\x66\xcf\x11", "Windows Media (ASF)"],
      ["RIFF\0\0\0\0AVI LIST", "an AVI video"],
    ] as const
  ) {
    const bytes = Uint8Array.from(head, (character) => character.charCodeAt(0));
    assert.deepEqual(kind(concat(bytes, new Uint8Array(100))), { name, readable: false });
  }
  for (const text of ["", "a text", '{"text": 1}\n', "\x89PNG\r\n", "%PDF-1.4", "\x93NUMPY"]) {
    assert.equal(kind(Uint8Array.from(text, (character) => character.charCodeAt(0))), undefined);
  }
  assert.equal(kind(new Uint8Array(100_000)), undefined);
  assert.throws(() => identifyAudio(fileURLToPath(FOLDER)), { code: "is-a-directory" });
});
