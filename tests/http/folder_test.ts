/** Folders of shards over HTTP. */
import assert from "node:assert/strict";
import { openDataset, openDatasetAsync } from "../../runtime/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { serveFolder, writeSpoken } from "./_folder.ts";
import { startServer } from "./_server.ts";

Deno.test("a folder of shards opens in two requests, and reads as it does from disk", async () => {
  using folder = new TestFolder();
  writeSpoken(folder.path, { shards: 5, each: 9, samples: (index) => 4000 + 900 * (index % 13) });
  using local = openDataset(folder.path);
  await using server = await startServer();
  server.isLockstep = true;
  using remote = await openDatasetAsync(serveFolder(server, folder.path));
  assert.deepEqual([server.log.length, server.rounds], [2, 1]);
  assert.equal(remote.recordCount, 45);
  assert.equal(remote.file.identity, local.file.identity);
  server.isLockstep = false;
  for (let index = 44; index >= 0; index -= 4) {
    assert.deepEqual(await remote.toRecordAsync(index), local.toRecord(index), `record ${index}`);
  }
  assert.equal(await remote.findKeyAsync("clip-000031"), 31);
  assert.throws(() => remote.toRecord(3), { code: "must-wait" });
});

Deno.test("dataset.json names the folder too, and a query goes to each file", async () => {
  using folder = new TestFolder();
  writeSpoken(folder.path, { shards: 2, each: 3, samples: () => 50_000 });
  await using server = await startServer();
  const url = serveFolder(server, folder.path);
  using remote = await openDatasetAsync(`${url}dataset.json?token=1`);
  await remote.toRecordAsync(5);
  assert.ok(server.log.length >= 3);
  for (const { target } of server.log) assert.match(target, /\?token=1$/);
  assert.equal(remote.file.name.includes("token"), false);
});

Deno.test("a shard that isn't the one that dataset.json lists is refused", async () => {
  using folder = new TestFolder();
  writeSpoken(folder.path, { shards: 2, each: 3, samples: () => 50_000 });
  await using server = await startServer();
  const url = serveFolder(server, folder.path);
  const [first, second] = [...server.files.keys()].filter((path) => path.includes("/shards/"))
    .sort();
  server.files.set(second!, server.files.get(first!)!);
  using remote = await openDatasetAsync(url);
  await remote.toRecordAsync(0);
  await assert.rejects(remote.toRecordAsync(5), { code: "shard" });
  const { bytes } = server.files.get(first!)!;
  server.files.set(second!, { bytes: bytes.subarray(0, 70_000) });
  await assert.rejects(remote.toRecordAsync(4), { code: "shard" });
});

Deno.test("an index that is being replaced is found beside its place", async () => {
  using folder = new TestFolder();
  writeSpoken(folder.path, { shards: 2, each: 3, samples: () => 100 });
  await using server = await startServer();
  const url = serveFolder(server, folder.path);
  const index = server.files.get("/data/index/tables.afd")!;
  using first = await openDatasetAsync(url);
  const digits = first.file.identity.slice(0, 8);
  server.files.set(`/data/index/tables-${digits}.afd`, index);
  using other = new TestFolder();
  writeSpoken(other.path, { shards: 1, each: 3, samples: () => 100 });
  server.serve("/data/index/tables.afd", Deno.readFileSync(other.file("index/tables.afd")));
  using found = await openDatasetAsync(url);
  assert.equal(found.recordCount, 6);
  assert.deepEqual(await found.toRecordAsync(4), await first.toRecordAsync(4));
});

Deno.test("a shard that can't be had at first is read when it can", async () => {
  using folder = new TestFolder();
  writeSpoken(folder.path, { shards: 2, each: 3, samples: () => 50_000 });
  using local = openDataset(folder.path);
  await using server = await startServer();
  using remote = await openDatasetAsync(serveFolder(server, folder.path), { retries: 0 });
  server.script = ({ target }) => target.includes("/shards/") ? { status: 503 } : undefined;
  await assert.rejects(remote.toRecordAsync(4), { code: "http-status" });
  await assert.rejects(remote.toRecordAsync(4), { code: "http-status" });
  server.script = () => undefined;
  assert.deepEqual(await remote.toRecordAsync(4), local.toRecord(4));
});
