import assert from "node:assert/strict";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { readCodes } from "./_reads.ts";
import { smallFile } from "./_small.ts";

const sound = smallFile();

/** Calls `use` with the sound file's bytes, each time with a different bit flipped. */
function forEachFlip(
  use: (bytes: Uint8Array<ArrayBuffer>, position: number) => void,
  step = 1,
): void {
  for (let bit = 0; bit < sound.length * 8; bit += step) {
    const bytes = sound.slice();
    const position = Math.floor(bit / 8);
    bytes[position]! ^= 1 << (bit % 8);
    use(bytes, position);
  }
}

Deno.test("verifyFile() notices every single flipped bit", () => {
  assert.ok(sound.length < 4096, "the file is small");
  assert.equal(verifyFile(sound).ok, true);
  forEachFlip((bytes, position) => {
    const { ok, damaged } = verifyFile(bytes);
    assert.equal(ok, false, `byte ${position}`);
    assert.ok(damaged.length > 0 && damaged.length < 20, `byte ${position}`);
  });
});

Deno.test("openDataset() reads no further than a checksum that fails, at any flipped bit", () => {
  forEachFlip((bytes, position) => {
    for (const code of readCodes(bytes)) {
      assert.match(
        code,
        /^(checksum|checksum-table|truncated|trailer|tail|not-an-afd-file|version|unknown-feature)$/,
        `byte ${position}`,
      );
    }
  }, 5);
});

Deno.test("openDataset() stays in bounds without checksums, at any flipped bit", () => {
  forEachFlip((bytes) => readCodes(bytes, { checksums: "never" }), 3);
});

for (const storage of ["mapped", "positioned"] as const) {
  Deno.test(`verifyFile() and openDataset() notice flipped bits, ${storage}`, () => {
    using folder = new TestFolder();
    forEachFlip((bytes, position) => {
      const path = folder.file(`${position}.afd`);
      Deno.writeFileSync(path, bytes);
      readCodes(path, { storage });
      readCodes(path, { storage, checksums: "never" });
      assert.equal(verifyFile(path).ok, false, `byte ${position}`);
      Deno.removeSync(path);
    }, 83);
  });
}
