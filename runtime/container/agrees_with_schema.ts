import { type DatasetIr, knownKind, lookupForm } from "../../schema/reading.ts";
import { alignment, blockBytes, preambleBytes } from "./constants.ts";
import type { Directory } from "./directory.ts";
import { fitsLookup } from "./lookup_forms.ts";
import type { Trailer } from "./trailer.ts";

/** What the directory of an open file is compared with. */
interface Opened {
  readonly directory: Directory;
  readonly ir: DatasetIr;
  readonly trailer: Trailer;
  /** The schema's, as 64 hexadecimal digits. */
  readonly fingerprint: string;
}

/**
 * What every read relies on: whether the kinds, item sizes and regions of a directory match the
 * schema and the file.
 *
 * @param start where the file begins, from which its blocks are counted.
 */
export function agreesWithSchema(
  { directory, ir, trailer, fingerprint }: Opened,
  start: number,
): boolean {
  const { fields, recordCount, payloadEnd, checksumOffset } = directory;
  const found = Array.from(directory.fingerprint, (b) => b.toString(16).padStart(2, "0")).join("");
  const blocks = Math.ceil((checksumOffset - start) / blockBytes);
  const sums = Math.ceil((blocks * 4) / blockBytes);
  if (
    found !== fingerprint || fields.length !== ir.fields.length || payloadEnd < preambleBytes ||
    payloadEnd > checksumOffset || checksumOffset + blocks * 4 > trailer.tailOffset ||
    directory.checksumsOfChecksums.length !== sums
  ) return false;
  const tablesStart = Math.max(payloadEnd, start);
  let tablesEnd = tablesStart;
  const tablesFit = fields.every(({ typeId, itemSize, tableOffset }, index) => {
    const kind = knownKind(ir.fields[index]?.kind ?? "");
    const tableEnd = tableOffset + recordCount * itemSize;
    tablesEnd = Math.max(tablesEnd, tableEnd);
    return typeId === kind?.typeId && itemSize === kind.layout.itemSize &&
      tableOffset % alignment === 0 && tableOffset >= tablesStart && tableEnd <= checksumOffset;
  });
  return tablesFit && lookupsFit(directory, { ir, tablesEnd });
}

/** Whether the lookup parts belong to the schema's fields and follow one another after the tables. */
function lookupsFit(
  { lookups, recordCount, checksumOffset }: Directory,
  { ir, tablesEnd }: { ir: DatasetIr; tablesEnd: number },
): boolean {
  const wanted = ir.fields.flatMap((field, fieldIndex) => {
    const form = lookupForm(field);
    return form === undefined ? [] : [{ fieldIndex, form }];
  });
  if (lookups.length !== wanted.length) return false;
  let end = tablesEnd;
  return wanted.every(({ fieldIndex, form }, at) => {
    const lookup = lookups[at]!;
    const { position, byteLength } = lookup;
    const fits = lookup.fieldIndex === fieldIndex && position % alignment === 0 &&
      position >= end && position + byteLength <= checksumOffset &&
      fitsLookup(form, lookup, recordCount);
    end = position + byteLength;
    return fits;
  });
}
