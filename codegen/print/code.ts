/** What a hole in a template can hold. `undefined`, `false` and empty lists print nothing. */
export type Hole = string | number | false | undefined | readonly Hole[];

/**
 * Source text, written the way it is printed. The template's own indentation is removed; each line
 * of a hole's text is indented like the line that the hole is in. A line with nothing but empty
 * holes isn't printed; each item of a list gets lines of its own.
 *
 * ```ts ignore
 * code`
 *   decode(index: number): ${type} {
 *     ${checks}
 *     return this.metadata.value(index);
 *   }
 * `
 * ```
 */
export function code(template: TemplateStringsArray, ...holes: readonly Hole[]): string {
  const lines = template.map((text, hole) => hole === 0 ? text : `${mark}${hole - 1}${mark}${text}`)
    .join("").split("\n");
  if (lines[0]?.trim() === "") lines.shift();
  if (lines.at(-1)?.trim() === "") lines.pop();
  const margin = Math.min(...lines.filter((line) => line.trim() !== "").map(indentOf));
  return lines.flatMap((line) => filled(line.slice(margin), holes)).join("\n");
}

/** Encloses a hole's number; no source text contains it. */
const mark = "\0";

/** The lines that a template's line becomes. */
function filled(line: string, holes: readonly Hole[]): string[] {
  const text = line.replace(/\0(\d+)\0/g, (_, hole) => textOf(holes[Number(hole)]));
  if (text.trim() === "" && line.trim() !== "") return [];
  const indent = line.slice(0, indentOf(line));
  return text.split("\n").map((part, at) => at === 0 || part === "" ? part : indent + part);
}

function textOf(hole: Hole): string {
  if (hole === undefined || hole === false) return "";
  if (typeof hole !== "object") return String(hole);
  return hole.map(textOf).filter((text) => text !== "").join("\n");
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
