import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAudio } from "../../audio/mod.ts";
import { AudioInputError, FileError } from "../../errors/mod.ts";
import {
  ascii,
  bytesOf,
  chunk,
  concat,
  decodeBytes,
  type Format,
  format,
  simpleWav,
  u32,
  u64,
  wav,
  withFile,
} from "./_wav.ts";

const INT16: Format = { tag: 1, channels: 2, bits: 16 };
const DATA = new Uint8Array(40);

function refusal(bytes: Uint8Array): AudioInputError {
  try {
    decodeBytes(bytes);
  } catch (error) {
    if (!(error instanceof AudioInputError)) throw error;
    assert.match(error.message, /^Cannot read ".*test\.wav": [^.]*[^.]/);
    assert.ok(error.file?.endsWith("test.wav"));
    return error;
  }
  return assert.fail("it was read");
}

function assertRefused(bytes: Uint8Array, code: string, found?: string | RegExp): void {
  const error = refusal(bytes);
  assert.equal(error.code, code, error.message);
  if (typeof found === "string") assert.equal(error.found, found);
  else if (found !== undefined) assert.match(String(error.found), found);
}

Deno.test("openAudio() reports an empty file", () => {
  assertRefused(new Uint8Array(0), "empty", "0 bytes");
});

Deno.test("openAudio() recognises a text file named .wav, and says what it may be", () => {
  assertRefused(ascii("hello, this is a text\n"), "not-audio", "a text file");
  assertRefused(ascii("<!DOCTYPE html><html>"), "not-audio", "an HTML or XML page");
  assertRefused(new Uint8Array(100), "not-audio", "zero bytes");
  assertRefused(Uint8Array.of(1, 2, 3, 200), "not-audio", "unknown binary data");
  assertRefused(ascii("RIFF\x10\0\0\0AVI LIST"), "not-audio", "an AVI video");
  assertRefused(ascii("version https://git-lfs.github.com/"), "not-audio", "a Git LFS pointer");
  assertRefused(ascii("wvpk\0\0\0\x22"), "unsupported-format", "WavPack");
  assertRefused(ascii("RIFX\0\0\0\x22WAVE"), "unsupported-format", /RIFX/);
});

Deno.test("openAudio() reports a header that is cut off at any byte, and audio that is cut off", () => {
  const file = simpleWav(INT16, Uint8Array.from(DATA, (_, index) => index + 1));
  for (let length = 1; length < file.length; length++) {
    const code = length < 44 ? "truncated-header" : "truncated";
    assertRefused(file.subarray(0, length), code);
  }
  const error = refusal(file.subarray(0, 60));
  assert.equal(error.found, "16 bytes of audio");
  assert.equal(error.wanted, "40 bytes of audio");
});

Deno.test("openAudio() refuses audio that is missing according to its 64-bit lengths", () => {
  const lengths = chunk("ds64", concat(u64(0n), u64(2n ** 63n), u64(0n), u32(0)));
  const data = chunk("data", DATA, { length: 0xFFFFFFFF });
  assertRefused(wav([lengths, format(INT16), data], "RF64"), "truncated");
  const short = chunk("ds64", new Uint8Array(8));
  assertRefused(wav([short, format(INT16), data], "RF64"), "bad-header");
});

Deno.test("openAudio() refuses impossible headers before it reserves any memory", () => {
  const data = chunk("data", DATA);
  const refuse = (options: Partial<Format>, code: string) =>
    assertRefused(wav([format({ ...INT16, ...options }), data]), code);
  refuse({ channels: 0 }, "channels");
  refuse({ channels: 65_535, block: 0 }, "channels");
  refuse({ sampleRate: 0 }, "sample-rate");
  refuse({ sampleRate: 0xFFFFFFFF }, "sample-rate");
  refuse({ bits: 0, block: 0 }, "bad-header");
  refuse({ block: 3 }, "bad-header");
  refuse({ block: 2 }, "bad-header");
  refuse({ tag: 0xFFFE, bits: 0, block: 0, size: 40 }, "bad-header");
  refuse({ tag: 0xFFFE, size: 18 }, "bad-header");
  assertRefused(wav([data]), "bad-header");
  assertRefused(wav([chunk("fmt ", new Uint8Array(8)), data]), "bad-header");
  const many = Array.from({ length: 10_001 }, () => chunk("JUNK", new Uint8Array(0)));
  assertRefused(wav([...many, format(INT16), data]), "bad-header");
});

Deno.test("openAudio() names a codec that it can't decode", () => {
  const refuse = (options: Partial<Format>, found: RegExp) =>
    assertRefused(simpleWav({ ...INT16, ...options }, DATA), "unsupported-codec", found);
  refuse({ tag: 0x40, bits: 4, block: 256 }, /G\.721 ADPCM/);
  refuse({ tag: 0x11, bits: 3, block: 256 }, /3-bit IMA ADPCM/);
  refuse({ tag: 0x55, bits: 0, block: 2 }, /MP3/);
  refuse({ tag: 0x4242 }, /0x4242/);
  refuse({ bits: 64 }, /64-bit integer/);
  refuse({ tag: 3 }, /16-bit float/);
  refuse({ tag: 0xFFFE, size: 40, subTag: 0x55 }, /MP3/);
});

Deno.test("openAudio() reports what the file system refuses", () => {
  const folder = mkdtempSync(join(tmpdir(), "audiofield-"));
  try {
    const code = (path: string) => {
      try {
        openAudio(path);
      } catch (error) {
        if (error instanceof FileError) return error.code;
        throw error;
      }
      return "opened";
    };
    assert.equal(code(join(folder, "missing.wav")), "not-found");
    assert.equal(code(folder), "is-a-directory");
    if (Deno.build.os !== "windows") assert.equal(code("/dev/null"), "not-a-file");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const allPowerful = Deno.build.os === "windows" || Deno.uid() === 0;
Deno.test({
  name: `openAudio() says that permission is missing${
    allPowerful ? " (skipped: this user may read everything)" : ""
  }`,
  ignore: allPowerful,
  fn() {
    withFile(simpleWav(INT16, DATA), (path) => {
      chmodSync(path, 0);
      assert.throws(() => openAudio(path), { name: "FileError", code: "no-permission" });
    });
  },
});

Deno.test({
  name: "openAudio() reports that Deno lacks read permission",
  permissions: { read: false },
  fn() {
    assert.throws(() => openAudio("somewhere.wav"), { name: "FileError", code: "no-permission" });
  },
});

Deno.test("openAudio() notices a file that becomes shorter while it is being read", () => {
  const samples = new Int16Array(300_000);
  withFile(simpleWav(INT16, bytesOf(samples)), (path) => {
    using source = openAudio(path);
    assert.ok(source.next());
    truncateSync(path, 200_000);
    assert.throws(() => {
      while (source.next() !== undefined);
    }, { name: "AudioInputError", code: "truncated" });
    assert.equal(source.next(), undefined);
  });
});
