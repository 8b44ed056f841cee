/** How much of a text is shown: the most characters before the place, and the most in all. */
const shownBefore = 50;
const shownLength = 80;

/** Characters that a terminal shows two columns wide. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60]|\p{Emoji_Presentation}/u;

/** Characters that move the cursor, or reverse text. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/**
 * A line and a mark under one of its characters, as two lines; no lines without a place.
 *
 * @param place the text, and the column of the character in code points, counted from 1.
 */
export function pointedText(
  place: { readonly text: string; readonly column: number } | undefined,
): string[] {
  if (place === undefined) return [];
  const characters = [...place.text];
  const at = place.column - 1;
  const first = Math.max(0, at - shownBefore);
  const last = first + shownLength;
  const before = (first > 0 ? "…" : "") + shown(characters.slice(first, at));
  const after = shown(characters.slice(at, last)) + (characters.length > last ? "…" : "");
  return [`  ${before}${after}`, `  ${blank(before)}^`];
}

function shown(characters: readonly string[]): string {
  return characters.map((character) => unprintable.test(character) ? " " : character).join("");
}

/** As many spaces as a text is wide. */
function blank(text: string): string {
  return Array.from(
    text,
    (character) => /\p{M}/u.test(character) ? "" : wide.test(character) ? "  " : " ",
  ).join("");
}
