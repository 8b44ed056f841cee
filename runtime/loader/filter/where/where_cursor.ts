import type { UsageError } from "../../../../errors/mod.ts";
import { shownToken, whereError, type WhereToken } from "./where_error.ts";
import { whereTokens } from "./where_tokens.ts";

/** Steps through the tokens of a filter. */
export class WhereCursor {
  /** The whole filter. */
  readonly text: string;
  readonly #tokens: readonly WhereToken[];
  #at = 0;

  /** @throws {UsageError} `"invalid-where"` for text that isn't a token. */
  constructor(text: string) {
    this.text = text;
    this.#tokens = whereTokens(text);
  }

  /** The next token. */
  get token(): WhereToken {
    return this.#tokens[this.#at]!;
  }

  /** Takes the next token; after the last one, the end is repeated. */
  take(): WhereToken {
    const token = this.token;
    if (token.kind !== "end") this.#at++;
    return token;
  }

  /** Takes a word if it is the next token, and returns whether it was. */
  takeWord(word: string): boolean {
    return this.#takeIf("word", word);
  }

  /** Takes a symbol if it is the next token, and returns whether it was. */
  takeSymbol(symbol: string): boolean {
    return this.#takeIf("symbol", symbol);
  }

  /**
   * Takes a symbol, or the end.
   *
   * @throws {UsageError} `"invalid-where"` if another token is next.
   */
  expect(symbol: string, wanted: string): void {
    const { kind, value } = this.token;
    if (symbol === "end" ? kind !== "end" : kind !== "symbol" || value !== symbol) {
      throw this.wrong(this.token, wanted);
    }
    this.take();
  }

  /** The error for a token other than the wanted one. */
  wrong(token: WhereToken, wanted: string, hint?: string): UsageError {
    const found = shownToken(token);
    return whereError(this.text, token.start, { found, wanted, hint: hint ?? lowerCase(token) });
  }

  #takeIf(kind: WhereToken["kind"], value: string): boolean {
    const isNext = this.token.kind === kind && this.token.value === value;
    if (isNext) this.take();
    return isNext;
  }
}

/** The hint for `AND`, which is an ordinary word. */
function lowerCase({ kind, value }: WhereToken): string | undefined {
  const lower = value.slice(0, 10).toLowerCase();
  const isKeyword = kind === "word" && ["and", "or", "not", "is", "missing"].includes(lower);
  return isKeyword && lower !== value ? `write "${lower}"` : undefined;
}
