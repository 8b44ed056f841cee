/**
 * Packing FLAC files against Python programs that do the same, in turns, with one worker and with
 * two: `PYTHON=… deno task bench:packing-rivals`. `PYTHON` names an interpreter that has what
 * `peers/requirements.txt` lists; what isn't installed is reported as skipped.
 *
 * @module
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "../cli/program.ts";
import { speechOfTenSeconds } from "./clips.ts";
import { inMemory } from "./packing/in_memory.ts";
import { writeInputs } from "./packing/inputs.ts";
import { decode, whisperMel } from "./packing/kernel_work.ts";
import { type Cost, cost } from "./packing/take_turns.ts";
import { PythonPeer } from "./peers/python_peer.ts";
import { printRows } from "./print_rows.ts";
import { type Row, row, skippedRow, toldRow } from "./row.ts";
import { median } from "./side_by_side.ts";

const clips = 1800;
const rounds = 3;
const schema = fileURLToPath(new URL("packing/packing.schema.ts", import.meta.url));

interface Comparison {
  readonly what: string;
  readonly dataset: string;
  readonly peer: string;
  readonly kind: "int16" | "mel";
  readonly bar: number;
}

const comparisons: readonly Comparison[] = [
  {
    what: "FLAC to int16",
    dataset: "Samples",
    peer: "soundfile.read and np.memmap",
    kind: "int16",
    bar: 1.2,
  },
  {
    what: "FLAC to Whisper's mel",
    dataset: "Mel",
    peer: "soundfile.read, whisper.log_mel_spectrogram and np.memmap",
    kind: "mel",
    bar: 1.3,
  },
];

async function compare(
  { what, dataset, peer, kind, bar }: Comparison,
  { workers, folder, inputs, python }: {
    workers: number;
    folder: string;
    inputs: string;
    python: PythonPeer | string;
  },
): Promise<Row[]> {
  const name = `pack, ${what}, ${workers === 1 ? "one worker" : `${workers} workers`}`;
  if (typeof python === "string") return [skippedRow(name, `skipped: ${python}`)];
  if (!python.cases.includes(`${kind} ${workers}`)) {
    return [skippedRow(`${name}, against ${peer}`, "skipped: it isn't installed")];
  }
  // Two workers share shards; one writes a file.
  const output = join(folder, workers === 1 ? "packed.afd" : "packed/");
  const pack = async () => {
    const shards = workers === 1 ? [] : ["--shard-records", "50"];
    const options = ["--dataset", dataset, "--workers", `${workers}`, "--quiet", ...shards];
    const code = await runProgram(["pack", schema, inputs, output, ...options]);
    if (code !== 0) throw new Error(`pack ended with ${code}`);
  };
  const times: { ours: Cost; theirs: Cost }[] = [];
  for (let round = -1; round < rounds; round++) {
    const ours = await cost(pack);
    rmSync(output, { recursive: true });
    const theirs = await python.cost(`${kind} ${workers}`);
    if (round >= 0) times.push({ ours, theirs });
  }
  return (["wall", "processor"] as const).map((which) =>
    row(`${name}, against ${peer}: ${which} time a clip`, {
      value: median(times.map(({ ours }) => ours[which])) * 1000 / clips,
      limit: median(times.map(({ theirs }) => theirs[which])) * 1000 / clips,
      ratio: median(times.map(({ ours, theirs }) => theirs[which] / ours[which])),
      unit: "ms",
      bar,
      wanted: "at least",
    })
  );
}

/** Decoding and features without anything around them. */
async function kernelsAlone(path: string): Promise<Row> {
  const file = Deno.readFileSync(path);
  const mel = whisperMel(speechOfTenSeconds());
  const run = () => {
    for (let clip = 0; clip < clips; clip++) {
      decode(file, path);
      mel();
    }
  };
  run();
  const { processor, wall } = await cost(run);
  return toldRow("kernels alone, FLAC to Whisper's mel: processor time, and wall time", {
    value: processor * 1000 / clips,
    limit: wall * 1000 / clips,
    unit: "ms",
  });
}

if (import.meta.main) {
  const temporary = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
  const folder = Deno.makeTempDirSync({ dir: inMemory(temporary), prefix: "audiofield-packing-" });
  try {
    const inputs = join(folder, "flac");
    const [first = ""] = writeInputs(inputs, "flac", clips);
    const python = await PythonPeer.start("bench_packing.py", [inputs, join(folder, "rows")]);
    using _ended = typeof python === "string" ? undefined : python;
    const rows: Row[] = [];
    for (const comparison of comparisons) {
      for (const workers of [1, 2]) {
        console.error(`measuring: ${comparison.what}, ${workers} at once`);
        rows.push(...await compare(comparison, { workers, folder, inputs, python }));
      }
    }
    rows.push(await kernelsAlone(first));
    if (Deno.args.includes("--json")) console.log(JSON.stringify(rows, undefined, 2));
    else printRows(rows);
  } finally {
    Deno.removeSync(folder, { recursive: true });
    Deno.removeSync(temporary, { recursive: true });
  }
}
