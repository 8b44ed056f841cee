/** Verifying a dataset of many files: every shard by name, and the index against them. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { tampered } from "../container/_tamper.ts";
import { TestFolder } from "../_test_folder.ts";
import { writeOne, writeSharded } from "../shards/_sharded.ts";

const { ir } = defineDataset("Small", { id: field.text({ means: "key" }), blob: field.bytes() });
const records = Array.from({ length: 9 }, (_, record) => ({
  id: `key ${record}`,
  blob: new Uint8Array(30_000 * record).fill(record),
}));

class Folder extends TestFolder {
  readonly shards = writeSharded(this.path, ir, [0, 3, 6].map((at) => records.slice(at, at + 3)))
    .shards.map((name) => this.file(name));

  /** What is found, as text. */
  get found(): string[] {
    const { damaged, ok } = verifyFile(this.path);
    assert.equal(ok, damaged.length === 0);
    return damaged.map(({ record, field, code, file }) =>
      [record, field, code, file?.replace(/-\w{8}\./, "-*.")].join(" ")
    );
  }

  change(path: string, change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): void {
    Deno.writeFileSync(path, change(Deno.readFileSync(path)));
  }
}

const name = (shard: number) => `shards/00000${shard}-*.afd`;

Deno.test("a sound folder, by its path and by its dataset.json", () => {
  using folder = new Folder();
  const done: number[] = [];
  const report = verifyFile(join(folder.path, "dataset.json"), {
    onProgress: (bytes, total) => done.push(bytes / total),
  });
  assert.deepEqual(report, { ok: true, records: 9, checked: 9, damaged: [] });
  assert.equal(done.at(-1), 1);
  assert.ok(done.every((share, at) => share >= (done[at - 1] ?? 0)));
  assert.deepEqual(folder.found, []);
});

Deno.test("a damaged payload has the record's number in the dataset", () => {
  using folder = new Folder();
  folder.change(folder.shards[2]!, (bytes) => {
    bytes[500_000] = bytes[500_000]! ^ 1;
    return bytes;
  });
  assert.deepEqual(folder.found, [`8 blob checksum ${name(2)}`]);
});

Deno.test("missing, foreign, exchanged and truncated shards are named, and others are checked", () => {
  using folder = new Folder();
  const [one, two, three] = folder.shards as [string, string, string];
  const bytes = Deno.readFileSync(two);
  Deno.removeSync(two);
  assert.deepEqual(folder.found, [`  not-found ${name(1)}`]);
  writeOne(two, ir, records.slice(0, 3).map((record) => ({ ...record, id: `x${record.id}` })));
  assert.deepEqual(folder.found, [`  shard ${name(1)}`]);
  Deno.writeFileSync(two, bytes.subarray(0, 1000));
  assert.deepEqual(folder.found, [`  truncated ${name(1)}`]);
  Deno.writeFileSync(two, Deno.readFileSync(three));
  Deno.writeFileSync(three, bytes);
  assert.deepEqual(folder.found, [`  shard ${name(1)}`, `  shard ${name(2)}`]);
  Deno.writeFileSync(three, Deno.readFileSync(one));
  assert.ok(folder.found.includes(`  shard ${name(2)}`));
});

Deno.test("an index whose checksums hold, but which isn't that of the shards", () => {
  using folder = new Folder();
  const index = folder.file("index/tables.afd");
  const sound = Deno.readFileSync(index);
  Deno.writeFileSync(index, tampered(sound, (file) => file.setU32(file.recordAt(1, 4) + 8, 7)));
  assert.deepEqual(folder.found, ["  dataset-index index/tables.afd"]);
  Deno.writeFileSync(index, sound.subarray(0, 900));
  assert.deepEqual(folder.found, ["  dataset-index index/tables.afd"]);
  Deno.removeSync(index);
  assert.deepEqual(folder.found, ["  not-found index/tables.afd"]);
});

Deno.test("dataset.json that can't be read", () => {
  using folder = new Folder();
  Deno.writeTextFileSync(folder.file("dataset.json"), "{");
  assert.deepEqual(folder.found, ["  dataset-json dataset.json"]);
});
