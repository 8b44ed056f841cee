/**
 * Runs the tests in Deno, Node or Bun, in the folder of this file: `run.ts ORIGIN`. One line of JSON
 * for each test.
 *
 * @module
 */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { casesOf, type Host } from "./cases.ts";
import { report } from "./report.ts";

const [origin = ""] = process.argv.slice(2);
const here = import.meta.dirname!;
let made = 0;

const host: Host = {
  bytes: async (name) => new Uint8Array(await readFile(join(here, "data", name))),
  url: (name) => `${origin}/data/${name}`,
  module: (name) => import(`./generated/${name}`),
  hasThreads: true,
  path: (name) => join(here, "data", name),
  scratch: (name) => join(here, "scratch", `${process.pid}_${made++}_${name}`),
  written: async (path) => new Uint8Array(await readFile(path)),
};

await mkdir(join(here, "scratch"), { recursive: true });
const plan = JSON.parse(await readFile(join(here, "plan.json"), "utf8"));
await report(casesOf(plan, host), (line) => console.log(line));
process.exit(0);
