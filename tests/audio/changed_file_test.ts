import assert from "node:assert/strict";
import { renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { AudioFiles, type PcmSource } from "../../audio/mod.ts";
import { bytesOf, simpleWav, withFile } from "./_wav.ts";

const INT16 = { tag: 1, channels: 1, bits: 16 };
/** 19 seconds: several pieces of a file. */
const wav = simpleWav(INT16, bytesOf(new Int16Array(300_000)));

function drain(source: PcmSource): void {
  while (source.next() !== undefined);
}

const changes: readonly (readonly [string, (path: string) => void, string])[] = [
  ["grows", (path) => writeFileSync(path, new Uint8Array(10), { flag: "a" }), "changed from"],
  ["becomes shorter", (path) => truncateSync(path, 200_000), "changed from"],
  ["is overwritten", (path) => {
    writeFileSync(path, wav);
    // File systems' clocks tick slowly.
    utimesSync(path, 1_000_000_000, 1_000_000_000);
  }, "written to"],
  ["is replaced", (path) => {
    writeFileSync(`${path}.new`, wav);
    renameSync(`${path}.new`, path);
  }, "replaced by another file"],
  ["is removed", (path) => rmSync(path), "removed"],
];

for (const [what, change, reason] of changes) {
  Deno.test(`AudioFiles names a file that ${what} while it is being read`, () => {
    for (const durationSeconds of [undefined, 5]) {
      withFile(wav, (path) => {
        using files = new AudioFiles();
        using source = files.open(
          durationSeconds === undefined ? path : { path, startSeconds: 0.5, durationSeconds },
        );
        assert.ok(source.next());
        change(path);
        assert.throws(() => drain(source), (error: Error & { code?: string; file?: string }) => {
          assert.equal(error.name, "FileError");
          assert.equal(error.code, "changed");
          assert.equal(error.file, path);
          assert.ok(error.message.includes(reason), error.message);
          return true;
        });
      });
    }
  });
}

Deno.test("AudioFiles accepts files that don't change", () => {
  withFile(wav, (path) => {
    using files = new AudioFiles();
    for (
      const input of [path, { path, startSeconds: 0, durationSeconds: 1 }, {
        path,
        startSeconds: 1,
      }]
    ) {
      using source = files.open(input);
      drain(source);
      assert.equal(source.next(), undefined);
    }
  });
});
