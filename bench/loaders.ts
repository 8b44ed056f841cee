/**
 * This library against other loaders, in turns, from the page cache, in batches of 64 in random
 * order: `PYTHON=… deno task bench:loaders`, with the packages that
 * `bench/peers/loaders/requirements.txt` lists. What isn't installed is reported as skipped.
 *
 * - `--quick` takes a quarter of the records and fewer rounds.
 * - `--cases ACD` and `--peers memcpy,ffcv` measure only those.
 * - `--dir DIR` says where to put several gigabytes of temporary files; default: the system's
 *   temporary folder.
 * - `--json` prints the figures for a program.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { speechOfTenSeconds } from "./clips.ts";
import { loaderCases } from "./loaders/cases.ts";
import { compare, type LoaderFigure } from "./loaders/compare.ts";
import { LoaderPeer } from "./loaders/peer.ts";
import { barRows, printFigures } from "./loaders/print.ts";
import { singleRows } from "./loaders/single_rows.ts";
import { printRows } from "./print_rows.ts";

const peerNames = [
  "memcpy",
  "memcpy-flat",
  "memcpy-matrix",
  "numpy-take",
  "numpy-rows",
  "ffcv",
  "arrow",
  "mds",
  "litdata",
  "array-record",
  "webdataset",
  "lhotse",
  "files",
];

async function measure(directory: string): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      cases: { type: "string", default: Object.keys(loaderCases).join("") },
      dir: { type: "string" },
      json: { type: "boolean", default: false },
      peers: { type: "string", default: peerNames.join(",") },
      quick: { type: "boolean", default: false },
    },
  });
  const chosen = Object.values(loaderCases).filter(({ name }) => values.cases.includes(name));
  const clip = join(directory, "clip.i16");
  Deno.writeFileSync(clip, new Uint8Array(speechOfTenSeconds().buffer));
  const peers: LoaderPeer[] = [];
  const versions: Record<string, string> = { deno: Deno.version.deno };
  for (const name of values.peers.split(",")) {
    const peer = await LoaderPeer.start(name, directory);
    versions[name] = typeof peer === "string" ? `skipped: ${peer}` : peer.version;
    if (typeof peer !== "string") peers.push(peer);
  }
  const maker = peers[0];
  if (maker === undefined) throw new Error(`Cannot measure loaders: ${JSON.stringify(versions)}`);
  const figures: LoaderFigure[] = [];
  const scale = values.quick ? 0.25 : 1;
  const pace = values.quick ? { rounds: 5, seconds: 0.1 } : { rounds: 9, seconds: 0.15 };
  for (const loaderCase of chosen) {
    await maker.make({ case: loaderCase.name, scale, clip });
    figures.push(...await compare(loaderCase, peers, { directory, ...pace }));
    console.error(`measured: ${loaderCase.name}, ${loaderCase.what}`);
  }
  for (const peer of peers) await peer.end();
  const rows = [...barRows(figures, chosen), ...await singleRows(directory, chosen)];
  if (values.json) {
    console.log(JSON.stringify({ versions, figures, rows }, undefined, 2));
    return;
  }
  printFigures(figures, chosen);
  printRows(rows);
  for (const [name, version] of Object.entries(versions)) console.log(`${name}: ${version}`);
}

if (import.meta.main) {
  const at = Deno.args.indexOf("--dir");
  const dir = at < 0
    ? undefined
    : resolve(Deno.env.get("INIT_CWD") ?? ".", Deno.args[at + 1] ?? ".");
  const directory = Deno.makeTempDirSync({ prefix: "audiofield-loaders-", ...(dir && { dir }) });
  try {
    await measure(directory);
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}
