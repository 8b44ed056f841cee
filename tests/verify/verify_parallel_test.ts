/** Verifying with threads finds what verifying without them finds. */
import assert from "node:assert/strict";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { verifyParallel } from "../../shards/verify/verify_parallel.ts";
import { TestFolder } from "../_test_folder.ts";
import { writeOne, writeSharded } from "../shards/_sharded.ts";

const { ir } = defineDataset("Small", { id: field.text({ means: "key" }), blob: field.bytes() });
const records = Array.from({ length: 12 }, (_, record) => ({
  id: `key ${record}`,
  blob: new Uint8Array(20_000 * record).fill(record),
}));

Deno.test("the report is the same for any number of workers", async () => {
  using folder = new TestFolder();
  const parts = [0, 2, 4, 6, 8, 10].map((at) => records.slice(at, at + 2));
  const { shards } = writeSharded(folder.path, ir, parts);
  assert.deepEqual(await verifyParallel(folder.path, { workers: 3 }), {
    ok: true,
    records: 12,
    checked: 12,
    damaged: [],
  });
  const paths = shards.map((name) => folder.file(name));
  const bytes = Deno.readFileSync(paths[1]!);
  bytes[30_000]! ^= 1;
  Deno.writeFileSync(paths[1]!, bytes);
  Deno.copyFileSync(paths[0]!, paths[3]!);
  Deno.truncateSync(paths[4]!, 1000);
  Deno.removeSync(paths[5]!);
  const wanted = verifyFile(folder.path);
  assert.equal(wanted.damaged.filter(({ file }) => file === shards[5]).length, 1);
  for (const workers of [1, 2, 9]) {
    const done: number[] = [];
    const found = await verifyParallel(folder.path, {
      workers,
      onProgress: (bytes, total) => done.push(bytes / total),
    });
    assert.deepEqual(found, wanted);
    assert.equal(done.at(-1), 1);
  }
});

Deno.test("a single file, and a folder of one shard, need no threads", async () => {
  using folder = new TestFolder();
  writeOne(folder.file("one.afd"), ir, records.slice(0, 2));
  assert.ok((await verifyParallel(folder.file("one.afd"), { workers: 4 })).ok);
  Deno.mkdirSync(folder.file("one"));
  writeSharded(folder.file("one"), ir, [records.slice(0, 2)]);
  assert.ok((await verifyParallel(folder.file("one"), { workers: 4 })).ok);
});
