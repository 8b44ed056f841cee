/**
 * Measures what the project promises, each figure beside its limit in the same run, and prints a
 * table, or JSON with `--json`.
 *
 * @module
 */
import Table from "cli-table3";
import type { Row } from "./row.ts";
import { decodeCrops } from "./rows/decode_crops.ts";
import { decodeFixed } from "./rows/decode_fixed.ts";
import { decodePadded } from "./rows/decode_padded.ts";
import { float16 } from "./rows/float16.ts";
import { genCold } from "./rows/gen_cold.ts";
import { openMillion } from "./rows/open_million.ts";
import { packWav } from "./rows/pack_wav.ts";

/** All rows, measured one after the other in a folder of their own. */
function measure(directory: string, say: (what: string) => void): Row[] {
  const rows: Row[] = [];
  const steps: readonly (() => Row | Row[])[] = [
    () => decodeFixed(directory, { samples: 160_000, count: 1000, bar: 0.9 }),
    () => decodeFixed(directory, { samples: 6000, count: 20_000, bar: 0.8 }),
    () => decodePadded(directory),
    () => decodeCrops(directory, { bar: 0.8 }),
    () => openMillion(directory),
    () => packWav(directory),
    () => genCold(directory),
    () => float16(),
  ];
  for (const step of steps) {
    const measured = [step()].flat();
    for (const { name } of measured) say(name);
    rows.push(...measured);
  }
  return rows;
}

function print(rows: readonly Row[]): void {
  const table = new Table({
    head: ["what", "value", "limit", "unit", "ratio", "bar", ""],
    style: { head: [], border: [] },
    colAligns: ["left", "right", "right", "left", "right", "right", "left"],
  });
  for (const { name, value, limit, unit, ratio, bar, wanted, pass, skipped } of rows) {
    table.push([
      name,
      figure(value),
      figure(limit),
      unit,
      figure(ratio),
      bar === null ? "" : `${wanted === "at least" ? "≥" : "≤"} ${bar}`,
      skipped ?? (pass ? "holds" : "falls short"),
    ]);
  }
  console.log(table.toString());
}

function figure(value: number | null): string {
  return value === null ? "–" : Number(value.toPrecision(3)).toLocaleString("en");
}

if (import.meta.main) {
  const directory = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
  try {
    const rows = measure(directory, (what) => console.error(`measured: ${what}`));
    if (Deno.args.includes("--json")) console.log(JSON.stringify(rows, undefined, 2));
    else print(rows);
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}
