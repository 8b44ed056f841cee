/** Which values an option may have. */
export interface OptionRule<Value = unknown> {
  /** In words, such as `an integer from 1 to 255`. */
  readonly wanted: string;
  /** All values, if they are only a few words. */
  readonly choices?: readonly string[];
  /** Whether a value is allowed. */
  readonly allows: (value: unknown) => value is Value;
}

/** The integers from `min` to `max`. */
export function integerBetween(
  min: number,
  max: number,
  wanted: string = `an integer from ${min} to ${max}`,
): OptionRule<number> {
  return {
    wanted,
    allows: (value): value is number => Number.isInteger(value) && isBetween(value, min, max),
  };
}

/** The numbers from `min` to `max`; infinity only if it is `max`. */
export function numberBetween(
  min: number,
  max: number,
  wanted: string = `a number from ${min} to ${max}`,
): OptionRule<number> {
  return { wanted, allows: (value): value is number => isBetween(value, min, max) };
}

/** The numbers above 0 and below infinity, and at least `min`. */
export function positiveNumber(
  wanted: string = "a number above 0",
  min: number = 0,
): OptionRule<number> {
  return {
    wanted,
    allows: (value): value is number => isBetween(value, min, Number.MAX_VALUE) && value !== 0,
  };
}

/** Numbers of any value, NaN and infinities included. */
export const anyNumber: OptionRule<number> = {
  wanted: "a number",
  allows: (value): value is number => typeof value === "number",
};

/** The safe integers from `min`. */
export function integerFrom(min: number): OptionRule<number> {
  return integerBetween(min, Number.MAX_SAFE_INTEGER, `an integer of ${min} or more`);
}

/** Both booleans. */
export const trueOrFalse: OptionRule<boolean> = {
  wanted: "true or false",
  allows: (value): value is boolean => typeof value === "boolean",
};

/** A few words. */
export function oneOf<const Choice extends string>(
  choices: readonly Choice[],
): OptionRule<Choice> {
  return {
    wanted: `one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`,
    choices,
    allows: (value): value is Choice => (choices as readonly unknown[]).includes(value),
  };
}

function isBetween(value: unknown, min: number, max: number): boolean {
  return typeof value === "number" && value >= min && value <= max;
}
