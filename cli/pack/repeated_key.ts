/** A bracket, or a string and the colon that makes it a key. */
const tokens = /[{}[\]]|("(?:[^"\\]|\\.)*")(\s*:)?/g;

/**
 * The first key that a JSON object, or an object inside of it, has twice, or `undefined`. `JSON.parse`
 * keeps the last of them without a word.
 *
 * @param json an object that `JSON.parse` has accepted.
 */
export function repeatedKey(json: string): string | undefined {
  /** The keys of each open object; arrays have none. */
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(tokens)) {
    if (token === "{" || token === "[") open.push(new Set());
    else if (token === "}" || token === "]") open.pop();
    else if (text !== undefined && colon !== undefined) {
      const keys = open.at(-1);
      const key: string = JSON.parse(text);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}
