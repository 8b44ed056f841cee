/**
 * Reading over HTTP: a sequential epoch against `fetch` of the whole file, and 32 random records over a
 * link of 20 ms and 200 Mbit/s. Both sides run in turns: `deno task bench:http`.
 *
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSpeechAsync, type SpeechDataset } from "../generated/speech.ts";
import { packClips, shuffled } from "./clips.ts";
import { median } from "./side_by_side.ts";

/** Ten seconds at 16 kHz: clips of 320,000 bytes. */
const clipSamples = 160_000;
const clipCount = 1000;
const rounds = 9;
const link = { roundTripMs: 20, megabits: 200 };

/** A program of `bench/http/`, which says its port. */
async function started(name: string, ...args: string[]) {
  const script = fileURLToPath(new URL(`./http/${name}`, import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", script, ...args],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  const port = Number(new TextDecoder().decode(value));
  return {
    port,
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.stdout.cancel();
      await child.status;
    },
  };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Both in turns, the order changing from round to round; one round beforehand warms up. */
async function inTurns(
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<{ ours: number; theirs: number; ratio: number }> {
  await ours();
  await theirs();
  const times: { ours: number; theirs: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    if (round % 2 === 0) times.push({ ours: await seconds(ours), theirs: await seconds(theirs) });
    else {
      const first = await seconds(theirs);
      times.push({ theirs: first, ours: await seconds(ours) });
    }
  }
  return {
    ours: median(times.map((time) => time.ours)),
    theirs: median(times.map((time) => time.theirs)),
    ratio: median(times.map((time) => time.theirs / time.ours)),
  };
}

/** The whole file, by one request; its bytes are touched no more than this. */
async function fetchWhole(url: string): Promise<number> {
  const response = await fetch(url);
  let bytes = 0;
  for await (const piece of response.body!) bytes += piece.length;
  return bytes;
}

async function epoch(speech: SpeechDataset): Promise<number> {
  let records = 0;
  const loader = speech.batches({ batchSize: 32, fields: { audio: {} } });
  for await (using batch of loader) records += batch.indices.length;
  if (records !== clipCount) throw new Error(`${records} records`);
  return records;
}

const folder = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
try {
  const { path } = packClips(folder, {
    name: "http",
    count: clipCount,
    lengthOf: () => clipSamples,
  });
  const fileBytes = Deno.statSync(path).size;
  await using server = await started("serve.ts", path);
  const url = `http://127.0.0.1:${server.port}/${join("data", "http.afd")}`;

  // Small enough that no epoch finds anything of the one before.
  using speech = await openSpeechAsync(url, { cache: { bytes: 2 ** 23 } });
  const sequential = await inTurns(() => epoch(speech), () => fetchWhole(url));
  const megabytes = (time: number) => (fileBytes / 1e6 / time).toFixed(0);
  console.log(
    `a sequential epoch, ${clipCount} clips of 320,000 bytes: ${
      megabytes(sequential.ours)
    } MB/s; ` +
      `fetch of the whole file: ${megabytes(sequential.theirs)} MB/s; ` +
      `ratio ${sequential.ratio.toFixed(2)} (bar 0.9)`,
  );

  const { roundTripMs, megabits } = link;
  await using slow = await started("shape.ts", ...[server.port, roundTripMs, megabits].map(String));
  const slowUrl = `http://127.0.0.1:${slow.port}/http.afd`;
  let fetched = 0;
  let requests = 0;
  const counting: typeof fetch = async (...args) => {
    requests++;
    const response = await fetch(...args);
    fetched += Number(response.headers.get("content-length"));
    return response;
  };
  using remote = await openSpeechAsync(slowUrl, { cache: { bytes: 0 }, fetch: counting });
  using batch = remote.audio.allocateBatch(32, { padTo: "batch" });
  const order = shuffled(clipCount, 7);
  // The tables and the checksums of all blocks.
  for (let record = 0; record < clipCount; record += 100) {
    await remote.audio.decodeBatchAsync([record], batch);
  }
  let next = 0;
  const draws: { requests: number; share: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const indices = order.subarray(next, next + 32);
    next += 32;
    [fetched, requests] = [0, 0];
    const time = await seconds(() => remote.audio.decodeBatchAsync(indices, batch));
    draws.push({ requests, share: fetched * 8 / 1e6 / time / megabits });
  }
  const share = median(draws.map((draw) => draw.share));
  const most = Math.max(...draws.map((draw) => draw.requests));
  console.log(
    `32 random records over ${roundTripMs} ms and ${megabits} Mbit/s: at most ${most} requests ` +
      `(bar 32), ${share.toFixed(2)} of the link (bar 0.8)`,
  );
} finally {
  Deno.removeSync(folder, { recursive: true });
}
