import { fieldKind } from "../../schema/mod.ts";
import { type DatasetIr, type LookupForm, lookupForm } from "../../schema/reading.ts";
import type { FieldTotals } from "../container/directory.ts";
import { ColumnSlot, type SlotPlace } from "./field_slot.ts";
import type { OutputFile } from "./output_file.ts";
import type { LookupBuilder } from "./lookup_builder.ts";
import { lookupBuilder } from "./lookup_builders.ts";
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
  /** What the field's lookup part holds, if it has one. */
  readonly form: LookupForm | undefined;
  /** The builder of the field's lookup part, if it has one. */
  readonly lookup: LookupBuilder | undefined;
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
  return ir.fields.map((field, index) => {
    const { name, kind, options } = field;
    const known = fieldKind(kind);
    if (known === undefined) throw new TypeError(`No field kind "${kind}"`);
    const sink = index === streaming ? output : new Spool(path);
    const form = lookupForm(field);
    const table = new Spool(path);
    const lookup = form && lookupBuilder(form, { output, table });
    return {
      hasPayload: known.hasPayload,
      typeId: known.typeId,
      itemSize: known.layout.itemSize,
      config: known.toBinary(known.resolve(options)),
      table,
      totals: { maxWidth: 0, totalBytes: 0, maxBytes: 0, totalLength: 0, maxLength: 0 },
      form,
      lookup,
      slot: new ColumnSlot({ ...place, file: path, field: name, lookup }, known.layout, sink),
    };
  });
}
