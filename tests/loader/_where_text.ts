/** Prints filters as the command line has them. */
import type { FieldConditions } from "../../runtime/mod.ts";

/** The text of a filter whose objects have one member each. */
export function whereOf(filter: FieldConditions): string {
  const [[name, part] = ["", undefined]] = Object.entries(filter);
  if (name === "and" || name === "or") {
    return (part as FieldConditions[]).map((one) => `(${whereOf(one)})`).join(` ${name} `);
  }
  if (name === "not") return `not (${whereOf(part as FieldConditions)})`;
  return comparison(name, part);
}

function comparison(name: string, condition: unknown): string {
  if (typeof condition !== "object") return `${name}=${valueOf(condition)}`;
  if (Array.isArray(condition)) return `${name}=${condition.map(valueOf).join(",")}`;
  const parts = condition as Record<string, unknown>;
  for (const unit of ["seconds", "length"]) {
    if (unit in parts) return comparison(`${name}.${unit}`, parts[unit]);
  }
  if ("missing" in parts) return `${name} is ${parts["missing"] ? "" : "not "}missing`;
  if ("prefix" in parts) return `${name}^=${[parts["prefix"]].flat().map(valueOf).join(",")}`;
  const { min, max, above, below } = parts;
  if (min !== undefined && max !== undefined) return `${name}=${valueOf(min)}..${valueOf(max)}`;
  if (min !== undefined) return `${name} >= ${valueOf(min)}`;
  if (max !== undefined) return `${name}<=${valueOf(max)}`;
  return above !== undefined ? `${name}>${valueOf(above)}` : `${name} < ${valueOf(below)}`;
}

/** Decimal text of 64 bits is a number here, other text is quoted unless it is a plain word. */
function valueOf(value: unknown): string {
  return typeof value !== "string" || /^-?\d+$|^[a-z]+$/.test(value)
    ? String(value)
    : JSON.stringify(value);
}
