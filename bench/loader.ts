/**
 * Measures `batches()` against `decodeBatch` in a plain loop, reading without a generated module
 * against reading with one, and FLAC with two workers against one; each pair in turns, in one run.
 * Prints a table, or JSON with `--json`.
 *
 * @module
 */
import { join } from "node:path";
import { openSpeech } from "../generated/speech.ts";
import {
  createDatasetWriter,
  type DatasetReader,
  openDataset,
  planBatches,
} from "../runtime/mod.ts";
import { defineDataset, field } from "../schema/mod.ts";
import { noiseOf, packClips } from "./clips.ts";
import { printRows } from "./print_rows.ts";
import { type Row, row } from "./row.ts";
import { withoutModule } from "./rows/without_module.ts";
import { median } from "./side_by_side.ts";

const batchSize = 64;

/** A training loop against bare planning and decoding, for clips of 12 kB. */
async function overhead(path: string, count: number): Promise<Row> {
  using speech = openSpeech(path);
  using batch = speech.audio.allocateBatch(batchSize);
  const indices = new Uint32Array(batchSize);
  const options = { batchSize, fields: ["audio"] as const, drop: "last" as const };
  const times: { ours: number; theirs: number }[] = [];
  for (let epoch = 0; epoch < 16; epoch++) {
    const start = performance.now();
    for await (using _batch of speech.batches({ ...options, shuffle: { seed: 1, epoch } }));
    const middle = performance.now();
    const plan = planBatches({ batchSize, drop: "last", shuffle: { seed: 1, epoch } }, speech);
    for (let b = 0; b < plan.batchCount; b++) {
      plan.batch(b, indices);
      speech.audio.decodeBatch(indices, batch);
    }
    // The first epoch also compares checksums.
    if (epoch > 0) times.push({ ours: middle - start, theirs: performance.now() - middle });
  }
  const records = Math.floor(count / batchSize) * batchSize * 1000;
  return row("batches() of 12,000-byte clips, against planBatches and decodeBatch in a loop", {
    value: records / median(times.map(({ ours }) => ours)),
    limit: records / median(times.map(({ theirs }) => theirs)),
    ratio: median(times.map(({ ours, theirs }) => theirs / ours)),
    unit: "records/s",
    bar: 0.9,
    wanted: "at least",
  });
}

/** Ten seconds of FLAC per record: what a second worker gains, once workers have started. */
async function flacWorkers(directory: string): Promise<Row> {
  const path = join(directory, "flac.afd");
  const { ir } = defineDataset("Flac", { audio: field.flac({ sampleRate: 16_000 }) });
  const samples = noiseOf(160_000).map((value) => value >> 6);
  using writer = createDatasetWriter(path, { ir });
  for (let index = 0; index < 256; index++) {
    writer.append({ audio: { samples, sampleRate: 16_000 } });
  }
  writer.finish();
  using reader = openDataset(path);
  const rates: { one: number; two: number }[] = [];
  for (let round = 0; round < 5; round++) {
    const one = await flacRate(reader, 1);
    rates.push({ one, two: await flacRate(reader, 2) });
  }
  return row("batches() of 10 s FLAC: two workers against one", {
    value: median(rates.map(({ two }) => two)),
    limit: median(rates.map(({ one }) => one)),
    ratio: median(rates.map(({ one, two }) => two / one)),
    unit: "records/s",
    bar: 1.8,
    wanted: "at least",
  });
}

/** Records per second from the first batches to the last. */
async function flacRate(reader: DatasetReader, workers: number): Promise<number> {
  let records = 0;
  let start = 0;
  let end = 0;
  // The first batches include the start of the workers.
  for await (using batch of reader.batches({ batchSize: 8, workers, shuffle: { seed: 1 } })) {
    if (batch.number >= 4) records += batch.indices.length;
    if (batch.number === 3) start = performance.now();
    end = performance.now();
  }
  return records / (end - start) * 1000;
}

if (import.meta.main) {
  const directory = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
  try {
    const count = 10_000;
    const { path } = packClips(directory, { name: "clips", count, lengthOf: () => 6_000 });
    const rows = [
      await overhead(path, count),
      ...withoutModule(directory),
      await flacWorkers(directory),
    ];
    if (Deno.args.includes("--json")) console.log(JSON.stringify(rows, undefined, 2));
    else printRows(rows);
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}
