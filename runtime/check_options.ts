import { UsageError } from "../errors/mod.ts";

/**
 * Refuses options that don't exist and values that aren't among the choices, for callers whose
 * compiler didn't.
 *
 * @param known each option's choices; `undefined` where the value is checked elsewhere.
 * @throws {UsageError} `"invalid-option"`.
 */
export function checkOptions(
  options: object,
  { doing, known }: {
    doing: string;
    known: Readonly<Record<string, readonly string[] | undefined>>;
  },
): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) {
      const names = Object.keys(known).join(", ");
      throw new UsageError(`Cannot ${doing}: there is no option "${name}"`, {
        code: "invalid-option",
        found: name,
        wanted: names,
        hint: `the options are ${names}`,
      });
    }
    const choices = known[name];
    if (value === undefined || choices === undefined || choices.includes(value)) continue;
    throw new UsageError(`Cannot ${doing}: ${name} can't be ${JSON.stringify(value) ?? value}`, {
      code: "invalid-option",
      found: String(value),
      wanted: choices.join(", "),
      hint: `it is one of ${choices.join(", ")}`,
    });
  }
}
