/**
 * Everything together: an epoch bucketed, shuffled, filtered, cropped and aligned, decoded by two
 * workers, interrupted somewhere, resumed from JSON on two ranks with a different number of
 * workers. Each record comes exactly once, and equals what decoding it separately gives.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { UsageError, WorkerError } from "../../errors/mod.ts";
import {
  DatasetReader,
  type LoadableDataset,
  loadBatches,
  type Loader,
  type LoaderOptions,
  type LoaderState,
  openDataset,
} from "../../runtime/mod.ts";
import { Workspace } from "../codegen/_workspace.ts";
import { SeenRecords, type VocoderFields } from "./_seen_records.ts";
import { grid, Vocoder, type WholeRecord, writeVocoder } from "./_vocoder_file.ts";

/** Starting threads takes a third of a second, three times in each run. */
const runs = 4;
const longestClip = 12_000;

const drawn = fc.record({
  seed: fc.nat(),
  epoch: fc.nat({ max: 1000 }),
  batchSize: fc.integer({ min: 1, max: 8 }),
  maxPadding: fc.double({ min: 0.02, max: 0.6, noNaN: true }),
  maxTotal: fc.integer({ min: longestClip, max: 6 * longestClip }),
  /** Length of the crops, in grid steps. */
  steps: fc.integer({ min: 1, max: 4 }),
  short: fc.constantFrom("pad" as const, "skip" as const),
  speakers: fc.subarray([0, 1, 2, 3, 4], { minLength: 2 }),
  minSamples: fc.constantFrom(0, 900),
  isGenerated: fc.boolean(),
  workersAfter: fc.constantFrom(0, 1, 3),
  /** Where it is interrupted, as a share of the epoch's batches, or of its records. */
  place: fc.noBias(fc.integer({ min: 0, max: 999 })).map((thousandth) => thousandth / 1000),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

for (const interruption of ["the loop is left", "a worker dies"] as const) {
  Deno.test(`each record comes exactly once and correctly, though ${interruption}`, async () => {
    using folder = new Workspace();
    await folder.generate("vocoder.ts", [Vocoder]);
    const path = folder.path("vocoder.afd");
    const records = writeVocoder(path, 60);
    const generated = new URL(`file://${folder.path("vocoder.ts")}`).href;
    let twoRanks = 0;
    await fc.assert(
      fc.asyncProperty(drawn, async (options) => {
        const module = options.isGenerated ? generated : "";
        const wanted = recordsOf(records, options);
        fc.pre(wanted.length > 1);
        const seen = new SeenRecords(records, options);
        using reader = openDataset(path);
        const dataset = await datasetOf(reader, module);
        const order = orderOf(options);

        const state = interruption === "a worker dies"
          ? await readUntilDeath(dataset, { order, seen, module, fatal: pick(wanted, options) })
          : await readSome(dataset, { order, seen, share: options.place });
        assert.equal(state.consumed, seen.records.length);

        const ranks = resumed(dataset, {
          order: { ...order, state },
          workers: options.workersAfter,
        });
        twoRanks += ranks.length - 1;
        assert.equal(new Set(ranks.map(({ batchCount }) => batchCount)).size, 1);
        for (const loader of ranks) for await (using batch of loader) seen.take(batch);
        assert.deepEqual(seen.records.toSorted((a, b) => a - b), wanted);
      }),
      { numRuns: runs, endOnFailure: true },
    );
    assert.ok(twoRanks > 0);
  });
}

/** The records that the filter and the window leave, found by checking each one. */
function recordsOf(records: readonly WholeRecord[], options: Drawn): number[] {
  const { speakers, minSamples, short, steps } = options;
  return records.flatMap(({ speaker, rows }, record) => {
    const isLong = Object.values(rows).every(({ samplesEach, tracks }) =>
      tracks[0]!.length * samplesEach >= steps * grid
    );
    const isLeft = speakers.includes(speaker) && rows.audio.tracks[0]!.length >= minSamples;
    return isLeft && (short === "pad" || isLong) ? [record] : [];
  });
}

function pick(wanted: readonly number[], { place }: Drawn): number {
  return wanted[Math.floor(place * wanted.length)]!;
}

function orderOf(options: Drawn): LoaderOptions<VocoderFields> {
  const { seed, epoch, batchSize, maxPadding, maxTotal, steps, short } = options;
  return {
    batchSize,
    fields: { audio: {}, mel: { dtype: "float32" }, codes: {}, speaker: {} },
    shuffle: { seed, epoch },
    bucket: { of: "audio", maxPadding, maxTotal },
    filter: { speaker: options.speakers, audio: { length: { min: options.minSamples } } },
    window: { of: "audio", samples: steps * grid, align: ["mel", "codes"], short },
  };
}

/** The file as `batches` takes it: by its generated module, or by its own schema. */
async function datasetOf(
  reader: DatasetReader,
  module: string,
): Promise<LoadableDataset<VocoderFields>> {
  const { file } = reader;
  if (module === "") {
    return { file, fields: Object.fromEntries(reader.fields) as unknown as VocoderFields };
  }
  const { VocoderDataset } = await import(module);
  const { audio, mel, codes, speaker } = new VocoderDataset(file);
  const fields = { audio, mel, codes, speaker };
  return { file, fields, module: { url: module, dataset: "VocoderDataset" } };
}

/**
 * The rest of an epoch, on two ranks; on one if too few records are left in batches too small to
 * split, which is an error then.
 */
function resumed(
  dataset: LoadableDataset<VocoderFields>,
  { order, workers }: { order: LoaderOptions<VocoderFields>; workers: number },
): Loader<VocoderFields>[] {
  const loaderOf = (rank: number, worldSize: number) =>
    loadBatches(dataset, { ...order, workers, rank, worldSize });
  try {
    return [loaderOf(0, 2), loaderOf(1, 2)];
  } catch (error) {
    if (!(error instanceof UsageError) || error.code !== "too-few-records") throw error;
    return [loaderOf(0, 1)];
  }
}

/** Leaves the loop of two workers after part of its batches. */
async function readSome(
  dataset: LoadableDataset<VocoderFields>,
  { order, seen, share }: { order: LoaderOptions<VocoderFields>; seen: SeenRecords; share: number },
): Promise<LoaderState> {
  const loader = loadBatches(dataset, { ...order, workers: 2 });
  const last = Math.floor(share * loader.batchCount);
  for await (using batch of loader) {
    seen.take(batch);
    if (batch.number === last) break;
  }
  return JSON.parse(JSON.stringify(loader.state()));
}

/** Continues until one of two workers gets to the record that ends it. */
async function readUntilDeath(
  dataset: LoadableDataset<VocoderFields>,
  { order, seen, module, fatal }: {
    order: LoaderOptions<VocoderFields>;
    seen: SeenRecords;
    module: string;
    fatal: number;
  },
): Promise<LoaderState> {
  const url = new URL("./_dying_vocoder.ts", import.meta.url);
  url.search = String(new URLSearchParams({ record: String(fatal), module }));
  const loader = loadBatches(
    { ...dataset, module: { url: url.href, dataset: "DyingDataset" } },
    { ...order, workers: 2 },
  );
  await assert.rejects(async () => {
    for await (using batch of loader) seen.take(batch);
  }, (error) => {
    if (!(error instanceof WorkerError)) throw error;
    assert.equal(error.code, "worker-died");
    return true;
  });
  assert.ok(!seen.records.includes(fatal));
  return JSON.parse(JSON.stringify(loader.state()));
}
