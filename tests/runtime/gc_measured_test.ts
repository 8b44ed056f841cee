/** Reading batches from a mapped file makes no garbage, according to V8 itself. */
import assert from "node:assert/strict";
import { type Traced, tracedRun } from "./_gc_trace.ts";

async function traced(
  mode: "decode" | "files" | "shards" | "windows" | "float32" | "allocate",
): Promise<Traced> {
  const folder = Deno.makeTempDirSync();
  try {
    return await tracedRun("_gc_run.ts", `${folder}/speech.afd`, mode);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("decodeBatch() of 12 kB clips makes no garbage in 10,000 batches", async () => {
  const { collections, facts } = await traced("decode");
  assert.equal(facts.storage, "mapped");
  assert.equal(facts.bytes, 64 * 12_000);
  assert.ok(Number(facts.reads) > 640_000);
  assert.deepEqual(collections, []);
  // Nor was it merely too early for one: 640,000 clips mustn't leave a byte each.
  assert.ok(Number(facts.grown) < 640_000, `the heap grew by ${facts.grown} bytes`);
});

Deno.test("decodeBatch() of two files in turn, into one batch, collects no garbage", async () => {
  const { collections, facts } = await traced("files");
  assert.equal(facts.storage, "mapped");
  assert.deepEqual(collections, []);
  assert.ok(Number(facts.grown) < 640_000, `the heap grew by ${facts.grown} bytes`);
});

Deno.test("decodeBatch() of a folder of shards makes as little garbage as that of one file", async () => {
  const { collections, facts } = await traced("shards");
  assert.equal(facts.storage, "mapped");
  assert.ok(Number(facts.reads) > 640_000);
  assert.deepEqual(collections, []);
  assert.ok(Number(facts.grown) < 640_000, `the heap grew by ${facts.grown} bytes`);
});

Deno.test("decodeWindowBatch() of random crops makes no garbage in 10,000 batches", async () => {
  const { collections, facts } = await traced("windows");
  assert.equal(facts.storage, "mapped");
  assert.deepEqual(collections, []);
  assert.ok(Number(facts.grown) < 640_000, `the heap grew by ${facts.grown} bytes`);
});

Deno.test("decodeBatch() to float32 makes no garbage in 10,000 batches", async () => {
  const { collections, facts } = await traced("float32");
  assert.equal(facts.storage, "mapped");
  assert.deepEqual(collections, []);
  assert.ok(Number(facts.grown) < 640_000, `the heap grew by ${facts.grown} bytes`);
});

Deno.test("the same loop with a new array per batch shows collections", async () => {
  const { collections, facts } = await traced("allocate");
  assert.equal(facts.storage, "mapped");
  assert.ok(collections.length > 0);
  assert.ok(collections.every((line) => /Scavenge|Mark-Compact|Minor/.test(line)));
});
