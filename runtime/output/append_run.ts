import { aligned, alignment } from "../container/constants.ts";
import { getUint53, setUint53 } from "../container/uint53.ts";
import type { Column } from "./column.ts";
import type { OutputFile } from "./output_file.ts";
import type { StoredColumn, StoredRun } from "./stored_run.ts";

/** Where a run of stored records goes. */
interface RunPlace {
  readonly output: OutputFile;
  readonly columns: readonly Column[];
  /** The number of its first record. */
  readonly firstRecord: number;
}

/**
 * Writes a run of stored records after what was written so far. Payloads keep their distances: each
 * begins at the next multiple of 64 after the one before it, wherever the first one lies.
 *
 * @returns where the last payload ends; `undefined` where no field has a payload.
 */
export function appendRun(run: StoredRun, place: RunPlace): number | undefined {
  const { output, columns, firstRecord } = place;
  const { payload } = run;
  let shift = 0;
  if (payload !== undefined) {
    shift = aligned(output.position) - payload.position;
    output.pad(alignment);
    run.drain((piece) => output.write(piece));
  }
  run.columns.forEach((stored, index) => {
    const column = columns[index]!;
    if (column.form === "categories") renumber(stored, column, { firstRecord, run });
    if (column.hasPayload) move(stored.metadata, { itemSize: column.itemSize, shift });
    column.table.write(stored.metadata);
    // After the table: the keys of earlier records are read back where hashes are equal.
    if (column.form === "keys") addKeys(stored, column, { firstRecord, run });
    addTotals(column, stored);
  });
  return payload === undefined ? undefined : payload.position + payload.length + shift;
}

interface Numbering {
  readonly firstRecord: number;
  readonly run: StoredRun;
}

/** Gives categories the numbers that they have in the new file. */
function renumber(
  { metadata, textOf }: StoredColumn,
  column: Column,
  { firstRecord, run }: Numbering,
): void {
  const view = viewOf(metadata);
  const lookup = column.lookup!;
  const place = { field: column.slot.field, record: firstRecord };
  for (let row = 0; row < run.recordCount; row++, place.record++) {
    view.setUint32(row * 4, lookup.add(textOf!(row), place), true);
  }
  lookup.keep();
}

function addKeys(
  { textOf }: StoredColumn,
  column: Column,
  { firstRecord, run }: Numbering,
): void {
  const lookup = column.lookup!;
  const place = { field: column.slot.field, record: firstRecord };
  for (let row = 0; row < run.recordCount; row++, place.record++) {
    lookup.add(textOf!(row), place);
    lookup.keep();
  }
}

/** Adds the distance to each `data_ptr`. */
function move(
  metadata: Uint8Array,
  { itemSize, shift }: { itemSize: number; shift: number },
): void {
  if (shift === 0) return;
  const view = viewOf(metadata);
  for (let at = 0; at < metadata.length; at += itemSize) {
    setUint53(view, at, getUint53(view, at) + shift);
  }
}

function addTotals({ totals }: Column, { totals: more }: StoredColumn): void {
  totals.maxWidth = Math.max(totals.maxWidth, more.maxWidth);
  totals.totalBytes += more.totalBytes;
  totals.maxBytes = Math.max(totals.maxBytes, more.maxBytes);
  totals.totalLength += more.totalLength;
  totals.maxLength = Math.max(totals.maxLength, more.maxLength);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
