import { closingQuote } from "../../runtime/lists/closing_quote.ts";

/** How much of a quoted name or value is shown, in characters. */
const shownLength = 200;

/** How much of a whole message is shown, in characters: not everything in it is quoted. */
const messageLength = 4000;

/** Colours and weights, as Deno puts them into its messages. */
const colours = new RegExp(`${String.fromCharCode(0x1b)}\\[[\\d;]*m`, "g");

/**
 * A message that is safe to print in a terminal, on one line: file names, keys and values in it
 * must not move the cursor, change colours, reverse the text or fill the screen.
 */
export function printable(text: string): string {
  // Most messages are plain, and a command may print one for each of a million inputs.
  if (text.length <= shownLength && /^[\x20-\x7e]*$/.test(text)) return text;
  const short = cut(shortenQuoted(text), messageLength);
  return short.replace(colours, "")
    .replace(/\s*[\r\n]\s*/g, " ")
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, escape);
}

/** The first 200 characters of a text, without half a surrogate pair at the end. */
export function shortened(text: string): string {
  return cut(text, shownLength);
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = [...text.slice(0, 2 * length + 1)];
  if (characters.length <= length) return text;
  return `${characters.slice(0, length).join("")}…`;
}

/** Shortens the text between quotation marks. */
function shortenQuoted(text: string): string {
  if (text.length <= shownLength) return text;
  const parts: string[] = [];
  let done = 0;
  for (let start = text.indexOf('"'); start >= 0; start = text.indexOf('"', done)) {
    const end = closingQuote(text, start);
    if (end === text.length) break;
    parts.push(text.slice(done, start + 1), shortened(text.slice(start + 1, end)), '"');
    done = end + 1;
  }
  parts.push(text.slice(done));
  return parts.join("");
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
