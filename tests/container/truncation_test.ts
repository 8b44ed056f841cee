import assert from "node:assert/strict";
import { FormatError, IntegrityError } from "../../errors/mod.ts";
import { openAfdAsync, openDataset } from "../../runtime/mod.ts";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { openCode } from "./_reads.ts";
import { smallFile } from "./_small.ts";

const sound = smallFile();

Deno.test("openDataset() refuses a file cut off at any byte", () => {
  for (let length = 0; length < sound.length; length++) {
    const cut = sound.slice(0, length);
    assert.throws(
      () => openDataset(cut),
      (error) => error instanceof FormatError || error instanceof IntegrityError,
      `cut off at ${length}`,
    );
    assert.equal(verifyFile(cut).ok, false);
  }
});

Deno.test("openDataset() refuses a file cut off at its start or extended", () => {
  for (let start = 1; start < sound.length; start++) {
    assert.notEqual(openCode(sound.slice(start)), undefined, `from ${start}`);
  }
  for (const extra of [1, 63, 64, 65_536]) {
    const longer = new Uint8Array(sound.length + extra);
    longer.set(sound);
    assert.equal(openCode(longer), "truncated");
    longer.set(sound.subarray(-64), longer.length - 64);
    assert.equal(openCode(longer), "truncated");
  }
});

for (const storage of ["mapped", "positioned", "memory"] as const) {
  Deno.test(`openDataset() refuses truncated files, ${storage}`, () => {
    using folder = new TestFolder();
    const path = folder.file("cut.afd");
    for (let length = 0; length < sound.length; length += length < 200 ? 1 : 97) {
      // A new file each time: truncating one that is mapped ends the process.
      Deno.writeFileSync(path, sound.subarray(0, length));
      const code = openCode(path, { storage });
      assert.match(code ?? "", /^(not-an-afd-file|truncated|trailer)$/, `cut off at ${length}`);
      Deno.removeSync(path);
    }
  });
}

Deno.test("openAfdAsync() refuses a file cut off at any byte", async () => {
  for (let length = 0; length < sound.length; length += 7) {
    await assert.rejects(
      () => openAfdAsync(new Blob([sound.slice(0, length)])),
      (error) => error instanceof FormatError || error instanceof IntegrityError,
    );
  }
});
