import { createDatasetWriter, openDataset, selectRecords } from "../../runtime/mod.ts";
import type { RecordFilter } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { type Row, row } from "../row.ts";
import { sideBySide } from "../side_by_side.ts";

const [records, speakers] = [1_000_000, 2500];

/** Filtering by category against the same filter by `uint32`: one value, and every second one. */
export function filterCategories(directory: string): Row[] {
  const path = `${directory}/filtered.afd`;
  const { ir } = defineDataset("Filtered", { speaker: field.category(), number: field.uint32() });
  const writer = createDatasetWriter(path, { ir });
  for (let record = 0; record < records; record++) {
    // The numbers that the categories have.
    const number = record < speakers ? record : (record * 7919) % speakers;
    writer.append({ speaker: `speaker ${number}`, number });
  }
  writer.finish();
  const even = Array.from({ length: speakers / 2 }, (_, index) => 2 * index);
  return [
    filterRow(path, "one category", [7]),
    filterRow(path, "1,250 of 2,500 categories", even),
  ];
}

function filterRow(path: string, what: string, numbers: readonly number[]): Row {
  // Checksums are compared and strings are read each time.
  const run = (filter: RecordFilter) => () => {
    using dataset = openDataset(path);
    selectRecords(dataset, filter);
  };
  const { ours, theirs, speed } = sideBySide(
    run({ speaker: numbers.map((number) => `speaker ${number}`) }),
    run({ number: numbers }),
  );
  return row(`filter by ${what}, 1,000,000 records, against uint32`, {
    value: ours * 1000,
    limit: theirs * 1000,
    ratio: 1 / speed,
    unit: "ms",
    bar: 1.2,
    wanted: "at most",
  });
}
