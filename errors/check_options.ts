import { UsageError } from "./mod.ts";

/**
 * All options of a type, each with its choices; `undefined` where its value is checked elsewhere. The
 * compiler holds it to the type: an option that is missing here, or isn't there, is an error.
 */
export type KnownOptions<Options> = {
  readonly [Name in Extract<keyof Options, string>]:
    | readonly Extract<Options[Name], string>[]
    | undefined;
};

/**
 * Refuses options that don't exist and values that aren't among the choices, for callers whose
 * compiler didn't.
 *
 * @param known each option's choices; see {@link KnownOptions}.
 * @throws {UsageError} `"invalid-option"`.
 */
export function checkOptions(
  options: object,
  { doing, known, field }: {
    doing: string;
    known: Readonly<Record<string, readonly string[] | undefined>>;
    /** The field that they are for, if they are for one. */
    field?: string;
  },
): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) {
      const names = Object.keys(known).join(", ");
      throw new UsageError(`Cannot ${doing}: there is no option "${name}"`, {
        code: "invalid-option",
        field,
        found: name,
        wanted: names === "" ? "no options" : names,
        hint: names === "" ? "it takes none" : `the options are ${names}`,
      });
    }
    const choices = known[name];
    if (value === undefined || choices === undefined || choices.includes(value)) continue;
    throw new UsageError(`Cannot ${doing}: ${name} can't be ${JSON.stringify(value) ?? value}`, {
      code: "invalid-option",
      field,
      found: String(value),
      wanted: choices.join(", "),
      hint: `it is one of ${choices.join(", ")}`,
    });
  }
}
