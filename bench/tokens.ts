/**
 * Measures batches of codec tokens, each against its limit in the same run.
 *
 * @module
 */
import { printRows } from "./print_rows.ts";
import { tokens } from "./rows/tokens.ts";

const directory = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
try {
  printRows(tokens(directory));
} finally {
  Deno.removeSync(directory, { recursive: true });
}
