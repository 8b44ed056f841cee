/** How much of a quoted name or value is shown, in characters. */
const shownLength = 200;

/** Colours and weights, as Deno puts them into its messages. */
const colours = new RegExp(`${String.fromCharCode(0x1b)}\\[[\\d;]*m`, "g");

/**
 * A message as it may stand in a terminal, in one line: what file names, keys and values bring with
 * them must not move the cursor, change colours or turn the text around, nor fill the screen.
 */
export function printable(text: string): string {
  return text.replace(colours, "")
    .replace(/\s*[\r\n]\s*/g, " ")
    .replace(/"(?:[^"\\]|\\.)*"/g, (quoted) => `"${shortened(quoted.slice(1, -1))}"`)
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, escape);
}

/** The first 200 characters of a text, and not half of a surrogate pair at the end. */
export function shortened(text: string): string {
  if (text.length <= shownLength) return text;
  const characters = [...text.slice(0, 2 * shownLength + 1)];
  if (characters.length <= shownLength) return text;
  return `${characters.slice(0, shownLength).join("")}…`;
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
