/** Random schemas with records of them. */
import fc from "fast-check";
import type { DatasetIr } from "../../../schema/mod.ts";
import { type DrawnRecord, drawnRecord, withKeys } from "../../codegen/_records.ts";
import { datasetOf, drawnDataset } from "../../schema/_arbitraries.ts";

/** A schema, and records of it. */
export interface DrawnFile {
  readonly ir: DatasetIr;
  readonly records: readonly DrawnRecord[];
}

/** Schemas of all kinds, with up to so many records. */
export function drawnFile(maxRecords: number): fc.Arbitrary<DrawnFile> {
  return drawnDataset.map(datasetOf).chain(({ ir }) =>
    fc.record({
      ir: fc.constant(ir),
      records: fc.array(drawnRecord(ir), { maxLength: maxRecords }).map((records) =>
        withKeys(ir, records)
      ),
    })
  );
}
