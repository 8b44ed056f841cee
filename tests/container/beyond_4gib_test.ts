/** Files larger than 32 bits can address; they consist of holes, which take no space. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import { readWindow } from "../../runtime/fields/waveform/waveform_window.ts";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { Sparse, writeSparse } from "./_sparse.ts";
import { packed } from "./_varied.ts";

const first = new Int16Array(100).fill(11);
const last = Int16Array.from({ length: 50_000 }, (_, at) => at % 20_000 - 10_000);
/** 4.4 GB of silence. */
const silence = 2_200_000_000;

function withSparse(run: (path: string) => void): void {
  const folder = Deno.makeTempDirSync();
  try {
    writeSparse(`${folder}/sparse.afd`, [first, silence, last]);
    run(`${folder}/sparse.afd`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("writeSparse() makes what the writer makes", () => {
  const folder = Deno.makeTempDirSync();
  const clips = [first, new Int16Array(300_000), last];
  writeSparse(`${folder}/a.afd`, [first, 300_000, last]);
  const records = clips.map((samples) => ({ audio: { samples, sampleRate: 16_000 } }));
  assert.deepEqual(Deno.readFileSync(`${folder}/a.afd`), packed(Sparse.ir, records));
  Deno.removeSync(folder, { recursive: true });
});

for (const storage of ["mapped", "positioned"] as const) {
  Deno.test(`a window beyond 4 GiB is read and checked, and nothing else is, ${storage}`, () => {
    withSparse((path) => {
      using dataset = openDataset(path, { storage });
      const audio = dataset.field("audio");
      const { position } = audio.extent(2)!;
      assert.ok(position > 2 ** 32);
      assert.deepEqual({ ...audio.decode(2) as object }, {
        samples: last,
        sampleRate: 16_000,
        channels: 1,
      });
      const out = new Int16Array(1000).fill(1);
      const window = {
        dtype: "int16" as const,
        samples: last.length,
        channels: 1,
        start: 30_000,
        count: 1000,
        out,
      };
      assert.equal(readWindow(dataset.file, { ...window, position }), 1000);
      assert.deepEqual(out, last.slice(30_000, 31_000));

      const start = silence - 500;
      const quiet = { ...window, samples: silence, start };
      const { position: from } = audio.extent(1)!;
      assert.equal(readWindow(dataset.file, { ...quiet, position: from }), 500);
      assert.ok(out.every((sample) => sample === 0));
      assert.deepEqual(audio.metadata(1).durationMs, 137_500_000);
      assert.ok(dataset.file.storage.counters.bytes < 1_000_000);
    });
  });

  Deno.test(`damage beyond 4 GiB is noticed, ${storage}`, () => {
    withSparse((path) => {
      {
        using dataset = openDataset(path);
        const { position } = dataset.field("audio").extent(2)!;
        using file = Deno.openSync(path, { write: true });
        file.seekSync(position + 1, Deno.SeekMode.Start);
        file.writeSync(Uint8Array.of(0x7f));
      }
      using dataset = openDataset(path, { storage });
      assert.throws(() => dataset.field("audio").decode(2), { code: "checksum", record: 2 });
      assert.equal(dataset.field("audio").length(1), silence);
    });
  });
}

Deno.test("verifyFile() checks all parts of a large file's checksums", () => {
  // In memory if possible: reading holes is slow on some file systems.
  const inMemory = isFolder("/dev/shm");
  const folder = Deno.makeTempDirSync(inMemory ? { dir: "/dev/shm" } : {});
  const path = `${folder}/sparse.afd`;
  try {
    writeSparse(path, [first, inMemory ? silence : 560_000_000, last]);
    {
      using dataset = openDataset(path);
      assert.equal(dataset.file.directory.checksumsOfChecksums.length, inMemory ? 5 : 2);
    }
    assert.deepEqual(verifyFile(path), { ok: true, records: 3, checked: 3, damaged: [] });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
