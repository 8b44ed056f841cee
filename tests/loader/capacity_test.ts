/** batches() takes what its plan's largest batch needs, not the outlier times all rows. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { SpeechFields } from "../../generated/speech.ts";
import { UsageError } from "../../errors/mod.ts";
import {
  type BatchPlan,
  type DatasetReader,
  type Loader,
  type LoaderOptions,
  type OrderOptions,
  planBatches,
  type WaveformBatch,
} from "../../runtime/mod.ts";
import { wholePages } from "../../runtime/storage/arena.ts";
import { MappedStorage } from "../../runtime/storage/mapped.ts";
import { manyClips, randomOf } from "./_dataset.ts";
import { SpeechFile } from "./_speech_file.ts";

const minutes = 60 * 16_000;
const random = randomOf(3);
const shortLengths = Array.from({ length: 150 }, () => 40_000 + Math.floor(random() * 9_000));

/** 150 clips of 2.5 to 3 seconds, with one of 20 minutes among them. */
function outlierFile(): SpeechFile {
  return new SpeechFile(151, (index) => index === 70 ? 20 * minutes : shortLengths[index % 150]!);
}

interface Reserved {
  /** Bytes of each slot's audio. */
  readonly bytes: number[];
  readonly records: number[];
  /** Bytes that batches take next to the mapping, while one is held. */
  readonly taken: number[];
  isShared: boolean;
}

/** Goes through batches, checks every sample, and reports which memory they were in. */
async function readThrough(
  loader: Loader<SpeechFields>,
  taken: () => number = () => 0,
): Promise<Reserved> {
  const slots = new Map<ArrayBufferLike, number>();
  const read: Reserved = { bytes: [], records: [], taken: [], isShared: true };
  for await (using batch of loader) {
    const audio = batch.fields.audio as WaveformBatch<Int16Array>;
    const { data, shape: [rows, samples], lengths } = audio;
    assert.equal(rows, batch.indices.length);
    batch.indices.forEach((record, row) => {
      const clip = data.subarray(row * samples, (row + 1) * samples);
      const end = lengths[row]!;
      assert.ok(clip.subarray(0, end).every((sample) => sample === record));
      assert.ok(clip.subarray(end).every((sample) => sample === 0));
      read.records.push(record);
    });
    slots.set(data.buffer, data.byteLength);
    read.taken.push(taken());
    read.isShared &&= (data.buffer as ArrayBufferLike) instanceof SharedArrayBuffer;
  }
  read.bytes.push(...slots.values());
  read.records.sort((a, b) => a - b);
  return read;
}

/** Addresses of a range that holds one file and nothing else. */
function fullBytes({ range, size }: MappedStorage): number {
  return range.byteLength - wholePages(size);
}

const everyRecord = Array.from({ length: 151 }, (_, record) => record);

for (const workers of [0, 2]) {
  Deno.test(`a 20-minute outlier takes only its own room, with ${workers} workers`, async () => {
    using file = outlierFile();
    using speech = file.open();
    const options = {
      batchSize: 64,
      bucket: { of: "audio" },
      shuffle: { seed: 1 },
      fields: ["audio"],
      workers,
    } as const;
    const { storage } = speech.file;
    const isMapped = storage instanceof MappedStorage;
    const { bytes, records, taken, isShared } = await readThrough(
      speech.batches(options) as unknown as Loader<SpeechFields>,
      () => isMapped ? fullBytes(storage) - storage.range.freeBytes : 0,
    );
    assert.deepEqual(records, everyRecord);
    // 38 MB, where 64 rows of 20 minutes would be 2.4 GB.
    const each = 20 * minutes * 2;
    assert.ok(bytes.length > 0);
    assert.deepEqual(bytes, bytes.map(() => each));
    if (workers > 0) assert.equal(isShared, !isMapped);
    else if (isMapped) {
      // Next to the mapping, so that each clip is one copy.
      assert.ok(taken.every((taken) => taken >= bytes.length * each));
    }
  });

  Deno.test(`on other ranks, or with the outlier filtered out, batches are small, ${workers} workers`, async () => {
    using file = outlierFile();
    using speech = file.open();
    const read = (options: LoaderOptions<SpeechFields, "audio">) =>
      readThrough(
        speech.batches({ fields: ["audio"], workers, ...options }) as unknown as Loader<
          SpeechFields
        >,
      );
    const longest = Math.max(...shortLengths);
    const filtered = await read({
      batchSize: 64,
      shuffle: { seed: 1 },
      filter: { audio: { seconds: { max: 10 } } },
    });
    assert.deepEqual(filtered.records, everyRecord.filter((record) => record !== 70));
    assert.deepEqual(filtered.bytes, filtered.bytes.map(() => 64 * longest * 2));
    const ranks = await Promise.all([0, 1].map((rank) =>
      read({
        batchSize: 16,
        bucket: { of: "audio" },
        shuffle: { seed: 1 },
        worldSize: 2,
        rank,
      })
    ));
    assert.deepEqual(
      ranks.flatMap(({ records }) => records).toSorted((a, b) => a - b),
      everyRecord,
    );
    for (const { bytes, records } of ranks) {
      const most = records.includes(70) ? 20 * minutes : 16 * longest;
      assert.ok(bytes.every((each) => each <= most * 2));
    }
  });
}

Deno.test("fields get exactly the room they ask for", async () => {
  using file = new SpeechFile(60);
  using speech = file.open();
  const bytesOf = async (audio: object) => {
    const loader = speech.batches({ batchSize: 8, bucket: { of: "audio" }, fields: { audio } });
    const bytes: number[] = [];
    for await (using batch of loader) bytes.push(batch.fields.audio.data.byteLength);
    return bytes[0];
  };
  const longest = 69;
  assert.equal(await bytesOf({ padTo: "dataset" }), 8 * longest * 2);
  assert.equal(await bytesOf({ maxTotal: 8 * 69 }), 8 * longest * 2);
  assert.equal(await bytesOf({ padTo: { multipleOf: 50 } }), 8 * 100 * 2);
  assert.equal(await bytesOf({ maxSamples: 20, onLonger: "crop" }), 8 * 20 * 2);
  await assert.rejects(bytesOf({ maxTotal: 50 }), { code: "batch-too-small" });
  await assert.rejects(bytesOf({ padTo: { multipleOf: 0 } }), { code: "invalid-batch" });
  await assert.rejects(bytesOf({ padTo: "dataset", maxTotal: 50 }), { code: "contradiction" });
});

const clips: DatasetReader = manyClips(400);

function planned(options: OrderOptions): BatchPlan | undefined {
  try {
    return planBatches(options, clips);
  } catch (cause) {
    if (cause instanceof UsageError && cause.code === "too-few-records") return undefined;
    throw cause;
  }
}

function totals(plan: BatchPlan, rowLength: (length: number) => number): number[] {
  const indices = new Uint32Array(plan.maxBatchSize);
  return Array.from({ length: plan.batchCount }, (_, b) => {
    const records = [...indices.subarray(0, plan.batch(b, indices))];
    const lengths = records.map((record) => clips.field("audio").length(record));
    return records.length * rowLength(Math.max(...lengths));
  });
}

Deno.test("a plan's maxTotal is its largest batch with buckets, and at least that without", () => {
  fc.assert(fc.property(
    fc.record({
      batchSize: fc.integer({ min: 1, max: 64 }),
      bucket: fc.option(fc.record({ of: fc.constantFrom("audio", "text") }), { nil: undefined }),
      filter: fc.option(fc.integer({ min: 300, max: 5000 }), { nil: undefined }),
      drop: fc.constantFrom("none" as const, "last" as const, "pad" as const),
      worldSize: fc.integer({ min: 1, max: 3 }),
      multipleOf: fc.constantFrom(1, 7, 64),
      longest: fc.constantFrom(undefined, 250),
      epoch: fc.nat({ max: 9 }),
    }),
    ({ batchSize, bucket, filter, drop, worldSize, multipleOf, longest, epoch }) => {
      const rowLength = (length: number) =>
        Math.ceil(Math.min(length, longest ?? Infinity) / multipleOf) * multipleOf;
      const rows = { multipleOf, ...(longest === undefined ? {} : { longest }) };
      for (let rank = 0; rank < worldSize; rank++) {
        const options: OrderOptions = {
          batchSize,
          drop,
          worldSize,
          rank,
          shuffle: { seed: 1, epoch },
          ...(bucket === undefined ? {} : { bucket }),
          ...(filter === undefined ? {} : { filter: { audio: { length: { max: filter } } } }),
        };
        const plan = planned(options);
        // Some records can't be shared out to all ranks: another test covers that.
        if (plan === undefined) return;
        const largest = Math.max(0, ...totals(plan, rowLength));
        const found = plan.maxTotal("audio", rows);
        if (bucket === undefined) {
          assert.ok(found >= largest);
          assert.ok(found <= plan.maxBatchSize * rowLength(filter ?? 5000));
        } else assert.equal(found, largest);
      }
    },
  ));
});

Deno.test("a plan's maxTotal refuses unknown fields and impossible rows", () => {
  const plan = planBatches({ batchSize: 4 }, clips);
  assert.throws(() => plan.maxTotal("adio"), { code: "no-such-field" });
  assert.throws(() => plan.maxTotal("speaker"), { code: "no-length" });
  assert.throws(() => plan.maxTotal("audio", { multipleOf: 0.5 }), { code: "invalid-batch" });
  assert.throws(() => plan.maxTotal("audio", { longest: -1 }), { code: "invalid-batch" });
});
