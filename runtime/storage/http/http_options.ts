import type { KnownOptions } from "../../../errors/check_options.ts";
import { UsageError } from "../../../errors/mod.ts";
import { integerBetween, integerFrom, type OptionRule } from "../../../errors/option_rule.ts";
import type { PieceStore } from "./kept_pieces.ts";
import { trueOrFalse } from "../../../errors/option_rule.ts";

/** What is kept of a file that must be waited for. */
export interface CacheOptions {
  /** Bytes that are kept in memory. */
  readonly bytes?: number;
  /** What keeps pieces between visits. */
  readonly store?: PieceStore;
}

/** Headers by name, or a function that is asked for them before each request. */
export type HttpHeaders =
  | Readonly<Record<string, string>>
  | (() => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);

/** How files are read over HTTP; `AsyncOpenOptions` explains them. */
export interface HttpOptions {
  readonly signal?: AbortSignal;
  readonly headers?: HttpHeaders;
  readonly cache?: CacheOptions;
  readonly fetch?: typeof fetch;
  readonly conditional?: boolean;
  readonly parallel?: number;
  readonly retries?: number;
}

/**
 * The options that another thread can be given.
 *
 * @throws {UsageError} `"not-cloneable"` when one of them is a function.
 */
export function cloneableOptions(
  { headers, cache, conditional, parallel, retries, fetch }: HttpOptions,
  file: string,
): HttpOptions {
  if (fetch !== undefined || typeof headers === "function") {
    throw new UsageError(
      `Cannot load "${file}" with workers: they can't be given functions, such as its ` +
        (fetch === undefined ? "headers" : "fetch"),
      {
        code: "not-cloneable",
        file,
        hint: "leave `workers` out, or open it with `headers` that are an object",
      },
    );
  }
  return {
    ...(headers === undefined ? {} : { headers }),
    // A store can't be given to another thread, which does without.
    ...(cache?.bytes === undefined ? {} : { cache: { bytes: cache.bytes } }),
    ...(conditional === undefined ? {} : { conditional }),
    ...(parallel === undefined ? {} : { parallel }),
    ...(retries === undefined ? {} : { retries }),
  };
}

/** Bytes that are kept in memory unless the options say otherwise. */
export const defaultCacheBytes: number = 2 ** 26;

const aSignal: OptionRule<AbortSignal> = {
  wanted: "an AbortSignal",
  allows: (value): value is AbortSignal => value instanceof AbortSignal,
};

const aFunction: OptionRule<typeof fetch> = {
  wanted: "a function like fetch",
  allows: (value): value is typeof fetch => typeof value === "function",
};

const headerRule: OptionRule<HttpHeaders> = {
  wanted: "an object of header values by name, or a function that returns one",
  allows: (value): value is HttpHeaders =>
    typeof value === "function" ||
    typeof value === "object" && value !== null &&
      Object.values(value).every((header) => typeof header === "string"),
};

const cacheRule: OptionRule<CacheOptions> = {
  wanted: "an object with `bytes`, an integer of 0 or more, and `store`, a Cache",
  allows: (value): value is CacheOptions =>
    typeof value === "object" && value !== null &&
    Object.entries(value).every(([name, given]) =>
      given === undefined
        ? name === "bytes" || name === "store"
        : name === "bytes"
        ? integerFrom(0).allows(given)
        : name === "store" && typeof (given as PieceStore | null)?.match === "function"
    ),
};

/** The options of {@link HttpOptions}, and their rules. */
export const httpOptions: KnownOptions<HttpOptions> = {
  signal: aSignal,
  headers: headerRule,
  cache: cacheRule,
  fetch: aFunction,
  conditional: trueOrFalse,
  parallel: integerBetween(1, 256),
  retries: integerBetween(0, 100),
};
