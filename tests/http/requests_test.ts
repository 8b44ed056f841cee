/** How many requests, round trips and bytes reading takes: all of them counted by the server. */
import assert from "node:assert/strict";
import { AfdFile, openDatasetAsync, selectRecordsAsync } from "../../runtime/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { writeSparse } from "../container/_sparse.ts";
import { writeOne } from "../shards/_sharded.ts";
import { serveFolder, spoken, spokenIr, writeSpoken } from "./_folder.ts";
import { DiskBytes, startServer } from "./_server.ts";

const blockBytes = 65_536;

/** The bytes of the blocks that these ranges touch. */
function touched(file: AfdFile, ranges: readonly { position: number; length: number }[]): number {
  const end = file.directory.checksumOffset;
  const blocks = new Set(ranges.flatMap(({ position, length }) => {
    const first = Math.floor(position / blockBytes);
    const last = Math.floor((position + length - 1) / blockBytes);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  }));
  const sums = new Set([...blocks].map((block) => Math.floor(block / 16_384)));
  return [...blocks].reduce((sum, block) => sum + bytesOf(block * blockBytes, end), 0) +
    [...sums].reduce(
      (sum, part) => sum + bytesOf(part * blockBytes, Math.ceil(end / blockBytes) * 4),
      0,
    );
}

function bytesOf(start: number, end: number): number {
  return Math.min(blockBytes, end - start);
}

/** A million clips of 12 kB, all but one silent: 12 GB that take no space on disk. */
function writeMillion(path: string): void {
  const clips: (Int16Array | number)[] = new Array(1_000_000).fill(6000);
  clips[765_432] = Int16Array.from({ length: 6000 }, (_, at) => at);
  writeSparse(path, clips);
}

Deno.test("a file of a million records opens in one request of at most 64 kB, a record takes two round trips", async () => {
  using folder = new TestFolder();
  const path = folder.file("million.afd");
  writeMillion(path);
  using local = new AfdFile(path, { storage: "positioned" });
  await using server = await startServer();
  const url = server.serve("/a.afd", new DiskBytes(path));
  server.isLockstep = true;
  using dataset = await openDatasetAsync(url);
  const opening = server.take();
  assert.deepEqual([opening.requests, opening.rounds], [1, 1]);
  assert.ok(opening.bytes <= 64_000, `${opening.bytes} bytes`);
  assert.equal(dataset.recordCount, 1_000_000);

  const audio = dataset.field("audio");
  const { samples } = await dataset.toRecordAsync(765_432).then((record) =>
    record["audio"] as { samples: Int16Array }
  );
  assert.equal(samples[5999], 5999);
  const reading = server.take();
  assert.ok(reading.rounds <= 2, `${reading.rounds} round trips`);
  assert.ok(reading.requests <= 2 * dataset.ir.fields.length + 2, `${reading.requests} requests`);
  const page = Math.floor(765_432 / 4096) * 4096;
  const table = { position: local.entry(0).tableOffset + page * 24, length: 4096 * 24 };
  const payload = (await audio.prefetch([765_432]), audio.extent(765_432)!);
  const most = touched(local, [table, payload]);
  assert.ok(reading.bytes <= most, `${reading.bytes} bytes, ${most} touched`);
  // A neighbour in the same page, whose checksums are there.
  await dataset.toRecordAsync(765_400);
  const next = server.take();
  assert.ok(next.requests <= 1 && next.rounds <= 1, `${next.requests} requests`);
});

Deno.test("32 random records take at most 32 requests and 3 round trips once tables are there", async () => {
  using folder = new TestFolder();
  const path = folder.file("million.afd");
  writeMillion(path);
  await using server = await startServer();
  using dataset = await openDatasetAsync(server.serve("/a.afd", new DiskBytes(path)));
  const audio = dataset.field("audio");
  const indices = Array.from({ length: 32 }, (_, at) => (at * 31_337 + 77) % 1_000_000);
  using batch = audio.allocateBatch(32, { padTo: "batch" }) as Disposable;
  // The same pages and the same parts of the checksums, but other records.
  await audio.decodeBatchAsync(indices.map((index) => index ^ 64), batch);
  server.take();
  server.isLockstep = true;
  await audio.decodeBatchAsync(indices, batch);
  const { requests, rounds } = server.take();
  assert.ok(requests <= 32, `${requests} requests`);
  assert.ok(rounds <= 3, `${rounds} round trips`);
});

Deno.test("a folder of 1,000 shards opens in 2 requests of 300 kB, and is filtered in 6", async () => {
  using folder = new TestFolder();
  writeSpoken(folder.path, { shards: 1000, each: 3, samples: (index) => 100 + index });
  await using server = await startServer();
  const url = serveFolder(server, folder.path);
  server.isLockstep = true;
  using dataset = await openDatasetAsync(url);
  const opening = server.take();
  assert.deepEqual([opening.requests, opening.rounds], [2, 1]);
  assert.ok(opening.bytes <= 300_000, `${opening.bytes} bytes`);
  const { records } = await selectRecordsAsync(dataset, {
    audio: { seconds: { above: 0.1 } },
    speaker: ["s2", "s5"],
  });
  assert.ok(records.length > 300);
  const filtering = server.take();
  assert.ok(filtering.requests <= 6, `${filtering.requests} requests`);
  assert.ok(filtering.rounds <= 2, `${filtering.rounds} round trips`);
});

Deno.test("an epoch in file order, or with locality, fetches little more than the payloads", async () => {
  using folder = new TestFolder();
  const path = folder.file("spoken.afd");
  const records = Array.from({ length: 1200 }, (_, index) => spoken(index, 3000 + index % 2000));
  writeOne(path, spokenIr, records);
  const bytes = Deno.readFileSync(path);
  await using server = await startServer();
  const url = server.serve("/a.afd", bytes);
  for (const shuffle of [{}, { shuffle: { seed: 1, locality: { block: 64, window: 4 } } }]) {
    using dataset = await openDatasetAsync(url);
    const payloads = dataset.file.directory.fields
      .reduce((sum, { totals }) => sum + totals.totalBytes, 0);
    server.take();
    let seen = 0;
    for await (using batch of dataset.batches({ batchSize: 32, ...shuffle })) {
      seen += batch.indices.length;
    }
    assert.equal(seen, 1200);
    const { bytes: fetched, requests } = server.take();
    assert.ok(fetched <= 1.1 * payloads, `${fetched} of ${payloads} bytes`);
    assert.ok(requests <= 80, `${requests} requests for 38 batches`);
  }
});

Deno.test("the cache holds no more than its bytes, and what is leased", async () => {
  using folder = new TestFolder();
  const path = folder.file("spoken.afd");
  writeOne(path, spokenIr, Array.from({ length: 200 }, (_, index) => spoken(index, 9000)));
  await using server = await startServer();
  const url = server.serve("/a.afd", Deno.readFileSync(path));
  const again = async (cacheBytes: number) => {
    using dataset = await openDatasetAsync(url, { cache: { bytes: cacheBytes } });
    const epoch = async () => {
      for await (using _batch of dataset.batches({ batchSize: 16, fields: ["audio"] }));
      return server.take().requests;
    };
    await epoch();
    return await epoch();
  };
  assert.equal(await again(2 ** 23), 0);
  assert.ok(await again(2 ** 20) > 5);
  assert.ok(await again(0) > 5);
});

Deno.test("what several readers ask for at the same time is fetched once", async () => {
  using folder = new TestFolder();
  const path = folder.file("spoken.afd");
  writeOne(path, spokenIr, Array.from({ length: 100 }, (_, index) => spoken(index, 9000)));
  await using server = await startServer();
  using dataset = await openDatasetAsync(server.serve("/a.afd", Deno.readFileSync(path)));
  server.take();
  await Promise.all(Array.from({ length: 10 }, () => dataset.toRecordAsync(50)));
  assert.equal(server.take().requests, 1);
});
