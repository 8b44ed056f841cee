import { UsageError } from "./mod.ts";
import { oneOf, type OptionRule } from "./option_rule.ts";

/**
 * All options of a type, each with its choices or its rule; `undefined` where its value is checked
 * elsewhere. The compiler checks it against the type: an option that is missing here, or doesn't
 * exist, is an error.
 */
export type KnownOptions<Options> = {
  readonly [Name in Extract<keyof Options, string>]:
    | readonly Extract<Options[Name], string>[]
    | OptionRule
    | undefined;
};

/** How a room reports that an option doesn't exist, or that its value isn't allowed. */
export interface OptionErrors {
  /** The error for an option that isn't one of the `known` ones. */
  readonly unknown: (name: string, known: readonly string[]) => Error;
  /** The error for a value that `rule` doesn't allow. */
  readonly wrong: (name: string, value: unknown, rule: OptionRule) => Error;
}

/**
 * Refuses options that don't exist and values that aren't allowed, for callers whose compiler
 * didn't. A value of `undefined` means that the option was omitted.
 *
 * @param known each option's choices or its rule; see {@link KnownOptions}.
 * @throws {UsageError} `"invalid-option"`.
 */
export function checkOptions(
  options: object,
  { doing, known, field }: {
    doing: string;
    known: Readonly<Record<string, readonly string[] | OptionRule | undefined>>;
    /** The field that the options are for, if any. */
    field?: string;
  },
): void {
  const errors = usageErrors(doing, field);
  const names = Object.keys(known);
  for (const [name, value] of Object.entries(options)) {
    checkName(name, names, errors);
    const rule = known[name];
    if (value !== undefined && rule !== undefined) {
      checkOption(name, value, { rule: "wanted" in rule ? rule : oneOf(rule), errors });
    }
  }
}

/**
 * Refuses an option that isn't one of the `known` ones.
 *
 * @throws the error that `errors` makes.
 */
export function checkName(
  name: string | symbol,
  known: readonly string[],
  errors: Pick<OptionErrors, "unknown">,
): void {
  if (typeof name === "symbol" || !known.includes(name)) throw errors.unknown(String(name), known);
}

/**
 * The value of an option, if its rule allows it.
 *
 * @throws the error that `errors` makes.
 */
export function checkOption<Value>(
  name: string,
  value: unknown,
  { rule, errors }: { rule: OptionRule<Value>; errors: Pick<OptionErrors, "wrong"> },
): Value {
  if (rule.allows(value)) return value;
  throw errors.wrong(name, value, rule);
}

/** The errors for options that a call passes: `UsageError`s with the code `"invalid-option"`. */
export function usageErrors(doing: string, field?: string): OptionErrors {
  return {
    unknown: (name, known) => {
      const names = known.join(", ");
      return new UsageError(`Cannot ${doing}: there is no option "${name}"`, {
        code: "invalid-option",
        field,
        found: name,
        wanted: names === "" ? "no options" : names,
        hint: names === "" ? "this call takes no options" : `the options are ${names}`,
      });
    },
    wrong: (name, value, { wanted, choices }) =>
      new UsageError(`Cannot ${doing}: ${name} can't be ${shown(value)}`, {
        code: "invalid-option",
        field,
        found: String(value),
        wanted: choices?.join(", ") ?? wanted,
        hint: `it must be ${choices === undefined ? wanted : `one of ${choices.join(", ")}`}`,
      }),
  };
}

function shown(value: unknown): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value) ?? String(value);
}
