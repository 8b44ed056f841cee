import type { KnownOptions } from "../../../errors/check_options.ts";
import { integerBetween, integerFrom, type OptionRule } from "../../../errors/option_rule.ts";
import { trueOrFalse } from "../../../errors/option_rule.ts";

/** What is kept of a file that must be waited for. */
export interface CacheOptions {
  /** Bytes that are kept in memory. */
  readonly bytes?: number;
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
  wanted: "an object with `bytes`, an integer of 0 or more",
  allows: (value): value is CacheOptions =>
    typeof value === "object" && value !== null &&
    Object.entries(value).every(([name, bytes]) =>
      name === "bytes" && (bytes === undefined || integerFrom(0).allows(bytes))
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
