import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { shuffledBatches } from "../clips.ts";
import { type Row, row } from "../row.ts";
import { sideBySide } from "../side_by_side.ts";

const [records, batchSize, speakers] = [1_000_000, 64, 2500];

/** `decodeBatch` of the numbers of categories in random order, against the same of a `uint32`. */
export function decodeCategories(directory: string): Row {
  const path = `${directory}/categories.afd`;
  const { ir } = defineDataset("Speakers", { speaker: field.category(), number: field.uint32() });
  const writer = createDatasetWriter(path, { ir });
  for (let record = 0; record < records; record++) {
    const number = (record * 7919) % speakers;
    writer.append({ speaker: `speaker ${number}`, number });
  }
  writer.finish();
  using dataset = openDataset(path);
  const batches = shuffledBatches(records, batchSize, 1);
  const epochOf = (name: string) => {
    const reader = dataset.field(name);
    const batch = reader.allocateBatch(batchSize);
    return () => {
      for (const indices of batches) reader.decodeBatch(indices, batch);
    };
  };
  const { ours, theirs, speed } = sideBySide(epochOf("speaker"), epochOf("number"));
  return row("decodeBatch of categories, random order, against uint32", {
    value: records / ours,
    limit: records / theirs,
    ratio: speed,
    unit: "records/s",
    bar: 0.8,
    wanted: "at least",
  });
}
