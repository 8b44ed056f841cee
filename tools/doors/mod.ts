/**
 * Prints what importing each door loads, for `docs/performance.md`: `deno task doors`.
 *
 * @module
 */
import { printTable, weighDoors } from "./table.ts";

console.log(printTable(await weighDoors()));
