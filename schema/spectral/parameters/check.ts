import { type ParameterName, parameterTable } from "./table.ts";

/** What a parameter may be, in words. */
export function wantedOf(name: ParameterName): string {
  const parameter = parameterTable[name];
  switch (parameter.type) {
    case "switch":
      return "true or false";
    case "choice":
      return `one of ${parameter.choices.map((one) => JSON.stringify(one)).join(", ")}`;
    case "integer":
      return orSpecial(`an integer from ${parameter.min} to ${parameter.max}`, parameter.or);
    case "number": {
      const { above, max, min } = parameter;
      const range = above === true
        ? `a number above ${min}, up to ${max}`
        : `a number from ${min} to ${max}`;
      return orSpecial(range, parameter.or);
    }
  }
}

function orSpecial(range: string, special: string | null | undefined): string {
  return special === undefined ? range : `${range}, or ${JSON.stringify(special)}`;
}

/** Whether a parameter can have this value. */
export function mayBe(name: ParameterName, value: unknown): boolean {
  const parameter = parameterTable[name];
  if (parameter.type === "switch") return typeof value === "boolean";
  if (parameter.type === "choice") {
    return typeof value === "string" && parameter.choices.includes(value);
  }
  if (parameter.or !== undefined && value === parameter.or) return true;
  if (typeof value !== "number" || !Number.isFinite(value)) return false;
  if (value < parameter.min || value > parameter.max) return false;
  if (parameter.type === "integer") return Number.isInteger(value);
  return !(parameter.above === true && value === parameter.min);
}
