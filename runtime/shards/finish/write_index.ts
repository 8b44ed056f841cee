import { fieldKind } from "../../../schema/mod.ts";
import { type DatasetIr, type LookupForm, lookupForm } from "../../../schema/reading.ts";
import { alignment, payloadsElsewhere } from "../../container/constants.ts";
import type { FieldTotals } from "../../container/directory.ts";
import { datasetIdentity } from "../../container/identity.ts";
import { encodePreamble, neededMinor } from "../../container/preamble.ts";
import type { LookupBuilder } from "../../output/lookup_builder.ts";
import { type EndingColumn, type EndingOutput, writeEnding } from "../../output/write_ending.ts";
import { categoriesOver, type DatasetCategories } from "./index_categories.ts";
import { keysOver } from "./index_keys.ts";
import { tableOver } from "./index_tables.ts";
import type { OpenedShards } from "./opened_shards.ts";

/** What a field's column of the index is made of, in addition to its table. */
interface IndexLookup {
  readonly lookup: Pick<LookupBuilder, "entries" | "drain">;
  readonly numbers?: DatasetCategories["numbers"];
}

/** For each form of lookup part, how it is made from those of the shards. */
const lookups: Readonly<
  Record<LookupForm, (shards: OpenedShards, fieldIndex: number) => IndexLookup>
> = {
  categories: categoriesOver,
  keys: (shards, fieldIndex) => {
    const table = keysOver(shards, fieldIndex);
    return { lookup: { entries: table.size, drain: (take) => table.drain(take) } };
  },
};

/**
 * Writes the index of a dataset: the tables and lookup parts of all shards in one file without
 * payloads. The same shards give the same bytes.
 *
 * @param totals the sums and maxima of each field over all shards.
 * @throws what {@link categoriesOver} and {@link keysOver} throw.
 * @throws {IntegrityError} when the metadata of a shard is damaged.
 */
export function writeIndex(
  output: EndingOutput,
  shards: OpenedShards,
  totals: readonly FieldTotals[],
): void {
  const { ir, fingerprint, provenance } = shards.first;
  const known = Object.keys(provenance).length === 0 ? undefined : provenance;
  output.write(encodePreamble(neededMinor(ir, known), payloadsElsewhere));
  output.pad(alignment);
  writeEnding(output, {
    ir,
    columns: ir.fields.map((_, index) => columnOf(shards, ir, index, totals[index]!)),
    recordCount: shards.list.reduce((sum, { records }) => sum + records, 0),
    payloadEnd: shards.positions.payloadEnd,
    provenance: known,
    identity: datasetIdentity(fingerprint, shards.list),
  });
}

function columnOf(
  shards: OpenedShards,
  ir: DatasetIr,
  fieldIndex: number,
  totals: FieldTotals,
): EndingColumn {
  const field = ir.fields[fieldIndex]!;
  const kind = fieldKind(field.kind)!;
  const form = lookupForm(field);
  const made = form && lookups[form](shards, fieldIndex);
  return {
    typeId: kind.typeId,
    itemSize: kind.layout.itemSize,
    config: kind.toBinary(kind.resolve(field.options)),
    totals,
    lookup: made?.lookup,
    table: tableOver(shards, fieldIndex, made?.numbers),
  };
}
