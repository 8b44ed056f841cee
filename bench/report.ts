/**
 * Measures what the project promises, each figure together with its limit in the same run, and
 * prints a table, or JSON with `--json`.
 *
 * @module
 */
import { printRows } from "./print_rows.ts";
import type { Row } from "./row.ts";
import { decodeCategories } from "./rows/decode_categories.ts";
import { byKey } from "./rows/by_key.ts";
import { decodeCrops } from "./rows/decode_crops.ts";
import { decodeFixed } from "./rows/decode_fixed.ts";
import { decodeFloat32 } from "./rows/decode_float32.ts";
import { decodeMel } from "./rows/decode_mel.ts";
import { decodePadded } from "./rows/decode_padded.ts";
import { filterCategories } from "./rows/filter_categories.ts";
import { float16 } from "./rows/float16.ts";
import { genCold } from "./rows/gen_cold.ts";
import { openMillion } from "./rows/open_million.ts";
import { openTenMillion } from "./rows/open_ten_million.ts";
import { packWav } from "./rows/pack_wav.ts";
import { packing } from "./rows/packing.ts";
import { planEpoch } from "./rows/plan_epoch.ts";
import { decodeShards, openShards } from "./rows/shards.ts";
import { tokens } from "./rows/tokens.ts";
import { verifying } from "./rows/verify.ts";

/** All rows, measured one after another in `directory`. */
async function measure(directory: string, say: (what: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  const steps: readonly (() => Row | Row[] | Promise<Row[]>)[] = [
    () => decodeFixed(directory, { samples: 160_000, count: 1000, bar: 0.9 }),
    () => decodeFixed(directory, { samples: 6000, count: 20_000, bar: 0.8 }),
    () => decodePadded(directory),
    () => decodeCrops(directory, { bar: 0.8 }),
    () => decodeFloat32(directory, { bar: 0.6 }),
    () =>
      decodeMel(directory, {
        name: "mel 80 × 626 float16",
        count: 1200,
        framesOf: () => 626,
        bar: 0.8,
      }),
    () =>
      decodeMel(directory, {
        name: "mel of 50–1500 frames, padded",
        count: 900,
        framesOf: (record) => 50 + (record * 7919) % 1451,
        bar: 0.5,
      }),
    () => decodeCategories(directory),
    () => openMillion(directory),
    () => planEpoch(directory),
    () => byKey(directory),
    () => filterCategories(directory),
    () => openTenMillion(directory),
    () => decodeShards(directory),
    () => openShards(directory),
    () => verifying(directory),
    () => packWav(directory),
    () => packing(directory),
    () => genCold(directory),
    () => float16(),
    () => tokens(directory),
  ];
  for (const step of steps) {
    const measured = [await step()].flat();
    for (const { name } of measured) say(name);
    rows.push(...measured);
  }
  return rows;
}

if (import.meta.main) {
  const directory = Deno.makeTempDirSync({ prefix: "audiofield-bench-" });
  try {
    const rows = await measure(directory, (what) => console.error(`measured: ${what}`));
    if (Deno.args.includes("--json")) console.log(JSON.stringify(rows, undefined, 2));
    else printRows(rows);
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}
