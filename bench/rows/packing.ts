import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "../../cli/program.ts";
import { speechOfTenSeconds } from "../clips.ts";
import { firstBytes, readAll, writeAndSum } from "../packing/file_work.ts";
import { inMemory } from "../packing/in_memory.ts";
import { type InputKind, writeInputs } from "../packing/inputs.ts";
import { decode, type KernelWork, resample, scanFlac, whisperMel } from "../packing/kernel_work.ts";
import { type Cost, sum, takeTurns } from "../packing/take_turns.ts";
import { type Row, row, toldRow } from "../row.ts";

const schema = fileURLToPath(new URL("../packing/packing.schema.ts", import.meta.url));

interface Case {
  readonly name: string;
  readonly input: InputKind;
  readonly dataset: string;
  readonly clips: number;
  /** The kernels that it can't do without, for one file. */
  kernels(path: string): KernelWork;
}

const cases: readonly Case[] = [
  {
    name: "FLAC to int16",
    input: "flac",
    dataset: "Samples",
    clips: 600,
    kernels: () => decode,
  },
  {
    name: "FLAC to FLAC and Whisper's mel",
    input: "flac",
    dataset: "FlacAndMel",
    clips: 600,
    kernels: () => both(scanFlac(), whisperMel(speechOfTenSeconds())),
  },
  {
    name: "MP3 to int16 at 16 kHz",
    input: "mp3",
    dataset: "Samples",
    clips: 100,
    kernels: (path) => both(decode, resample(path)),
  },
  {
    name: "WAV to Whisper's mel",
    input: "wav",
    dataset: "Mel",
    clips: 600,
    kernels: () => both(decode, whisperMel(speechOfTenSeconds())),
  },
];

function both(first: KernelWork, second: () => void): KernelWork {
  return (file, path) => {
    first(file, path);
    second();
  };
}

/**
 * Packing clips of ten seconds with the command, in this process and without syncing, against the
 * kernels, reading the input, and writing and checksumming the output, each alone.
 */
export async function packing(
  directory: string,
  { details = false }: { details?: boolean } = {},
): Promise<Row[]> {
  const folder = Deno.makeTempDirSync({ dir: inMemory(directory), prefix: "audiofield-packing-" });
  try {
    const rows: Row[] = [];
    for (const one of cases) rows.push(...await measure(one, folder, details));
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(
  { name, input, dataset, clips, kernels }: Case,
  folder: string,
  details: boolean,
): Promise<Row[]> {
  const inputs = join(folder, input);
  const paths = writeInputs(inputs, input, clips);
  const output = join(folder, "packed.afd");
  const files = paths.map((path) => readFileSync(path));
  const run = kernels(paths[0]!);
  const pack = async () => {
    const options = ["--dataset", dataset, "--workers", "1", "--overwrite", "--quiet"];
    const code = await runProgram(["pack", schema, inputs, output, ...options]);
    if (code !== 0) throw new Error(`pack ended with ${code}`);
  };
  await pack();
  const { size } = statSync(output);
  const written = firstBytes(output);
  const alone = join(folder, "alone");
  const { whole, parts, ratio } = await takeTurns(pack, [
    () => files.forEach((file, index) => run(file, paths[index]!)),
    () => readAll(paths),
    () => writeAndSum(alone, size, written),
  ]);
  rmSync(alone);
  rmSync(inputs, { recursive: true });
  rmSync(output);
  const milliseconds = (seconds: number) => seconds * 1000 / clips;
  const told = (which: keyof Cost, what: string) =>
    row(`pack, ${name}: ${what} a clip of 10 s, against its parts alone`, {
      value: milliseconds(whole[which]),
      limit: milliseconds(sum(parts.map((part) => part[which]))),
      ratio: ratio[which],
      unit: "ms",
      bar: 1.5,
      wanted: "at most",
    });
  const shares = ["kernels", "reading", "writing"].map((what, part) =>
    toldRow(`pack, ${name}: ${what} alone, processor time and wall time`, {
      value: milliseconds(parts[part]!.processor),
      limit: milliseconds(parts[part]!.wall),
      unit: "ms",
    })
  );
  return [
    told("processor", "processor time"),
    told("wall", "wall time"),
    ...details ? shares : [],
  ];
}
