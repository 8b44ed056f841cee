/**
 * Compares hosts, through the package as npm installs it: Node with Deno and with C, Chromium with
 * itself and with Deno. All in turns; each figure is the median of its ratios.
 *
 * @module
 */
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDataset } from "../mod.ts";
import { denoCommandLine } from "../tests/_deno.ts";
import { buildPackages, install, urlOf } from "../tests/hosts/_kit.ts";
import { chromium, installTools, run, tool } from "../tests/hosts/_tools.ts";
import { serve } from "../tests/hosts/_server.ts";
import { writeData } from "./hosts/data.ts";
import { writeBenchPage } from "./hosts/page.ts";
import { printRows } from "./print_rows.ts";
import { type Row, row, skippedRow } from "./row.ts";
import { median } from "./side_by_side.ts";

const rounds = 7;

interface Said {
  readonly rate: number;
  readonly limit?: number;
}

/** Runs a loop once somewhere. */
type Runner = (loop: string) => Promise<Said>;

function lastLine(out: string): Said {
  return JSON.parse(out.trim().split("\n").at(-1)!);
}

function program(command: readonly [string, ...string[]], folder: string): Runner {
  const [path, ...args] = command;
  return async (loop) => lastLine(await run(path, [...args, "run.ts", loop], folder));
}

/** Two runners in turns: the median of the first one's rates, the other's, and of their ratios. */
async function inTurns(ours: () => Promise<Said>, theirs: () => Promise<Said>) {
  const pairs: [number, number][] = [];
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0 ? await ours() : undefined;
    const other = (await theirs()).rate;
    pairs.push([(first ?? await ours()).rate, other]);
  }
  return {
    value: median(pairs.map(([one]) => one)),
    limit: median(pairs.map(([, other]) => other)),
    ratio: median(pairs.map(([one, other]) => one / other)),
  };
}

async function measure(folder: string, say: (row: Row) => void): Promise<Row[]> {
  const rows: Row[] = [];
  const add = (one: Row) => {
    rows.push(one);
    say(one);
  };
  const node = program([tool("node24/bin/node")], folder);
  const deno = program(denoCommandLine(["run", "-A", "--node-modules-dir=manual"]), folder);
  for (const loop of ["A", "D"]) {
    const figures = await inTurns(() => node(loop), () => deno(loop));
    const how = { ...figures, unit: "bytes/s", wanted: "at least" } as const;
    add(row(`${loop} by position, Node 24 against Deno`, { ...how, bar: 0.95 }));
    const c = await pread(folder, `${loop.toLowerCase()}.afd`);
    const compared = await inTurns(() => node(loop), c);
    add(row(`${loop} by position, Node 24 against pread in C`, {
      ...{ ...compared, unit: "bytes/s", bar: 0.8, wanted: "at least" },
    }));
  }
  add(await collections(folder));
  add(await coldImport(folder));
  const browser = chromium();
  if (browser === undefined) return [...rows, skippedRow("Chromium", "it isn't installed")];
  await writeBenchPage(folder, tool(".bin/esbuild"));
  await using server = serve(folder, { isolated: true });
  const page: Runner = async (loop) => {
    const driver = join(import.meta.dirname!, "../tests/hosts/drive.mjs");
    const playwright = urlOf(tool("playwright-core/index.mjs"));
    const address = `${server.origin}/index.html#${loop}`;
    const args = [driver, playwright, browser, address];
    const out = await run(tool("node24/bin/node"), args, folder);
    return JSON.parse(out.split("\n")[0]!);
  };
  const memory = await Promise.resolve(page("memory"));
  const again = [memory, await page("memory"), await page("memory")];
  add(row("A from memory, Chromium against TypedArray.set", {
    value: median(again.map(({ rate }) => rate)),
    limit: median(again.map(({ limit }) => limit!)),
    ratio: median(again.map(({ rate, limit }) => rate / limit!)),
    ...{ unit: "bytes/s", bar: 0.9, wanted: "at least" },
  }));
  for (const loop of ["flac", "opus", "whisper"]) {
    const figures = await inTurns(() => page(loop), () => deno(loop));
    add(row(`${loop}, Chromium against Deno`, {
      ...{ ...figures, unit: "s of audio/s", bar: 0.8, wanted: "at least" },
    }));
  }
  return rows;
}

/** The same payloads, read by a program in C. */
async function pread(folder: string, name: string): Promise<() => Promise<Said>> {
  const source = join(import.meta.dirname!, "hosts/pread.c");
  await run("cc", ["-O2", "-o", "pread", source], folder);
  using dataset = openDataset(join(folder, name));
  const audio = dataset.field("audio");
  const { samples } = audio.decode(0) as { samples: Int16Array };
  const [start, next] = [0, 1].map((record) => Number(audio.metadata(record)["dataPtr"]));
  const stride = next! - start!;
  const args = [name, start, stride, samples.byteLength, dataset.recordCount].map(String);
  return async () => lastLine(await run(join(folder, "pread"), args, folder));
}

/** Collections of garbage while Node reads D by position. */
async function collections(folder: string): Promise<Row> {
  const node = tool("node24/bin/node");
  const out = await run(node, ["--trace-gc", "run.ts", "D"], folder);
  const work = out.slice(out.indexOf("begin"), out.indexOf("end"));
  const count = work.split("\n").filter((line) => /\d ms: /.test(line)).length;
  return row("collections while Node 24 reads D by position", {
    ...{ value: count, limit: 0, ratio: count, unit: "collections", bar: 0, wanted: "at most" },
  });
}

/** How long Node takes to import what reads, in a new process. */
async function coldImport(folder: string): Promise<Row> {
  const text = "const t = performance.now(); await import('audiofield/generated'); " +
    "await import('audiofield/generated/waveform'); " +
    "console.log(JSON.stringify({ rate: performance.now() - t }))";
  const node = tool("node24/bin/node");
  const times: number[] = [];
  for (let round = 0; round < 15; round++) {
    times.push(lastLine(await run(node, ["--input-type=module", "-e", text], folder)).rate);
  }
  const value = median(times);
  return row("import of the reading entry, Node 24", {
    ...{ value, limit: 60, unit: "ms", bar: 1, wanted: "at most" },
  });
}

if (import.meta.main) {
  const folder = Deno.makeTempDirSync({ prefix: "audiofield-bench-hosts-" });
  try {
    await installTools();
    await install(folder, await buildPackages());
    const kit = join(import.meta.dirname!, "hosts/kit");
    for (const name of readdirSync(kit)) cpSync(join(kit, name), join(folder, name));
    writeFileSync(join(folder, "deno.json"), "{}");
    writeData(folder);
    printRows(await measure(folder, ({ name }) => console.error(`measured: ${name}`)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
