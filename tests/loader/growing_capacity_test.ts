/** Several epochs of one loader, some of which need more room than those before. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { UsageError } from "../../errors/mod.ts";
import type { SpeechDataset, SpeechFields } from "../../generated/speech.ts";
import {
  loadBatches,
  type LoadedBatch,
  type OrderOptions,
  planBatches,
} from "../../runtime/mod.ts";
import { SpeechFile } from "./_speech_file.ts";
import { wholePages } from "../../runtime/storage/arena.ts";
import { MappedStorage } from "../../runtime/storage/mapped.ts";

const grows = { bucket: { of: "audio" }, batchSize: 32 };

/** Epochs each of which has more rows in a batch than earlier ones, or a larger batch. */
function growingEpochs(speech: SpeechDataset, options: OrderOptions): number[] {
  const needed = Array.from({ length: 30 }, (_, epoch) => {
    const plan = planBatches({ ...options, shuffle: { seed: 3, epoch } }, speech);
    return { epoch, rows: plan.maxBatchSize, total: plan.maxTotal("audio") };
  }).toSorted((a, b) => a.total - b.total);
  let [rows, total] = [0, 0];
  return needed.filter((need) => {
    const isMore = need.rows > rows || need.total > total;
    [rows, total] = [Math.max(rows, need.rows), Math.max(total, need.total)];
    return isMore;
  }).map(({ epoch }) => epoch);
}

const lengthOf = (index: number) => 100 + (index * 7919) % 1013;

/** Stands for values, because a difference between so many can't be printed. */
function digest(values: Int16Array): string {
  return createHash("sha256").update(values).digest("hex");
}

async function digests(batches: AsyncIterable<LoadedBatch<SpeechFields>>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (using batch of batches) {
    const { data, shape } = batch.fields.audio;
    all.push([[...batch.indices], digest(data.subarray(0, shape.reduce((a, b) => a * b)))]);
  }
  return all;
}

/** Fails if any of the memory next to the mapping is still taken. */
function allIsGivenBack({ file: { storage } }: SpeechDataset): void {
  if (!(storage instanceof MappedStorage)) return;
  using all = storage.allocate(storage.range.byteLength - wholePages(storage.size));
  // Not compared with assert.equal, which would print a gigabyte.
  assert.ok(all.owner === storage.range);
}

for (const workers of [0, 2]) {
  Deno.test(`an earlier epoch's room is freed, with ${workers} workers`, async () => {
    using file = new SpeechFile(200, lengthOf);
    using speech = file.open();
    const [small = 0, ...larger] = growingEpochs(speech, grows);
    const largest = larger.at(-1)!;
    // At once, before workers have laid out what they were started with; and after that.
    for (const epochs of [[largest], [small, ...larger]]) {
      const shuffle = { seed: 3, epoch: small };
      await using loader = speech.batches({ ...grows, shuffle, workers });
      for (const epoch of epochs) {
        const alone = speech.batches({ ...grows, shuffle: { seed: 3, epoch } });
        assert.deepEqual(await digests(loader.epoch(epoch)), await digests(alone));
      }
      await loader[Symbol.asyncDispose]();
      allIsGivenBack(speech);
    }
  });

  for (
    const [name, options] of [
      ["of a batch size", grows],
      ["of a total alone", { bucket: { of: "audio", maxTotal: 9000 } }],
    ] as const
  ) {
    Deno.test(`epochs that need more room get it, ${name}, with ${workers} workers`, async () => {
      using file = new SpeechFile(200, lengthOf);
      using speech = file.open();
      const epochs = growingEpochs(speech, options);
      assert.ok(epochs.length > 2, "too few epochs differ for this test to show anything");
      const first = { seed: 3, epoch: epochs[0]! };
      await using loader = speech.batches({ ...options, shuffle: first, workers });
      for (const epoch of [...epochs, epochs[0]!]) {
        const alone = speech.batches({ ...options, shuffle: { seed: 3, epoch } });
        assert.deepEqual(await digests(loader.epoch(epoch)), await digests(alone));
      }
    });
  }

  Deno.test(`a held batch keeps its values while others get room, ${workers} workers`, async () => {
    using file = new SpeechFile(200, lengthOf);
    using speech = file.open();
    const [small = 0, ...larger] = growingEpochs(speech, grows);
    const shuffle = { seed: 3, epoch: small };
    await using loader = speech.batches({ ...grows, shuffle, hold: 2, workers });
    const batches = loader.epoch(small)[Symbol.asyncIterator]();
    const { value: held } = await batches.next();
    await batches.return?.();
    const before = digest(held!.fields.audio.data);
    for (const epoch of larger) {
      const alone = speech.batches({ ...grows, shuffle: { seed: 3, epoch } });
      assert.deepEqual(await digests(loader.epoch(epoch)), await digests(alone));
    }
    assert.equal(digest(held!.fields.audio.data), before);
    held!.release();
    await loader[Symbol.asyncDispose]();
    allIsGivenBack(speech);
  });
}

Deno.test("too little room for another epoch is an error that closes the loader", async () => {
  using file = new SpeechFile(200, lengthOf);
  using speech = file.open();
  const [small = 0, larger = 0] = growingEpochs(speech, grows);
  let allocations = 0;
  const audio = Object.create(speech.audio, {
    allocateBatch: {
      value(...given: Parameters<typeof speech.audio.allocateBatch>) {
        if (++allocations > 1) throw new UsageError("No room", { code: "batch-too-large" });
        return speech.audio.allocateBatch(...given);
      },
    },
    decodeBatch: { value: speech.audio.decodeBatch.bind(speech.audio) },
  }) as SpeechDataset["audio"];
  await using loader = loadBatches<SpeechFields, "audio">({
    file: speech.file,
    fields: { audio, transcript: speech.transcript, speaker: speech.speaker },
  }, { ...grows, fields: ["audio"], shuffle: { seed: 3, epoch: small } });
  const through = async (epoch: number) => {
    for await (using _batch of loader.epoch(epoch));
  };
  await through(small);
  await assert.rejects(through(larger), { code: "batch-too-large" });
  await assert.rejects(through(small), { code: "closed" });
});

Deno.test("an epoch resumed near its end has room for the next one", async () => {
  using file = new SpeechFile(50);
  using speech = file.open();
  const options = { batchSize: 16, shuffle: { seed: 3, epoch: 0 } };
  const state = planBatches(options, speech).state(4);
  const fields = { audio: { dtype: "float32" } as object };
  await using loader = speech.batches({ ...options, state, fields });
  assert.equal(loader.batchCount, 0);
  let records = 0;
  for await (using batch of loader.epoch(1)) records += batch.fields.audio.shape[0]!;
  assert.equal(records, 50);
});
