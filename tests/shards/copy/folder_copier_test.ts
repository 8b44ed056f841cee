/** Folders of copied records: the same records in order, in shards of the size asked for. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { openDataset, verifyFile } from "../../../runtime/mod.ts";
import { openAfd } from "../../../runtime/shards/open_file.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { type CopyShardSize, FolderCopier } from "../../../shards/copy/folder_copier.ts";
import { TestFolder } from "../../_test_folder.ts";
import { assertSameRecords } from "../_same.ts";
import { writeOne, writeSharded } from "../_sharded.ts";
import { drawnFile } from "./_drawn_file.ts";

function copyTo(path: string, source: string, shardSize: CopyShardSize): void {
  using file = openAfd(source);
  using copier = new FolderCopier(path, { like: file, shardSize });
  for (const _done of copier.copy(file)) void _done;
  copier.finish();
}

Deno.test("shards of copied records are those that packing makes", () => {
  fc.assert(
    fc.property(drawnFile(7), fc.integer({ min: 1, max: 4 }), ({ ir, records }, each) => {
      using folder = new TestFolder();
      const whole = folder.file("whole.afd");
      writeOne(whole, ir, records);
      const parts = Array.from(
        { length: Math.max(1, Math.ceil(records.length / each)) },
        (_, at) => records.slice(at * each, (at + 1) * each),
      );
      Deno.mkdirSync(folder.file("packed"));
      writeSharded(folder.file("packed"), ir, parts);
      copyTo(folder.file("copied"), whole, { records: each });
      const [found, wanted] = ["copied", "packed"].map((name) =>
        Deno.readFileSync(folder.file(`${name}/dataset.json`))
      );
      assert.deepEqual(found, wanted);
      assert.ok(verifyFile(folder.file("copied")).ok);

      copyTo(folder.file("sized"), folder.file("copied"), { bytes: 1000 });
      using one = openDataset(whole);
      using sized = openDataset(folder.file("sized"));
      assertSameRecords(sized, one, records.map((_, at) => at));
    }),
    { numRuns: 15 },
  );
});

const Blobs = defineDataset("Blobs", { id: field.text({ means: "key" }), blob: field.bytes() });
const blob = (id: number, bytes = 100_000) => ({ id: `b${id}`, blob: new Uint8Array(bytes) });

Deno.test("a shard has at most the bytes asked for, unless it is a single record", () => {
  using folder = new TestFolder();
  const records = Array.from({ length: 40 }, (_, id) => blob(id, id === 7 ? 900_000 : 100_000));
  writeOne(folder.file("one.afd"), Blobs.ir, records);
  copyTo(folder.file("many"), folder.file("one.afd"), { bytes: 450_000 });
  using many = openDataset(folder.file("many"));
  const sizes = many.file.shards.map(({ records, bytes }) => [records, bytes > 460_000]);
  assert.deepEqual(sizes.map(([count]) => count), [4, 3, 1, 4, 4, 4, 4, 4, 4, 4, 4]);
  assert.equal(sizes.filter(([, isLarge]) => isLarge).length, 1);
});

Deno.test("a copy that fails leaves no folder, and one that exists is never touched", () => {
  using folder = new TestFolder();
  writeOne(folder.file("one.afd"), Blobs.ir, [0, 1, 2].map((id) => blob(id, 9)));
  using file = openAfd(folder.file("one.afd"));
  const options = { like: file, shardSize: { records: 2 } };
  {
    using copier = new FolderCopier(folder.file("twice"), options);
    for (const _done of copier.copy(file)) void _done;
    for (const _done of copier.copy(file)) void _done;
    assert.throws(() => copier.finish(), {
      code: "duplicate-key",
      message: `Cannot copy record 0 of "${file.name}" to "${folder.file("twice")}": record 0 of ` +
        `"${file.name}" has the same key; leave one of them out with \`audiofield subset --drop\``,
    });
  }
  Deno.mkdirSync(folder.file("full"));
  Deno.writeTextFileSync(folder.file("full/precious"), "");
  assert.throws(() => new FolderCopier(folder.file("full"), options), { code: "not-empty" });
  assert.throws(() => new FolderCopier(folder.file("one.afd"), options), { code: "exists" });
  const names = [...Deno.readDirSync(folder.path)].map(({ name }) => name);
  assert.deepEqual(names.sort(), ["full", "one.afd"]);
});
