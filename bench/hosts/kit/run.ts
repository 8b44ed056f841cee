/**
 * Times a loop in Deno, Node or Bun: `run.ts LOOP`. Prints JSON.
 *
 * @module
 */
import { join } from "node:path";
import process from "node:process";
import { loops } from "./loops.ts";

const [name = ""] = process.argv.slice(2);
const measured = await loops[name]!((file) => Promise.resolve(join(import.meta.dirname!, file)));
console.log(JSON.stringify(measured));
