import type { KindFacts } from "./kind.ts";
import { withoutMeaning } from "./meaning.ts";

const known = new Map<string, KindFacts>();

/**
 * Makes kinds known to everything that reads files: the schema language does that for all kinds,
 * a generated module for those of its schema. Knowing a kind twice changes nothing.
 */
export function knowKinds(kinds: readonly KindFacts[]): void {
  for (const kind of kinds) {
    if (known.has(kind.kind)) continue;
    // Any field can have a meaning; its kind never sees it.
    known.set(kind.kind, {
      ...kind,
      resolve: (options) => kind.resolve(withoutMeaning(options)),
    });
  }
}

/** The kind called `name`; `undefined` if nothing in the program knows it. */
export function knownKind(name: string): KindFacts | undefined {
  return known.get(name);
}
