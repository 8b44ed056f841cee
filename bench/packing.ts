/**
 * What packing costs beyond its parts: `deno task bench:packing`. The same rows as in
 * `bench:report`, with the parts one by one.
 *
 * @module
 */
import { printRows } from "./print_rows.ts";
import { packing } from "./rows/packing.ts";

if (import.meta.main) {
  const directory = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
  try {
    const rows = await packing(directory, { details: true });
    if (Deno.args.includes("--json")) console.log(JSON.stringify(rows, undefined, 2));
    else printRows(rows);
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}
