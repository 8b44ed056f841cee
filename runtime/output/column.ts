import { type DatasetIr, fieldKind } from "../../schema/mod.ts";
import type { FieldTotals } from "../container/directory.ts";
import { ColumnSlot, type SlotPlace } from "./field_slot.ts";
import type { OutputFile } from "./output_file.ts";
import { Spool } from "./spool.ts";

/** One field of a container being written: its metadata table, its totals, and its slot. */
export interface Column {
  readonly hasPayload: boolean;
  readonly typeId: number;
  readonly itemSize: number;
  /** The configuration bytes that the file will carry. */
  readonly config: Uint8Array;
  readonly table: Spool;
  readonly totals: FieldTotals;
  readonly slot: ColumnSlot;
}

/**
 * The columns of a dataset. The first payload of each record goes straight to the output; the
 * others are held back until the ones before them are complete.
 */
export function columnsOf(
  ir: DatasetIr,
  output: OutputFile,
  place: Omit<SlotPlace, "file">,
): Column[] {
  const { path } = output;
  const streaming = ir.fields.findIndex(({ kind }) => fieldKind(kind)?.hasPayload);
  return ir.fields.map(({ name, kind, options }, index) => {
    const known = fieldKind(kind);
    if (known === undefined) throw new TypeError(`No field kind "${kind}"`);
    const sink = index === streaming ? output : new Spool(path);
    return {
      hasPayload: known.hasPayload,
      typeId: known.typeId,
      itemSize: known.layout.itemSize,
      config: known.toBinary(known.resolve(options)),
      table: new Spool(path),
      totals: { maxWidth: 0, totalBytes: 0, maxBytes: 0, totalLength: 0, maxLength: 0 },
      slot: new ColumnSlot({ ...place, file: path, field: name }, known.layout, sink),
    };
  });
}
