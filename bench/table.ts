/**
 * The original design's "Audio Field Performance Comparison", measured: what ten seconds of 16 kHz
 * speech take in each form, next to what the design says: `deno task bench:table`. `--json` prints
 * the figures for a program; `--save FILE` writes them to a file, for `audiofield plan --figures`.
 *
 * @module
 */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { measureForms } from "./table/figures.ts";
import { flac } from "./table/flac.ts";
import { mel } from "./table/mel.ts";
import { opus } from "./table/opus.ts";
import { printTable } from "./table/print_table.ts";
import { raw } from "./table/raw.ts";
import { tokens } from "./table/tokens.ts";

const forms = [raw, flac, opus, mel, tokens];

if (import.meta.main) {
  const options = { json: { type: "boolean" }, save: { type: "string" } } as const;
  const { values: { json = false, save } } = parseArgs({ args: Deno.args, options });
  const folder = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
  try {
    const figures = await measureForms(forms, folder, (what) => console.error(what));
    const text = JSON.stringify(figures, undefined, 2);
    if (json) console.log(text);
    else printTable(forms, figures);
    if (save !== undefined) {
      // `deno task` runs in the project's folder, wherever it was called from.
      Deno.writeTextFileSync(resolve(Deno.env.get("INIT_CWD") ?? ".", save), `${text}\n`);
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
