import { closingQuote } from "./closing_quote.ts";

/** A bracket, or where a string begins. */
const marks = /[{}[\]"]/g;

/** A colon after a string makes it a key. */
const colon = /\s*:/y;

/**
 * The first key that a JSON object, or an object inside it, has twice, or `undefined`. `JSON.parse`
 * silently keeps the last value.
 *
 * @param json an object that `JSON.parse` has accepted.
 * @param object what `JSON.parse` made of it.
 */
export function repeatedKey(json: string, object: object): string | undefined {
  // Each key takes a colon. If there are no more colons than keys, no key was lost, as in most
  // lines of a manifest.
  if (colonCount(json) === Object.keys(object).length) return undefined;
  /** The keys of each open object, once it has some. */
  const open: (Set<string> | undefined)[] = [];
  marks.lastIndex = 0;
  for (let mark = marks.exec(json); mark !== null; mark = marks.exec(json)) {
    const [token] = mark;
    if (token === "{" || token === "[") open.push(undefined);
    else if (token === "}" || token === "]") open.pop();
    else {
      const end = closingQuote(json, mark.index) + 1;
      marks.lastIndex = end;
      colon.lastIndex = end;
      if (!colon.test(json)) continue;
      const keys = open[open.length - 1] ??= new Set();
      const key: string = JSON.parse(json.slice(mark.index, end));
      if (keys.has(key)) return key;
      keys.add(key);
    }
  }
  return undefined;
}

function colonCount(json: string): number {
  let count = 0;
  for (let at = json.indexOf(":"); at >= 0; at = json.indexOf(":", at + 1)) count++;
  return count;
}
