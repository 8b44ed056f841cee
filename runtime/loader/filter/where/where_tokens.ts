import { whereError, type WhereToken } from "./where_error.ts";

/** Longest first, so that `<=` isn't taken for `<`. */
const symbols = ["!=", "<=", ">=", "^=", "..", "=", "<", ">", "(", ")", ","] as const;

const spaces = " \t\n\r";

/** What ends a word: symbols of the grammar, operators of other languages, and spaces. */
const endOfWord = new RegExp(
  "[\"'`()\\[\\]{},;=<>!^&|\\\\\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029" +
    "\\u202f\\u205f\\u3000\\ufeff]|\\.\\.",
  "g",
);

/**
 * The tokens of a filter as written on the command line, with an `"end"` after the last.
 *
 * @throws {UsageError} `"invalid-where"` at the first character that doesn't begin a token.
 */
export function whereTokens(text: string): WhereToken[] {
  const broken = text.search(/\p{Cs}/u);
  if (broken !== -1) {
    throw whereError(text, broken, { found: "half a surrogate pair", wanted: "well-formed text" });
  }
  const tokens: WhereToken[] = [];
  for (let at = 0;;) {
    while (at < text.length && spaces.includes(text[at]!)) at++;
    const token = tokenAt(text, at);
    tokens.push(token);
    if (token.kind === "end") return tokens;
    at = token.end;
  }
}

function tokenAt(text: string, start: number): WhereToken {
  if (start === text.length) return { kind: "end", value: "", start, end: start };
  if (text[start] === '"') return stringAt(text, start);
  const symbol = symbols.find((candidate) => text.startsWith(candidate, start));
  if (symbol !== undefined) {
    return { kind: "symbol", value: symbol, start, end: start + symbol.length };
  }
  endOfWord.lastIndex = start;
  const end = endOfWord.exec(text)?.index ?? text.length;
  if (end > start) return { kind: "word", value: text.slice(start, end), start, end };
  const found = text[start]!;
  throw whereError(text, start, {
    found: JSON.stringify(found),
    wanted: "a field, a value or an operator",
    hint: hints[found],
  });
}

const hints: Readonly<Record<string, string>> = {
  "'": 'quote text with ", as in "two words"',
  "`": 'quote text with ", as in "two words"',
  "&": 'write "and"',
  "|": 'write "or"',
  "!": 'write "not", or "!=" to compare',
  "^": 'write "^=" to compare with a prefix',
  "[": "write the values of a list without brackets, separated by commas",
  "{": "write a comparison, such as audio.seconds<20",
  "\\": 'quote text with a backslash in it, as in "a\\\\b"',
};

/** A string with the escapes of JSON. */
function stringAt(text: string, start: number): WhereToken {
  const wrong = (hint: string) =>
    whereError(text, start, { found: "a string that isn't valid JSON", wanted: "a string", hint });
  const end = endOfString(text, start);
  if (end === undefined) throw wrong('end it with "');
  const value = parsed(text.slice(start, end));
  if (value === undefined) throw wrong('write \\" for a quotation mark and \\\\ for a backslash');
  if (!value.isWellFormed()) throw wrong("write both halves of a surrogate pair");
  return { kind: "string", value, start, end };
}

function parsed(text: string): string | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where the string that begins at `start` ends; found by hand, since it can have any length. */
function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}
