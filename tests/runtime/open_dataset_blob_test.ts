/** Batches of a Blob, by its own schema: every kind of field waits for its bytes. */
import assert from "node:assert/strict";
import {
  createDatasetWriter,
  type DatasetReader,
  openDataset,
  openDatasetAsync,
} from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";

const { ir } = defineDataset("Kinds", {
  audio: field.waveform(),
  flac: field.flac({ sampleRate: 16_000 }),
  long: field.chunkedWaveform({ sampleRate: 16_000, chunkSeconds: 1 }),
  parts: field.stems({ names: ["a", "b"], sampleRate: 16_000 }),
  mel: field.melSpectrogram({ sampleRate: 16_000, nFft: 256, hopLength: 160, nMels: 3 }),
  codes: field.codecTokens({ nCodebooks: 2, frameRate: 100, packing: "bits" }),
  words: field.text(),
  raw: field.bytes(),
  speaker: field.int64(),
});

/** Records of 10 to 12 frames of 160 samples. */
function file(): Uint8Array<ArrayBuffer> {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/kinds.afd`;
    const writer = createDatasetWriter(path, { ir });
    for (let index = 0; index < 13; index++) {
      const frames = 10 + index % 3;
      const samples = Int16Array.from({ length: 160 * frames }, (_, at) => at * 31 + index);
      const clip = { samples, sampleRate: 16_000 };
      writer.append({
        audio: clip,
        flac: clip,
        long: clip,
        parts: index % 2 === 0 ? { a: clip, b: clip } : { b: clip },
        mel: { data: Float32Array.from(samples.subarray(0, 3 * frames)), shape: [3, frames] },
        codes: {
          data: Uint16Array.from({ length: 2 * frames }, (_, at) => (at * 97 + index) % 1024),
          shape: [2, frames],
        },
        words: `record ${index}`,
        raw: Uint8Array.of(index, index + 1),
        speaker: index - 6,
      });
    }
    writer.finish();
    return Deno.readFileSync(path);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** What batches of all fields have. */
interface AnyPart {
  readonly shape: readonly number[];
  readonly data?: { slice(start: number, end: number): ArrayLike<number | bigint> };
  readonly values?: readonly unknown[];
  readonly lengths?: Uint32Array;
}

function contentsOf({ shape, data, values, lengths }: AnyPart): object {
  const size = shape.reduce((a, b) => a * b, 1);
  return {
    shape: [...shape],
    data: data && Array.from(data.slice(0, size)),
    values: values?.map((value) => value instanceof Uint8Array ? [...value] : value),
    lengths: lengths && [...lengths.slice(0, shape[0])],
  };
}

/** Everything that an epoch returns. */
async function epochOf(reader: DatasetReader): Promise<[string, object][]> {
  const seen: [string, object][] = [];
  for await (using batch of reader.batches({ batchSize: 4, shuffle: { seed: 5 } })) {
    for (const [name, part] of Object.entries(batch.fields)) {
      seen.push([name, contentsOf(part as AnyPart)]);
    }
  }
  return seen;
}

const bytes = file();

Deno.test("batches() of openDatasetAsync() equal those of openDataset(), for every kind", async () => {
  using memory = openDataset(bytes);
  using blob = await openDatasetAsync(new Blob([bytes]));
  const wanted = await epochOf(memory);
  assert.equal(wanted.length, 4 * ir.fields.length);
  assert.deepEqual(await epochOf(blob), wanted);
});

Deno.test("decodeWindowBatchAsync() of openDatasetAsync(), for every kind that has windows", async () => {
  using memory = openDataset(bytes);
  using blob = await openDatasetAsync(new Blob([bytes]));
  const having = [...memory.fields.values()].filter((field) => field.decodeWindowBatch);
  assert.equal(having.length, 6);
  for (const field of having) {
    const [batch, waited] = [memory, blob].map((one) => one.field(field.name).allocateBatch(3));
    field.decodeWindowBatch!([12, 0, 7], [3, 0, 9], 8, batch!);
    await blob.field(field.name).decodeWindowBatchAsync!([12, 0, 7], [3, 0, 9], 8, waited!);
    assert.deepEqual(contentsOf(waited as AnyPart), contentsOf(batch as AnyPart), field.name);
  }
});

Deno.test("openDatasetAsync() names the file, and refuses anything else", async () => {
  using blob = await openDatasetAsync(new File([bytes], "kinds.afd"));
  assert.equal(blob.file.name, "kinds.afd");
  assert.throws(() => blob.toRecord(0), { code: "must-wait" });
  await assert.rejects(openDatasetAsync(new Blob([bytes.slice(0, 900)])), { name: "FormatError" });
});
