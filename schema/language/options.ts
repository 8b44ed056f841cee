import { checkName, checkOption } from "../../errors/check_options.ts";
import { SchemaError } from "../../errors/mod.ts";
import {
  integerBetween,
  numberBetween,
  oneOf,
  type OptionRule,
  trueOrFalse,
} from "../../errors/option_rule.ts";
import { isPlainObject, showValue } from "./values.ts";

/** Reads the options of one field; its errors say where in the schema they are. */
export class OptionReader {
  readonly #options: Readonly<Record<string, unknown>>;
  readonly #path: string;
  readonly #isPart: boolean;

  /**
   * @param known every option the kind has; any other key is refused, and the message lists these.
   * @param isPart whether these options are the value of one of a field's options.
   * @throws {SchemaError} when `options` isn't a plain object or holds an unknown key.
   */
  constructor(
    options: unknown,
    { path, known, isPart = false }: { path: string; known: readonly string[]; isPart?: boolean },
  ) {
    this.#path = path;
    this.#isPart = isPart;
    if (options === undefined) options = {};
    if (!isPlainObject(options)) {
      throw this.#wrong("", "a plain object of options", options);
    }
    this.#options = { ...options };
    for (const key of Reflect.ownKeys(options)) {
      checkName(key, known, { unknown: (name) => this.#unknown(name, known) });
    }
  }

  /** An integer from `min` to `max`. */
  integer(
    name: string,
    { min, max, fallback }: { min: number; max: number; fallback: number },
  ): number {
    return this.#read(name, integerBetween(min, max), fallback);
  }

  /** A number from `min` to `max`. */
  number(
    name: string,
    { min, max, fallback }: { min: number; max: number; fallback: number },
  ): number {
    return this.#read(name, numberBetween(min, max), fallback);
  }

  boolean(name: string, fallback: boolean): boolean {
    return this.#read(name, trueOrFalse, fallback);
  }

  oneOf<const T extends string>(name: string, choices: readonly T[], fallback: T): T {
    return this.#read(name, oneOf(choices), fallback);
  }

  /** The value as the user wrote it; the kind checks it and calls {@link wrong} itself. */
  raw(name: string): unknown {
    return this.#options[name];
  }

  /** The error for an option whose value isn't what was wanted. */
  wrong(name: string, wanted: string): SchemaError {
    return this.#wrong(name, wanted, this.#options[name]);
  }

  /** The error for an option that is valid by itself but contradicts another. */
  contradiction(name: string, reason: string, hint: string): SchemaError {
    return new SchemaError(`${this.#path}.${name}: ${reason}`, {
      code: "contradiction",
      field: this.#path,
      found: showValue(this.#options[name]),
      hint,
    });
  }

  #read<Value>(name: string, rule: OptionRule<Value>, fallback: Value): Value {
    const value = this.#options[name];
    if (value === undefined) return fallback;
    const wrong = () => this.#wrong(name, rule.wanted, value);
    return checkOption(name, value, { rule, errors: { wrong } });
  }

  #unknown(name: string, ofKind: readonly string[]): SchemaError {
    // Whatever its kind, a field has this one, which was taken out before.
    const known = this.#isPart ? ofKind : [...ofKind, "means"];
    return new SchemaError(`${this.#path}: unknown option ${JSON.stringify(name)}`, {
      code: "unknown-option",
      field: this.#path,
      found: name,
      wanted: known.join(", "),
      hint: known.length === 1
        ? `the only option is ${known[0]}`
        : `the options are ${known.join(", ")}`,
    });
  }

  #wrong(name: string, wanted: string, value: unknown): SchemaError {
    const path = name === "" ? this.#path : `${this.#path}.${name}`;
    return new SchemaError(`${path}: expected ${wanted}, got ${showValue(value)}`, {
      code: "invalid-option",
      field: this.#path,
      found: showValue(value),
      wanted,
    });
  }
}

/** The parts of `options` that differ from `defaults`, in the order of `defaults`. */
export function withoutDefaults<T extends object>(options: T, defaults: T): Partial<T> {
  const kept: Partial<T> = {};
  for (const key of Object.keys(defaults) as (keyof T)[]) {
    if (options[key] !== defaults[key]) kept[key] = options[key];
  }
  return kept;
}
