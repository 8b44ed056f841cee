import { isScale } from "../../../audio/mod.ts";

/** A factor as a person writes it: a number above 0, or a fraction such as `1/32768`. */
export function parseScale(text: string): number | undefined {
  const [numerator = "", denominator = "1", more] = text.split("/");
  if (!isNumber(numerator) || !isNumber(denominator) || more !== undefined) return undefined;
  const factor = Number(numerator) / Number(denominator);
  return isScale(factor) ? factor : undefined;
}

function isNumber(text: string): boolean {
  return /^\d*\.?\d+(e[+-]?\d+)?$/i.test(text);
}
