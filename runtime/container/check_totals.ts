import { IntegrityError } from "../../errors/mod.ts";
import { type DatasetIr, type FieldIr, fieldKind } from "../../schema/mod.ts";
import { preambleBytes } from "./constants.ts";
import type { Directory, FieldTotals } from "./directory.ts";

/**
 * Checks that the sums and maxima that a directory claims are such as the payload region can hold:
 * batches are sized by them, so that memory would be taken for records that can't be there.
 *
 * @throws {IntegrityError} `"totals"` naming the field, what is claimed, and the most there can be.
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
      `Cannot open "${file}": its directory claims ${claim.of} of ${claim.found} for ` +
        `"${field.name}", but ${claim.why}`,
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
  readonly of: string;
  readonly found: number;
  readonly why: string;
}

function wrongClaim(
  { maxWidth, totalBytes, maxBytes, totalLength, maxLength }: FieldTotals,
  { field, region, recordCount }: { field: FieldIr; region: number; recordCount: number },
): WrongClaim | undefined {
  const kind = fieldKind(field.kind);
  const extent = recordCount === 0 ? undefined : kind?.extent?.(kind.resolve(field.options));
  const payloads = `all payloads together have ${region} bytes`;
  const bytes: readonly [of: string, found: number][] = [
    ["a largest payload", maxBytes],
    ["payloads", totalBytes],
  ];
  for (const [of, found] of bytes) {
    if (found > region) return { of: `${of} in bytes`, found, why: payloads };
  }
  const widest = extent?.widest ?? 0;
  if (maxWidth > widest) {
    return { of: "a largest width", found: maxWidth, why: `it can't be more than ${widest}` };
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
      ? "it has no lengths"
      : `that takes ${least} bytes, and ${payloads}`;
    return { of, found, why };
  }
  return undefined;
}
