/**
 * Where the string that begins with the quotation mark at `start` ends: the place of its closing
 * mark, or the text's length where there is none. Searched by hand, because a regular expression
 * that allows for escapes needs a stack as deep as the string is long.
 */
export function closingQuote(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\" && at - 1 - backslashes > start) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return text.length;
}
