/** How much of a condition a message shows: characters, and levels of arrays and objects. */
const shownLength = 200;
const shownDepth = 8;

/**
 * A condition as a message shows it: like JSON, extended by what JSON has no notation for, and cut if
 * it is long or deep. A condition can have any size and depth, and even contain itself.
 */
export function shownCondition(value: unknown): string {
  let text = "";
  const add = (part: unknown, depth: number): void => {
    if (text.length > shownLength) return;
    if (typeof part !== "object" || part === null) text += shownScalar(part);
    else if (depth === 0) text += "…";
    else {
      const isList = Array.isArray(part);
      const parts = isList ? part : Object.keys(part);
      text += isList ? "[" : "{";
      for (let at = 0; at < parts.length && text.length <= shownLength; at++) {
        if (at > 0) text += ",";
        if (!isList) text += `${shownScalar(parts[at])}:`;
        add(isList ? parts[at] : (part as Record<string, unknown>)[parts[at]], depth - 1);
      }
      text += isList ? "]" : "}";
    }
  };
  add(value, shownDepth);
  return text.length <= shownLength ? text : `${text.slice(0, shownLength).toWellFormed()}…`;
}

function shownScalar(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, shownLength + 1));
  if (typeof value === "bigint") return `${value}n`;
  return typeof value === "function" ? "a function" : String(value);
}
