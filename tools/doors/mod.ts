/**
 * Prints what importing each door loads, as `docs/performance.md` has it: `deno task doors`.
 *
 * @module
 */
import { printTable, weighDoors } from "./table.ts";

console.log(printTable(await weighDoors()));
