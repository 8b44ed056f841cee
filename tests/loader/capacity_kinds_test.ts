/** Every kind that pads gets the room its batches need, whichever field sets the buckets. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import {
  createDatasetWriter,
  type LoaderOptions,
  openDataset,
  planBatches,
} from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { randomOf } from "./_dataset.ts";

const { ir } = defineDataset("Kinds", {
  audio: field.waveform({ sampleRate: 16_000 }),
  coded: field.flac({ sampleRate: 16_000 }),
  stems: field.stems({ names: ["a", "b"], sampleRate: 16_000 }),
  mel: field.melSpectrogram({ from: "audio", preset: "whisper", padSeconds: 30 }),
  codes: field.codecTokens({ nCodebooks: 3, vocabSize: 1024, frameRate: 75 }),
  text: field.text(),
});

/** 40 records of up to a quarter of a second, one of four; tokens have their own lengths. */
function writeKinds(path: string): void {
  const random = randomOf(9);
  using writer = createDatasetWriter(path, { ir });
  for (let record = 0; record < 41; record++) {
    const length = record === 17 ? 64_000 : 400 + Math.floor(random() * 3600);
    const samples = Int16Array.from({ length }, () => (random() - 0.5) * 20_000);
    const audio = { samples, sampleRate: 16_000 };
    const frames = 1 + Math.floor(random() * 30);
    const data = Uint16Array.from({ length: 3 * frames }, () => random() * 1024);
    writer.append({
      audio,
      coded: audio,
      stems: { a: audio, b: record % 2 === 0 ? audio : null },
      codes: { data, shape: [3, frames] },
      text: `record ${record}`,
    });
  }
  writer.finish();
}

/** The options of each field's batches, and the bytes of a sample or frame over all channels. */
const fields = {
  audio: { options: { dtype: "float32", padTo: { multipleOf: 320 } }, bytes: 4 },
  coded: { options: {}, bytes: 2 },
  stems: { options: { stems: ["b", "a"] }, bytes: 2 * 2 },
  mel: { options: { dtype: "float32", layout: "framesFirst" }, bytes: 80 * 4 },
  codes: {
    options: { order: "delay", beginToken: 1, padValue: 1024, dtype: "int64" },
    bytes: 3 * 8,
  },
} as const;

interface Shown {
  readonly data: Int16Array | Float32Array | BigInt64Array;
  readonly shape: readonly number[];
  readonly lengths: Uint32Array;
}

/** Compared as bytes, because a difference between so many values can't be printed. */
function same(found: Shown, wanted: Shown, name: string): void {
  const [count = 0] = wanted.shape;
  assert.deepEqual([...found.shape], [...wanted.shape], name);
  const lengths = ({ lengths }: Shown) => [...lengths.subarray(0, count)];
  assert.deepEqual(lengths(found), lengths(wanted), name);
  const bytes = ({ data }: Shown) => {
    const size = wanted.shape.reduce((a, b) => a * b);
    return Buffer.from(data.buffer, data.byteOffset, size * data.BYTES_PER_ELEMENT);
  };
  assert.ok(bytes(found).equals(bytes(wanted)), `${name}: values differ`);
}

for (const workers of [0, 2]) {
  Deno.test(`batches() of all kinds are complete in less room, with ${workers} workers`, async () => {
    const folder = Deno.makeTempDirSync();
    try {
      writeKinds(`${folder}/kinds.afd`);
      using dataset = openDataset(`${folder}/kinds.afd`);
      for (const  of of["audio", "codes", "text"]) {
        const order = { batchSize: 8, bucket: { of }, shuffle: { seed: 4 } };
        const plan = planBatches(order, dataset);
        const options = Object.fromEntries(
          Object.entries(fields).map(([name, { options }]) => [name, options]),
        ) as LoaderOptions["fields"] & object;
        let records = 0;
        for await (using batch of dataset.batches({ ...order, workers, fields: options })) {
          records += batch.indices.length;
          for (const [name, { options, bytes }] of Object.entries(fields)) {
            const found = batch.fields[name] as unknown as Shown;
            const reader = dataset.field(name);
            const whole = reader.allocateBatch(8, { padTo: "batch", ...options });
            reader.decodeBatch(batch.indices, whole);
            same(found, whole as unknown as Shown, name);
            (whole as Disposable)[Symbol.dispose]();
            const rows = name === "audio" ? { multipleOf: 320 } : {};
            // Each row's begin token and two steps of delay come in addition to the total.
            const beside = name === "codes" ? plan.maxBatchSize * 3 : 0;
            assert.equal(found.data.byteLength, (plan.maxTotal(name, rows) + beside) * bytes, name);
          }
        }
        assert.equal(records, 41);
      }
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  });
}
