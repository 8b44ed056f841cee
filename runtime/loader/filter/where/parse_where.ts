import type { UsageError } from "../../../../errors/mod.ts";
import type { DatasetIr } from "../../../../schema/mod.ts";
import { deepestFilter, type FieldConditions } from "../conditions.ts";
import { Comparisons } from "./comparisons.ts";
import { shownToken, whereError, type WhereToken } from "./where_error.ts";
import { WhereCursor } from "./where_cursor.ts";

/**
 * Parses a filter as written on the command line, such as `audio.seconds<20 and not split=test`, into
 * the same filter as JSON. `docs/loading.md` has the grammar.
 *
 * @param ir the schema of the dataset to filter: the kinds of its fields decide how values are read.
 * @throws {UsageError} `"invalid-where"` or `"no-such-field"`, with the column in its message, and the
 *   text and the column as its `place`.
 *
 * @example
 * ```ts
 * import { defineDataset, field } from "../../../../schema/mod.ts";
 * import { parseWhere } from "./parse_where.ts";
 *
 * const { ir } = defineDataset("Clips", { audio: field.waveform({ sampleRate: 16_000 }) });
 * const filter = parseWhere("audio.seconds<20", ir);
 * if (JSON.stringify(filter) !== '{"audio":{"seconds":{"below":20}}}') throw new Error();
 * ```
 */
export function parseWhere(text: string, ir: DatasetIr): FieldConditions {
  const cursor = new WhereCursor(text);
  const parser = new Parser(cursor, new Comparisons(cursor, ir));
  const { filter } = parser.either(0);
  cursor.expect("end", '"and", "or" or the end');
  return filter;
}

/** A parsed filter: how deep it nests, and where it begins. */
interface Parsed {
  readonly filter: FieldConditions;
  readonly depth: number;
  readonly start: number;
}

/** Parses what joins comparisons; `level` counts the open parentheses and nots. */
class Parser {
  readonly #cursor: WhereCursor;
  readonly #comparisons: Comparisons;

  constructor(cursor: WhereCursor, comparisons: Comparisons) {
    this.#cursor = cursor;
    this.#comparisons = comparisons;
  }

  /** Filters, one of which must hold. */
  either(level: number): Parsed {
    return this.#joined("or", () => this.#joined("and", () => this.#single(level)));
  }

  #joined(operator: "and" | "or", read: () => Parsed): Parsed {
    const first = read();
    const parts = [first];
    while (this.#cursor.takeWord(operator)) parts.push(read());
    if (parts.length === 1) return first;
    const filter = { [operator]: parts.map((part) => part.filter) };
    const depth = parts.reduce((deepest, part) => Math.max(deepest, part.depth), 0);
    return this.#within({ filter, depth: depth + 1, start: first.start });
  }

  #single(level: number): Parsed {
    const token = this.#cursor.token;
    if (this.#cursor.takeWord("not")) {
      const { filter, depth } = this.#single(this.#deeper(level, token));
      return this.#within({ filter: { not: filter }, depth: depth + 1, start: token.start });
    }
    if (this.#cursor.takeSymbol("(")) {
      const inside = this.either(this.#deeper(level, token));
      this.#cursor.expect(")", '"and", "or" or ")"');
      return inside;
    }
    const { filter, depth } = this.#comparisons.read();
    return this.#within({ filter, depth, start: token.start });
  }

  /** Parses one level deeper; the stack isn't endless. */
  #deeper(level: number, token: WhereToken): number {
    if (level < deepestFilter) return level + 1;
    throw this.#tooDeep(token.start, shownToken(token));
  }

  /** The same filter, unless it nests too deeply. */
  #within(parsed: Parsed): Parsed {
    if (parsed.depth <= deepestFilter) return parsed;
    throw this.#tooDeep(parsed.start, `${parsed.depth} levels`);
  }

  #tooDeep(start: number, found: string): UsageError {
    const wanted = `filters that nest at most ${deepestFilter} deep`;
    return whereError(this.#cursor.text, start, { found, wanted });
  }
}
