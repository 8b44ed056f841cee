/** Workers that pack: what they say while they do, and what happens if one dies. */
import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { defineDataset, field } from "../../schema/mod.ts";
import { planShards } from "../../shards/plan_shards.ts";
import { PackPool } from "../../shards/pool/pack_pool.ts";
import type { ShardProgress } from "../../shards/shard/pack_shard.ts";
import { readOutcome } from "../../shards/shard/shard_outcome.ts";
import { InputFailure } from "../../shards/shared/failure.ts";
import { TestFolder } from "../_test_folder.ts";
import { writeCorpus } from "./_corpus.ts";

const dataset = defineDataset("Clips", {
  audio: field.waveform(),
  id: field.text({ means: "key" }),
});

const entry = new URL("./_dying_worker.ts", import.meta.url);

Deno.test("workers pack all shards, and say how far they are", async () => {
  using space = new TestFolder();
  writeCorpus(space.file("in"), { clips: 9 });
  const folder = space.file("out");
  const plan = await planShards(folder, { dataset, input: space.file("in"), shardRecords: 2 });
  await using pool = new PackPool({ entry, folder, workers: 2 });
  const last = new Map<number, ShardProgress>();
  const packed: number[] = [];
  const failed = await pool.pack(plan.shards.map((_, shard) => shard), {
    onSkip: () => assert.fail(),
    onProgress: (shard, progress) => last.set(shard, progress),
    onPacked: (shard, wasThere) => packed.push(wasThere ? -1 : shard),
  });
  assert.deepEqual(failed, []);
  assert.deepEqual(packed.sort(), [0, 1, 2, 3, 4]);
  for (const [shard, { inputs, records, bytes, seconds }] of last) {
    const outcome = readOutcome(folder, shard, plan.shards[shard]!.sha256)!;
    assert.equal(inputs, plan.shards[shard]!.inputs);
    assert.equal(records, outcome.records);
    assert.equal(seconds, outcome.seconds);
    assert.ok(bytes > 0 && bytes <= outcome.bytes);
  }
  assert.equal(last.size, 5);
});

Deno.test("a worker that dies is an error with its input; the others complete their shards", async () => {
  using space = new TestFolder();
  writeCorpus(space.file("in"), { clips: 9 });
  const deadly = space.file("in/speaker 1/4-deadly.wav");
  renameSync(space.file("in/speaker 1/4-😀.wav"), deadly);
  const folder = space.file("out");
  await planShards(folder, { dataset, input: space.file("in"), shardRecords: 2 });
  await using pool = new PackPool({ entry, folder, workers: 2 });
  const events = { onSkip() {}, onProgress() {}, onPacked() {} };
  const [failure, ...more] = await pool.pack([0, 1, 2], events);
  assert.deepEqual(more, []);
  assert.equal(failure!.shard, 2);
  const { cause } = failure!;
  assert.ok(cause instanceof InputFailure);
  assert.equal(cause.where, `"${deadly}"`);
  assert.deepEqual(
    [(cause.cause as Error).name, (cause.cause as Error).message],
    [
      "WorkerError",
      `Cannot pack shard 2 of "${folder}": its worker died at "${deadly}": it ended with code 7; ` +
      "pack with --resume to continue, and with --workers 1 to see what happens",
    ],
  );
});
