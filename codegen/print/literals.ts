import type { JsonValue } from "../../schema/mod.ts";

/** A number as a person writes it: `16_000`, `0.97`. */
export function numberLiteral(value: number): string {
  const digits = String(value);
  return Number.isInteger(value) && Math.abs(value) >= 10_000 && !digits.includes("e")
    ? digits.replace(/\B(?=(\d{3})+$)/g, "_")
    : digits;
}

/** A BigInt literal, from decimal digits. */
export function bigintLiteral(digits: string): string {
  return `${digits.replace(/\B(?=(\d{3})+$)/g, "_")}n`;
}

/** A string literal; line separators and quotes can't end it. */
export function stringLiteral(value: string): string {
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/** JSON as a TypeScript literal, with bare keys where they are allowed. */
export function jsonLiteral(value: JsonValue): string {
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "number") return numberLiteral(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (isArray(value)) return `[${value.map(jsonLiteral).join(", ")}]`;
  const members = Object.entries(value).map(([key, part]) => {
    const bare = /^[A-Za-z_$][\w$]*$/.test(key) && key !== "__proto__";
    return `${bare ? key : `[${stringLiteral(key)}]`}: ${jsonLiteral(part)}`;
  });
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/**
 * Text for a doc comment: it can't end the comment or hold directives for the compiler, and has no
 * white space that `deno lint` rejects.
 */
export function docText(text: string): string {
  return text
    .replaceAll("*/", "* /")
    .replace(/\r\n?/g, "\n")
    .replace(/[^\S\n\t ]|[\u0085\u180e\u200b]|(?![\n\t])\p{Cc}/gu, " ")
    .replace(/^(\s*)@ts-/gm, "$1\\@ts-")
    .trim();
}

/** A doc comment, with as many lines as its text. */
export function docComment(text: string): string {
  const lines = docText(text).split("\n");
  if (lines.length === 1) return `/** ${lines[0]} */`;
  return ["/**", ...lines.map((line) => line === "" ? " *" : ` * ${line}`), " */"].join("\n");
}
