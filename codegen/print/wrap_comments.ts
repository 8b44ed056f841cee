/** The maximum width of a line of a module, in columns. */
const columns = 100;

/** Breaks the doc comments of a printed module into lines that fit; code is left alone. */
export function wrapComments(text: string): string {
  return text.split("\n").flatMap((line) => {
    if (line.length <= columns) return [line];
    const single = /^(\s*)\/\*\* (.*) \*\/$/.exec(line);
    if (single !== null) {
      const [, indent = "", words = ""] = single;
      return [`${indent}/**`, ...wrapped(words, `${indent} * `), `${indent} */`];
    }
    const inner = /^(\s*\* )(.*)$/.exec(line);
    return inner === null ? [line] : wrapped(inner[2] ?? "", inner[1] ?? "");
  }).join("\n");
}

function wrapped(words: string, margin: string): string[] {
  const width = columns - margin.length;
  const lines = [];
  let rest = words;
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    const at = space > 0 ? space : rest.indexOf(" ");
    if (at < 0) break;
    lines.push(margin + rest.slice(0, at));
    rest = rest.slice(at + 1);
  }
  return [...lines, margin + rest];
}
