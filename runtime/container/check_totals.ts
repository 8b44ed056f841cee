import { counted } from "../../errors/counted.ts";
import { IntegrityError } from "../../errors/mod.ts";
import { type DatasetIr, type FieldIr, knownKind } from "../../schema/reading.ts";
import { preambleBytes } from "./constants.ts";
import type { Directory, FieldTotals } from "./directory.ts";

/**
 * Checks that the payload region can hold what a directory's sums and maxima claim. Batches are
 * sized by them, so a false claim would take memory for records that can't exist.
 *
 * @throws {IntegrityError} `"totals"`, naming the field, what is claimed, and why it can't be true.
 */
export function checkTotals(
  { payloadEnd, recordCount, fields }: Directory,
  { ir, file }: { ir: DatasetIr; file: string },
): void {
  const region = recordCount === 0 ? 0 : payloadEnd - preambleBytes;
  fields.forEach(({ totals }, index) => {
    const field = ir.fields[index];
    if (field === undefined) return;
    const claim = wrongClaim(totals, { field, region, recordCount });
    if (claim === undefined) return;
    throw new IntegrityError(
      `Cannot open "${file}": its directory claims ${claim.what} for "${field.name}", but ${claim.why}`,
      {
        code: "totals",
        file,
        field: field.name,
        found: claim.found,
        hint: "it wasn't written by a sound writer; don't trust it",
      },
    );
  });
}

interface WrongClaim {
  readonly what: string;
  readonly found: number;
  readonly why: string;
}

function wrongClaim(
  { maxWidth, totalBytes, maxBytes, totalLength, maxLength }: FieldTotals,
  { field, region, recordCount }: { field: FieldIr; region: number; recordCount: number },
): WrongClaim | undefined {
  const kind = knownKind(field.kind);
  const extent = recordCount === 0 ? undefined : kind?.extent?.(kind.resolve(field.options));
  const payloads = `all payloads together have ${region} bytes`;
  const bytes: readonly [of: string, found: number][] = [
    ["a largest payload", maxBytes],
    ["a total", totalBytes],
  ];
  for (const [of, found] of bytes) {
    if (found > region) return { what: `${of} of ${counted(found, "byte")}`, found, why: payloads };
  }
  const widest = extent?.widest ?? 0;
  if (maxWidth > widest) {
    return {
      what: `a largest width of ${maxWidth}`,
      found: maxWidth,
      why: `it can't be more than ${widest}`,
    };
  }
  const lengths: readonly [of: string, found: number][] = [
    ["a longest record", maxLength],
    ["a total length", totalLength],
  ];
  for (const [of, found] of lengths) {
    if (found === 0) continue;
    const least = extent?.leastBytes(found) ?? Infinity;
    if (least <= region) continue;
    const why = extent === undefined
      ? "its records have no length"
      : `that would take ${least} bytes, and ${payloads}`;
    return { what: `${of} of ${found}`, found, why };
  }
  return undefined;
}
