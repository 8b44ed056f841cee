import Table from "cli-table3";
import type { Row } from "./row.ts";

/** Prints a table of rows. */
export function printRows(rows: readonly Row[]): void {
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
      skipped ?? (pass === null ? "" : pass ? "met" : "missed"),
    ]);
  }
  console.log(table.toString());
}

function figure(value: number | null): string {
  return value === null ? "–" : Number(value.toPrecision(3)).toLocaleString("en");
}
