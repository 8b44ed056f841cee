import { categoryHint, type MetadataValue } from "../../runtime/mod.ts";
import { jsonLines } from "../export/formats/values.ts";
import type { ManifestPlace } from "../pack/values/place.ts";
import { shownValue } from "../shared/shown_value.ts";
import { arrayBytes } from "./batch_bytes.ts";
import { jsonNumber } from "./preview.ts";
import type { RoleCommands } from "./role.ts";

/** A number or boolean per record. */
export const scalarCommands: RoleCommands = {
  manifestValue(value, place) {
    const { kind } = place.field;
    return kind === "uint64" || kind === "int64" ? integer(value, place) : finite(value, place);
  },
  formats: [jsonLines],
  preview: (value) => jsonNumber(value as MetadataValue),
  batchBytes: arrayBytes,
};

function integer(value: unknown, { wrong }: ManifestPlace): unknown {
  if (typeof value === "string" && /^-?\d{1,20}$/.test(value)) return BigInt(value);
  if (typeof value === "string" || (typeof value === "number" && !Number.isSafeInteger(value))) {
    // JSON's numbers are rounded beyond 2^53, and the number that was meant is lost.
    const wanted = "an integer (beyond 2^53 as a decimal string)";
    throw wrong(wanted, shownValue(value), typeof value === "string" ? categoryHint : undefined);
  }
  return value;
}

function finite(value: unknown, { wrong }: ManifestPlace): unknown {
  if (value === Infinity || value === -Infinity) throw wrong("a finite number", String(value));
  return value;
}
