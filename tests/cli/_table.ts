/**
 * The rows of a table that a command has printed, each as its cells separated by `|`; text that was
 * wrapped within a cell is joined by spaces.
 *
 * @param head how the table's first line begins.
 */
export function rowsOf(stdout: string, head: string): string[] {
  const all = stdout.split("\n");
  const start = all.findIndex((line) => line.startsWith(head));
  const length = all.slice(start).findIndex((line) => line === "");
  // Characters that are two columns wide count twice.
  const lines = all.slice(start, length < 0 ? undefined : start + length)
    .map((line) => line.replace(/[\u3000-\u9fff]|\p{Extended_Pictographic}/gu, `$&${filler}`));
  const edges = columnEdges(lines);
  const rows: string[][] = [];
  for (const line of lines) {
    const cells = edges.map(([from, to]) =>
      [...line].slice(from, to).join("").replaceAll(filler, "").trim()
    );
    const row = rows.at(-1);
    // The first column names the row, and is never wrapped.
    if (row === undefined || cells[0] !== "") rows.push(cells);
    else cells.forEach((cell, column) => row[column] = `${row[column]} ${cell}`.trim());
  }
  return rows.map((row) => row.join("|"));
}

const filler = "\0";

/** Columns are between places where every line has at least two spaces. */
function columnEdges(lines: readonly string[]): [from: number, to: number][] {
  const width = Math.max(...lines.map((line) => [...line].length));
  const isBlank = Array.from(
    { length: width },
    (_, at) => lines.every((line) => ([...line][at] ?? " ") === " "),
  );
  const edges: [number, number][] = [];
  for (let at = 0; at < width;) {
    if (isBlank[at]) at++;
    else {
      let to = at;
      while (to < width && !(isBlank[to] && (isBlank[to + 1] ?? true))) to++;
      edges.push([at, to]);
      at = to;
    }
  }
  return edges;
}
