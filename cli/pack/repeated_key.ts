/** A bracket, or a string and the colon that makes it a key. */
const tokens = /[{}[\]]|("(?:[^"\\]|\\.)*")(\s*:)?/g;

/**
 * The first key that a JSON object has twice, or `undefined`. `JSON.parse` keeps the last of them
 * without a word.
 *
 * @param json an object that `JSON.parse` has accepted.
 */
export function repeatedKey(json: string): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  for (const [token, text, colon] of json.matchAll(tokens)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    else if (depth === 1 && text !== undefined && colon !== undefined) {
      const key: string = JSON.parse(text);
      if (seen.has(key)) return key;
      seen.add(key);
    }
  }
  return undefined;
}
