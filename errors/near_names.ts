/**
 * Which of the known names may have been meant by one that isn't known: a slip of the keys, a part of
 * the name, or another version of it. None where nothing is near.
 */
export function nearNames(name: string, known: readonly string[]): string[] {
  const given = folded(name);
  return known.filter((other) => isNear(folded(other), given));
}

function isNear(wanted: string, given: string): boolean {
  if (given.length >= 3 && (wanted.startsWith(given) || given.startsWith(wanted))) return true;
  return edits(wanted, given) <= Math.floor(wanted.length / 3);
}

/** Names are compared without case and punctuation, and not beyond a length that names have. */
function folded(name: string): string {
  return name.slice(0, 100).toLowerCase().replace(/[^a-z0-9]/g, "").slice(0, 40);
}

/** Levenshtein's distance: letters inserted, left out or replaced. */
function edits(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      const replaced = above[column - 1]! + (one[row - 1] === other[column - 1] ? 0 : 1);
      line.push(Math.min(replaced, above[column]! + 1, line[column - 1]! + 1));
    }
    above = line;
  }
  return above[other.length]!;
}
