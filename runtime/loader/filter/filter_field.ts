import { type FieldIr, fieldKind, fieldPeriod } from "../../../schema/mod.ts";

/** The least and the most that 64 bits hold, with a sign or without. */
export const least64: bigint = -(2n ** 63n);
export const most64: bigint = 2n ** 64n - 1n;

/** What conditions on a field are about, and what it can be asked for. */
export interface FilterField {
  readonly name: string;
  readonly kind: string;
  /** What its values are compared as; `"none"` where only lengths can be asked for. */
  readonly values: "number" | "integer64" | "bool" | "text" | "none";
  /** Whether records have a length, and whether the schema says how long a unit of it lasts. */
  readonly hasLength: boolean;
  readonly hasSeconds: boolean;
}

/** What a field of a schema can be filtered by. */
export function filterField(field: FieldIr): FilterField {
  const { name, kind } = field;
  const known = fieldKind(kind);
  return {
    name,
    kind,
    values: valuesOf(kind),
    hasLength: known?.length !== undefined,
    hasSeconds: known?.length !== undefined && fieldPeriod(field) !== undefined,
  };
}

function valuesOf(kind: string): FilterField["values"] {
  if (kind === "bool") return "bool";
  if (kind === "uint64" || kind === "int64") return "integer64";
  const role = fieldKind(kind)?.role;
  return role === "scalar" ? "number" : role === "text" ? "text" : "none";
}

/** The integer from −2⁶³ to 2⁶⁴ − 1 that decimal text stands for; `undefined` for any other text. */
export function integer64Of(text: string): bigint | undefined {
  if (!/^(0|-?[1-9]\d{0,19})$/.test(text)) return undefined;
  const value = BigInt(text);
  return value >= least64 && value <= most64 ? value : undefined;
}

/** The conditions that a field can have, for messages. */
export function wantedConditions({ values, hasLength, hasSeconds }: FilterField): string {
  const range = "{ min, max, above, below }";
  if (values === "number") return `a number, a list of numbers, or ${range}`;
  if (values === "integer64") {
    return `an integer (a BigInt, a safe integer or decimal text), a list of integers, or ${range}`;
  }
  if (values === "bool") return "true, false, or a list of these";
  const length = `{ length: ${range} }`;
  if (values === "text") {
    return `a text, a list of texts, { prefix: text }, { missing: true }${
      hasLength ? ` or ${length}` : ""
    }`;
  }
  return hasSeconds ? `{ seconds: ${range} } or ${length}` : length;
}
