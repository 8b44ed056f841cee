/** Datasets over HTTP: they read what the file holds, in as few requests as they should. */
import assert from "node:assert/strict";
import { openSpeechAsync } from "../../generated/speech.ts";
import { openDataset, openDatasetAsync } from "../../runtime/mod.ts";
import { Folder, speechFile } from "../runtime/_speech.ts";
import { startServer } from "./_server.ts";

function speechBytes(lengths: readonly number[]): Uint8Array<ArrayBuffer> {
  using folder = new Folder();
  return Deno.readFileSync(speechFile(folder, lengths));
}

Deno.test("openSpeechAsync() reads a file over HTTP as it is", async () => {
  const lengths = Array.from({ length: 40 }, (_, index) => 900 * index);
  const bytes = speechBytes(lengths);
  using memory = openDataset(bytes);
  await using server = await startServer();
  using speech = await openSpeechAsync(server.serve("/speech.afd", bytes));
  assert.equal(speech.recordCount, 40);
  for (const index of [39, 0, 17]) {
    assert.deepEqual(await speech.toRecordAsync(index), memory.toRecord(index));
  }
  using batch = speech.audio.allocateBatch(4, { padTo: "batch" });
  await speech.audio.decodeBatchAsync([3, 30, 7, 1], batch);
  assert.deepEqual([...batch.lengths], [2700, 27_000, 6300, 900]);
  for (const { headers } of server.log) assert.equal(headers.get("accept-encoding"), "identity");
});

Deno.test("a short file takes one request, and no more after that", async () => {
  const bytes = speechBytes([100, 200, 300]);
  await using server = await startServer();
  using dataset = await openDatasetAsync(server.serve("/speech.afd", bytes));
  assert.deepEqual(server.log.map(({ range }) => range), ["bytes=-61440"]);
  await dataset.toRecordAsync(2);
  assert.equal(server.log.length, 1);
  assert.throws(() => dataset.toRecord(2), { code: "must-wait" });
});

Deno.test("a record is fetched once, and later records use what is there", async () => {
  const bytes = speechBytes(Array.from({ length: 64 }, () => 8000));
  await using server = await startServer();
  using dataset = await openDatasetAsync(server.serve("/speech.afd", bytes));
  server.take();
  await dataset.toRecordAsync(5);
  assert.equal(server.take().requests, 1);
  await dataset.toRecordAsync(5);
  await dataset.toRecordAsync(6);
  assert.equal(server.take().requests, 0, "the block is in the cache");
});
