import { type FieldIr, fieldMeaning, fieldPeriod, knownKind } from "../../../schema/reading.ts";

/** The lowest and the highest 64-bit integers, signed and unsigned. */
export const least64: bigint = -(2n ** 63n);
export const most64: bigint = 2n ** 64n - 1n;

/** What conditions on a field compare, and which conditions it can have. */
export interface FilterField {
  readonly name: string;
  readonly kind: string;
  /** What its values are compared as; `"none"` if only lengths can be compared. */
  readonly values: "number" | "integer64" | "bool" | "text" | "none";
  /** Whether texts are categories, which are found in metadata. */
  readonly isCategory: boolean;
  /** Whether texts are keys, which are found in an index. */
  readonly isKey: boolean;
  /** Whether values have a length, and whether the schema fixes their rate. */
  readonly hasLength: boolean;
  readonly hasSeconds: boolean;
}

/** What a field can be filtered by, according to the schema. */
export function filterField(field: FieldIr): FilterField {
  const { name, kind } = field;
  const known = knownKind(kind);
  return {
    name,
    kind,
    values: valuesOf(kind),
    isCategory: known?.role === "category",
    isKey: fieldMeaning(field) === "key",
    hasLength: known?.length !== undefined,
    hasSeconds: known?.length !== undefined && fieldPeriod(field) !== undefined,
  };
}

function valuesOf(kind: string): FilterField["values"] {
  if (kind === "bool") return "bool";
  if (kind === "uint64" || kind === "int64") return "integer64";
  const role = knownKind(kind)?.role;
  return role === "scalar" ? "number" : role === "text" || role === "category" ? "text" : "none";
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
