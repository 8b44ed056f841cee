import { counted } from "../../errors/counted.ts";
import { ManifestError } from "../../errors/mod.ts";
import { maxKeyBytes } from "../container/limits.ts";
import { keyFault, normalKey } from "../container/keys.ts";
import { fitsCategory } from "../../schema/mod.ts";
import { maxCategoryBytes } from "../../schema/reading.ts";
import type { FieldSlot } from "../output/field_slot.ts";

/** Where a value is going, for messages. */
export type ValuePlace = Pick<FieldSlot, "field" | "record">;

/**
 * The value of an integer field of up to 32 bits, unchanged.
 *
 * @throws {ManifestError} unless `value` is an integer from `min` to `max`.
 */
export function checkedInteger(
  value: unknown,
  min: number,
  max: number,
  place: ValuePlace,
): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) {
    return value;
  }
  throw wrongInteger(value, min, max, place);
}

/**
 * The value of a 64-bit integer field, as a BigInt.
 *
 * @throws {ManifestError} unless `value` is a BigInt or safe integer from `min` to `max`.
 */
export function checkedBigInt(value: unknown, min: bigint, max: bigint, place: ValuePlace): bigint {
  if (typeof value === "bigint" || Number.isSafeInteger(value)) {
    const integer = BigInt(value as number | bigint);
    if (integer >= min && integer <= max) return integer;
  }
  throw wrongInteger(value, min, max, place);
}

/**
 * The value of a `float32` field, rounded to single precision; NaN and infinity are allowed.
 *
 * @throws {ManifestError} unless `value` is a number that doesn't overflow to infinity.
 */
export function checkedFloat32(value: unknown, place: ValuePlace): number {
  if (typeof value === "number") {
    const rounded = Math.fround(value);
    if (Number.isFinite(rounded) || !Number.isFinite(value)) return rounded;
  }
  throw wrongValue(value, "a number within float32's range", place);
}

/**
 * The value of a `float64` field, unchanged; NaN and infinity are allowed.
 *
 * @throws {ManifestError} unless `value` is a number.
 */
export function checkedFloat64(value: unknown, place: ValuePlace): number {
  if (typeof value === "number") return value;
  throw wrongValue(value, "a number", place);
}

/**
 * The value of a `bool` field as it is stored: 1 or 0.
 *
 * @throws {ManifestError} unless `value` is true or false.
 */
export function checkedBool(value: unknown, place: ValuePlace): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  throw wrongValue(value, "true or false", place);
}

/**
 * The value of a `text` field as UTF-8.
 *
 * @throws {ManifestError} unless `value` is text without lone surrogates, of less than 4 GiB.
 */
export function checkedText(value: unknown, place: ValuePlace): Uint8Array {
  if (typeof value !== "string") throw wrongValue(value, "text", place);
  if (!value.isWellFormed()) throw wrongValue(value, "text without lone surrogates", place);
  return checkedLength(new TextEncoder().encode(value), place);
}

/**
 * The value of a `category` field, as it came.
 *
 * @throws {ManifestError} unless `value` is text without lone surrogates, of at most 65,535 bytes of
 *   UTF-8.
 */
export function checkedCategory(value: unknown, place: ValuePlace): string {
  if (typeof value !== "string") {
    const isNumber = typeof value === "number" || typeof value === "bigint";
    const hint = isNumber ? `write it as text: "${value}"` : undefined;
    throw wrongValue(value, "text", place, hint);
  }
  if (!value.isWellFormed()) throw wrongValue(value, "text without lone surrogates", place);
  if (fitsCategory(value)) return value;
  const hint = "texts that don't repeat belong in field.text()";
  throw wrongValue(value, `at most ${maxCategoryBytes} bytes of UTF-8`, place, hint);
}

/**
 * The value of the field of keys, in the normalisation form NFC.
 *
 * @throws {ManifestError} `"invalid-key"` unless `value` is text of 1 to 4,096 bytes of UTF-8, without
 *   lone surrogates and control characters.
 */
export function checkedKey(value: unknown, place: ValuePlace): string {
  if (typeof value !== "string") throw wrongValue(value, "text", place);
  const key = normalKey(value);
  const fault = keyFault(key);
  if (fault === undefined) return key;
  const { field, record } = place;
  throw new ManifestError(
    `Cannot write "${field}" of record ${record}: its key ${describe(key)} ${fault}`,
    {
      code: "invalid-key",
      field,
      record,
      found: describe(key),
      wanted: `1 to ${maxKeyBytes} bytes of UTF-8 without control characters`,
    },
  );
}

/**
 * The value of a `bytes` field, not copied.
 *
 * @throws {ManifestError} unless `value` is a Uint8Array of less than 4 GiB.
 */
export function checkedBytes(value: unknown, place: ValuePlace): Uint8Array {
  if (!(value instanceof Uint8Array)) throw wrongValue(value, "a Uint8Array", place);
  return checkedLength(value, place);
}

function checkedLength(bytes: Uint8Array, place: ValuePlace): Uint8Array {
  if (bytes.length <= 0xffff_ffff) return bytes;
  throw wrongValue(counted(bytes.length, "byte"), "less than 4 GiB", place);
}

function wrongInteger(
  value: unknown,
  min: number | bigint,
  max: number | bigint,
  place: ValuePlace,
): ManifestError {
  const hint = typeof value === "string" ? categoryHint : undefined;
  return wrongValue(value, `an integer from ${min} to ${max}`, place, hint);
}

/** What to do where a record has `speaker: "84"` for an integer field. */
export const categoryHint = "use field.category() for names such as speakers";

/**
 * The error for a value that a field can't take.
 *
 * @param hint what to do about it, as a clause.
 */
export function wrongValue(
  value: unknown,
  wanted: string,
  { field, record }: ValuePlace,
  hint?: string,
): ManifestError {
  const found = describe(value);
  return new ManifestError(
    `Cannot write "${field}" of record ${record}: expected ${wanted}, got ${found}`,
    {
      code: value === undefined ? "missing-value" : "wrong-value",
      field,
      record,
      found,
      wanted,
      hint,
    },
  );
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return "an array";
  if (value === undefined) return "nothing";
  if (typeof value === "object" && value !== null) {
    return `an object (${value.constructor?.name ?? "no prototype"})`;
  }
  return String(value);
}
