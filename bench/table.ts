/**
 * The original design's table of field types, measured: `deno task bench:table`. `--json` prints the
 * figures for a program, `--save FILE` keeps them, for `audiofield plan --figures FILE`.
 *
 * @module
 */
import Table from "cli-table3";
import { join } from "node:path";
import { cpus } from "node:os";
import { pathToFileURL } from "node:url";
import { moduleText, specifiers } from "../codegen/mod.ts";
import { createDatasetWriter, type DatasetReader, type FieldReader } from "../runtime/mod.ts";
import { type Dataset, defineDataset, field, type FieldDefinition } from "../schema/mod.ts";
import { shuffledBatches, speechOfTenSeconds } from "./clips.ts";
import { median, seconds } from "./side_by_side.ts";

const clips = 64;
const batchSize = 16;
const sampleRate = 16_000;

/** A storage, and what the design says of it. */
interface Storage {
  /** What the planner calls it. */
  readonly name: string;
  readonly what: string;
  readonly field: FieldDefinition;
  readonly claimedBytes: string;
  readonly claimedMs: string;
}

const storages: readonly Storage[] = [
  {
    name: "raw",
    what: "raw waveform, int16",
    field: field.waveform(),
    claimedBytes: "320 KB",
    claimedMs: "0",
  },
  {
    name: "compressed_lossless",
    what: "FLAC",
    field: field.flac(),
    claimedBytes: "160 KB",
    claimedMs: "5–10",
  },
  {
    name: "compressed_lossy",
    what: "Opus, 32 kbit/s",
    field: field.opus(),
    claimedBytes: "50 KB",
    claimedMs: "2–5",
  },
  {
    name: "spectrogram",
    what: "mel spectrogram, 80 × 626 float16",
    field: field.melSpectrogram({ preset: "original" }),
    claimedBytes: "64 KB",
    claimedMs: "0",
  },
];

/** What was measured of one storage, for ten seconds of speech at 16 kHz. */
export interface StorageFigures {
  readonly name: string;
  /** Payload bytes of a clip. */
  readonly bytes: number;
  /** Milliseconds to decode one clip by itself. */
  readonly decodeMs: number;
  /** Clips a second in batches, in random order, on one thread. */
  readonly recordsPerSecond: number;
}

/** A dataset opened by its generated module: what decodes batches there is what a reflective one has. */
interface Opened extends Disposable {
  readonly value: Required<Pick<FieldReader, "allocateBatch" | "decodeBatch">>;
  readonly file: DatasetReader["file"];
}

async function measure({ name, field }: Storage, folder: string): Promise<StorageFigures> {
  const dataset = defineDataset("Table", { value: field });
  const path = join(folder, `${name}.afd`);
  const writer = createDatasetWriter(path, { ir: dataset.ir });
  const speech = speechOfTenSeconds();
  const samples = new Int16Array(speech.length);
  for (let clip = 0; clip < clips; clip++) {
    // Not all alike: each begins somewhere else in the same speech.
    const shift = (clip * 7919) % speech.length;
    samples.set(speech.subarray(shift));
    samples.set(speech.subarray(0, shift), speech.length - shift);
    writer.append({ value: { samples, sampleRate } });
  }
  writer.finish();
  using opened = (await generated(dataset, join(folder, `${name}.ts`)))(path);
  const reader = opened.value;
  const batches = shuffledBatches(clips, batchSize, 1);
  const batch = reader.allocateBatch(batchSize);
  const single = reader.allocateBatch(1);
  const epoch = () => batches.forEach((indices) => reader.decodeBatch(indices, batch));
  const singles = () => {
    for (let record = 0; record < clips; record++) reader.decodeBatch([record], single);
  };
  const timed = (work: () => void) => {
    work();
    return median(Array.from({ length: 15 }, () => seconds(work)));
  };
  return {
    name,
    bytes: Math.round(opened.file.entry(0).totals.totalBytes / clips),
    decodeMs: timed(singles) / clips * 1000,
    recordsPerSecond: Math.round(clips / timed(epoch)),
  };
}

/** The function that opens files of a dataset, of the module that is generated for it. */
async function generated(dataset: Dataset, path: string): Promise<(path: string) => Opened> {
  const text = await moduleText([dataset], {
    schemaName: "table.schema.ts",
    docs: new Map(),
    specifierOf: specifiers(new URL("..", import.meta.url).href.replace(/\/$/, "")),
  });
  Deno.writeTextFileSync(path, text);
  const { openTable } = await import(pathToFileURL(path).href);
  return openTable;
}

function print(figures: readonly StorageFigures[]): void {
  const table = new Table({
    head: ["storage", "bytes", "decode, ms", "clips/s", "design: bytes", "design: decode, ms"],
    colAligns: ["left", "right", "right", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  figures.forEach(({ bytes, decodeMs, recordsPerSecond }, at) => {
    const { what, claimedBytes, claimedMs } = storages[at]!;
    const [size, rate] = [bytes, recordsPerSecond].map((value) => value.toLocaleString("en"));
    table.push([what, size, decodeMs.toPrecision(3), rate, claimedBytes, claimedMs]);
  });
  console.log("10 s of speech at 16 kHz, mono; from the page cache, one thread");
  console.log(table.toString());
}

if (import.meta.main) {
  const folder = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
  try {
    const figures: StorageFigures[] = [];
    for (const storage of storages) figures.push(await measure(storage, folder));
    const saved = {
      machine: `${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores`,
      measured: new Date().toISOString().slice(0, 10),
      storages: figures,
    };
    const text = `${JSON.stringify(saved, undefined, 2)}\n`;
    const at = Deno.args.indexOf("--save");
    if (at >= 0) Deno.writeTextFileSync(Deno.args[at + 1] ?? "figures.json", text);
    if (Deno.args.includes("--json")) console.log(text);
    else print(figures);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
