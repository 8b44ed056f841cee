import type { Parameter } from "../../schema/spectral/parameters/parameter.ts";

/** The first paragraph of a parameter's doc, for a cell of a Markdown table. */
export function briefOf({ doc }: Parameter): string {
  return doc.split("\n\n")[0]!.replaceAll("\n", " ").replaceAll(/\{@link (\w+)\}/g, "`$1`");
}

/** A parameter's values in words, as docs/format.md states them. */
export function valuesOf(parameter: Parameter): string {
  switch (parameter.type) {
    case "switch":
      return "true, false";
    case "choice":
      return parameter.choices.map((choice) => JSON.stringify(choice)).join(", ");
    case "integer":
      return orSpecial(`integer, ${count(parameter.min)} to ${count(parameter.max)}`, parameter.or);
    case "number": {
      const { above, max, min } = parameter;
      const range = above === true
        ? `number above ${count(min)}, up to ${count(max)}`
        : `number, ${count(min)} to ${count(max)}`;
      return orSpecial(range, parameter.or);
    }
  }
}

function orSpecial(range: string, special: string | null | undefined): string {
  return special === undefined ? range : `${range}; or ${JSON.stringify(special)}`;
}

function count(value: number): string {
  return Math.abs(value) < 1e12 ? value.toLocaleString("en-US") : String(value);
}
