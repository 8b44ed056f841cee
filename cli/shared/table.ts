import Table from "cli-table3";
import { isTerminal, standardOutput, terminalColumns } from "./standard_output.ts";

/** Lines as in `ls -l`: columns two spaces apart, without a frame. */
const plain = {
  "top": "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  "bottom": "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  "left": "",
  "left-mid": "",
  "mid": "",
  "mid-mid": "",
  "right": "",
  "right-mid": "",
  "middle": "  ",
};

/** The width of output that people read in a terminal, or later in a file. */
export function outputWidth(): number {
  return isTerminal(standardOutput) ? Math.max(60, terminalColumns()) : 100;
}

/**
 * Lays out rows in columns that are as wide as their widest cells.
 *
 * @param maxWidth the most characters per line: the widest columns are wrapped until all fit.
 */
export function formatTable(
  rows: readonly (readonly string[])[],
  { right = [], maxWidth }: { right?: readonly number[]; maxWidth?: number } = {},
): string {
  const columns = rows[0]?.length ?? 0;
  const widths = maxWidth === undefined ? [] : narrowed(rows, maxWidth);
  const table = new Table({
    chars: plain,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colAligns: Array.from(
      { length: columns },
      (_, column) => right.includes(column) ? "right" : "left",
    ),
    colWidths: widths,
    wordWrap: true,
  });
  // One by one: a call can't take a hundred thousand arguments.
  for (const row of rows) table.push(row.map((cell, column) => breakable(cell, widths[column])));
  return table.toString().split("\n").map((line) => line.trimEnd()).join("\n");
}

/** Columns aren't made narrower than this, however small the width. */
const narrowest = 8;

/** The widths of the columns that must be narrower for all to fit; `null` for the others. */
function narrowed(rows: readonly (readonly string[])[], maxWidth: number): (number | null)[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0)
  );
  const width = maxWidth - plain.middle.length * (widths.length - 1);
  const taken = (most: number) => widths.reduce((sum, width) => sum + Math.min(width, most), 0);
  let most = widths.reduce((widest, width) => Math.max(widest, width), narrowest);
  while (most > narrowest && taken(most) > width) most--;
  return widths.map((width) => width > most ? most : null);
}

/** Breaks words that are wider than their column, which the table would cut off. */
function breakable(cell: string, width: number | null | undefined): string {
  if (width === null || width === undefined) return cell;
  return cell.split(/(\s+)/).map((word) => {
    // Characters beyond Latin may be two columns wide.
    const most = /^[\x20-\xff]*$/.test(word) ? width : width >> 1;
    return [...word].length <= most ? word : chunks([...word], most).join("\n");
  }).join("");
}

function chunks(characters: readonly string[], length: number): string[] {
  const count = Math.ceil(characters.length / length);
  return Array.from(
    { length: count },
    (_, index) => characters.slice(index * length, (index + 1) * length).join(""),
  );
}
