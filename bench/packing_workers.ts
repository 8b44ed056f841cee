/**
 * Packing with two workers against one, and a folder of shards against one file, in turns:
 * `deno task bench:packing-workers`. Both start as commands do, in processes of their own, and write to
 * memory; FLAC, Opus and features make the work, and WAV to 16 bits is reading and writing alone.
 *
 * @module
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inMemory } from "./packing/in_memory.ts";
import { type InputKind, writeInputs } from "./packing/inputs.ts";
import { printRows } from "./print_rows.ts";
import { type Row, row } from "./row.ts";
import { median } from "./side_by_side.ts";

const rounds = 5;
const program = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
const schema = fileURLToPath(new URL("packing/packing.schema.ts", import.meta.url));

interface Comparison {
  readonly name: string;
  readonly kind: InputKind;
  readonly clips: number;
  readonly dataset: string;
  /** The arguments of the two commands. */
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  /** What each writes. */
  readonly outputs: readonly [ours: string, theirs: string];
  readonly bar: number;
}

const two = ["--workers", "2", "--shard-records", "50"];
const one = ["--workers", "1", "--shard-records", "50"];

const comparisons: readonly Comparison[] = [
  {
    name: "two workers against one, FLAC to FLAC and Whisper's mel",
    kind: "flac",
    clips: 1200,
    dataset: "FlacAndMel",
    ours: two,
    theirs: one,
    outputs: ["two/", "one/"],
    bar: 1.8,
  },
  {
    name: "two workers against one, MP3 to Opus",
    kind: "mp3",
    clips: 300,
    dataset: "Speech",
    ours: two,
    theirs: one,
    outputs: ["two/", "one/"],
    bar: 1.8,
  },
  {
    name: "two workers against one, one file, FLAC to FLAC and Whisper's mel",
    kind: "flac",
    clips: 1200,
    dataset: "FlacAndMel",
    ours: ["--workers", "2"],
    theirs: ["--workers", "1"],
    outputs: ["two.afd", "one.afd"],
    bar: 1.5,
  },
  {
    name: "shards against one file, one worker, WAV to int16",
    kind: "wav",
    clips: 2000,
    dataset: "Samples",
    ours: ["--workers", "1"],
    theirs: ["--workers", "1"],
    outputs: ["shards/", "one.afd"],
    bar: 0.9,
  },
];

function compare(
  { name, clips, dataset, ours, theirs, outputs, bar }: Comparison,
  { folder, inputs }: { folder: string; inputs: string },
): Row {
  const pack = (more: readonly string[], output: string) => {
    const path = join(folder, output);
    const args = [
      "run",
      "-A",
      program,
      "pack",
      schema,
      inputs,
      path,
      "--dataset",
      dataset,
      ...more,
    ];
    const start = performance.now();
    const { code } = new Deno.Command(Deno.execPath(), { args: [...args, "--quiet"] }).outputSync();
    const seconds = (performance.now() - start) / 1000;
    if (code !== 0) throw new Error(`pack ended with ${code}`);
    rmSync(path, { recursive: true });
    return seconds;
  };
  const times: { ours: number; theirs: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const first = pack(ours, outputs[0]);
    const second = pack(theirs, outputs[1]);
    if (round >= 0) times.push({ ours: first, theirs: second });
  }
  return row(`${name}: time a clip`, {
    value: median(times.map(({ ours }) => ours)) * 1000 / clips,
    limit: median(times.map(({ theirs }) => theirs)) * 1000 / clips,
    ratio: median(times.map(({ ours, theirs }) => theirs / ours)),
    unit: "ms",
    bar,
    wanted: "at least",
  });
}

if (import.meta.main) {
  const temporary = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
  const folder = Deno.makeTempDirSync({ dir: inMemory(temporary), prefix: "audiofield-packing-" });
  try {
    const written = new Set<string>();
    const rows: Row[] = [];
    for (const comparison of comparisons) {
      const inputs = join(folder, comparison.kind);
      if (!written.has(inputs)) writeInputs(inputs, comparison.kind, comparison.clips);
      written.add(inputs);
      console.error(`measuring: ${comparison.name}`);
      rows.push(compare(comparison, { folder, inputs }));
    }
    if (Deno.args.includes("--json")) console.log(JSON.stringify(rows, undefined, 2));
    else printRows(rows);
  } finally {
    Deno.removeSync(folder, { recursive: true });
    Deno.removeSync(temporary, { recursive: true });
  }
}
