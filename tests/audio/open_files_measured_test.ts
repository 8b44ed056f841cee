/** Counts the process's open files: nothing else may open any at the same time. */
import assert from "node:assert/strict";
import { AudioFiles, openAudio } from "../../audio/mod.ts";
import { formatPath } from "./_formats.ts";
import { bytesOf, simpleWav, withFile } from "./_wav.ts";

const VORBIS = formatPath("vorbis_44k_stereo.ogg");
const canCount = Deno.build.os === "linux";

function openFiles(): number {
  return [...Deno.readDirSync("/proc/self/fd")].length;
}

Deno.test({
  name: `openAudio() closes its file at the end, on an error and on disposal${
    canCount ? "" : " (skipped: open files can only be counted on Linux)"
  }`,
  ignore: !canCount,
  fn() {
    const samples = bytesOf(new Int16Array(200_000));
    const good = simpleWav({ tag: 1, channels: 1, bits: 16 }, samples);
    const before = openFiles();
    withFile(good, (path) => {
      const source = openAudio(path);
      assert.equal(openFiles(), before + 1);
      while (source.next() !== undefined);
      assert.equal(openFiles(), before);
      assert.equal(source.next(), undefined);
      const other = openAudio(path);
      other.next();
      other[Symbol.dispose]();
      other[Symbol.dispose]();
      assert.equal(other.next(), undefined);
      assert.equal(openFiles(), before);
    });
    withFile(good.subarray(0, 1000), (path) => {
      assert.throws(() => openAudio(path));
      assert.equal(openFiles(), before);
    });
    assert.throws(() => openAudio("/"));
    assert.equal(openFiles(), before);
  },
});

Deno.test({
  name: `AudioFiles closes everything and leaves no temporary file${
    canCount ? "" : " (skipped: open files can only be counted on Linux)"
  }`,
  ignore: !canCount,
  fn() {
    const before = openFiles();
    {
      using files = new AudioFiles();
      for (const startSeconds of [0.2, 0]) {
        using source = files.open({ path: VORBIS, startSeconds, durationSeconds: 0.05 });
        source.next();
      }
      assert.throws(() => files.open({ path: VORBIS, startSeconds: 9 }));
    }
    assert.equal(openFiles(), before);
  },
});
