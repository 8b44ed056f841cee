/**
 * RFC 9639's public test files, which this repository can't include: `git clone
 * https://github.com/ietf-wg-cellar/flac-test-files`, then `FLAC_TEST_FILES=flac-test-files deno
 * test -A tests/audio/flac_conformance_test.ts`.
 */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { openAudio } from "../../audio/mod.ts";
import { AudioInputError } from "../../errors/mod.ts";
import { bytesOf } from "./_wav.ts";

const folder = Deno.env.get("FLAC_TEST_FILES");

/** The codes for files that can't be read, by the number that a file's name begins with. */
const refused: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  subset: {},
  uncommon: {
    "01": "format-change",
    "02": "format-change",
    "03": "format-change",
    "04": "format-change",
    "10": "not-audio",
    "11": "not-audio",
  },
  faulty: {
    "03": "bad-header",
    "04": "bad-header",
    "05": "bad-header",
    "06": "bad-header",
    "07": "bad-header",
    "08": "damaged",
    "11": "bad-header",
  },
};

if (folder === undefined) {
  Deno.test({
    name: "RFC 9639's test files decode (skipped: FLAC_TEST_FILES doesn't name their folder)",
    ignore: true,
    fn() {},
  });
}

for (const group of folder === undefined ? [] : ["subset", "uncommon", "faulty"]) {
  const names = [...Deno.readDirSync(join(folder ?? "", group))].map(({ name }) => name);
  for (const name of names.filter((name) => name.endsWith(".flac")).sort()) {
    const code = refused[group]?.[name.slice(0, 2)];
    const path = join(folder ?? "", group, name);
    if (code === undefined) {
      Deno.test(`${group}/${name} decodes to samples that match its digest`, () => {
        const { md5, digest } = decode(path);
        assert.equal(digest, md5);
      });
    } else {
      Deno.test(`${group}/${name} is refused: ${code}`, () => {
        assert.throws(() => decode(path), (error) => {
          assert.ok(error instanceof AudioInputError, String(error));
          assert.equal(error.code, code, error.message);
          return true;
        });
      });
    }
  }
}

/** The digest in the header, and that of the samples. */
function decode(path: string): { md5: string; digest: string } {
  const header = Deno.readFileSync(path).subarray(0, 42);
  const bits = (((header[20] ?? 0) & 1) << 4 | (header[21] ?? 0) >> 4) + 1;
  const width = Math.ceil(bits / 8);
  const hash = createHash("md5");
  using source = openAudio(path);
  const shift = (source.format === "int16" ? 16 : 32) - bits;
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    const stored = piece.map((sample) => sample >> shift);
    const bytes = bytesOf(stored);
    const size = stored.BYTES_PER_ELEMENT;
    hash.update(size === width ? bytes : bytes.filter((_, index) => index % size < width));
  }
  const md5 = Array.from(header.subarray(26), (byte) => byte.toString(16).padStart(2, "0"));
  return { md5: md5.join(""), digest: hash.digest("hex") };
}
