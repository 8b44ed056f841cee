import Table from "cli-table3";
import type { Figures } from "../../plan/mod.ts";
import type { StorageForm } from "./storage_form.ts";

/** Prints the figures next to the original design's. */
export function printTable(forms: readonly StorageForm[], { machine, rows }: Figures): void {
  const table = new Table({
    head: ["stored as", "bytes", "claimed", "decode, ms", "claimed", "clips/s", "claimed"],
    style: { head: [], border: [] },
    colAligns: ["left", "right", "right", "right", "right", "right", "right"],
  });
  for (const { name, title, claim } of forms) {
    const row = rows.find((row) => row.name === name);
    if (row === undefined) continue;
    table.push([
      title,
      row.bytes.toLocaleString("en"),
      claim.bytes,
      Number(row.decodeMs.toPrecision(3)),
      claim.decode,
      Number(row.recordsPerSecond.toPrecision(3)).toLocaleString("en"),
      claim.clipsPerSecond ?? "–",
    ]);
  }
  console.log(`10 s of 16 kHz speech, page cache, one thread: ${machine}`);
  console.log(table.toString());
}
