import { lookupForm } from "../../schema/mod.ts";
import type { AfdFile } from "../../runtime/container/afd_file.ts";
import type { Damage } from "../../runtime/verify/findings.ts";
import { examine } from "../../runtime/verify/verify_alone.ts";
import type { CopyRange } from "../copy/record_ranges.ts";
import { readableCategories } from "./damaged_categories.ts";

/** What is wrong with a record. */
export interface LostRecord {
  /** Its number in the file. */
  readonly record: number;
  /** The fields concerned, and what is wrong with them. */
  readonly damage: readonly { readonly field: string | null; readonly code: string }[];
}

/** The records of a file that are as they were written, and the others. */
export interface IntactRecords {
  readonly ranges: readonly CopyRange[];
  /** Number of records in {@link ranges}. */
  readonly count: number;
  /** In ascending order. */
  readonly lost: readonly LostRecord[];
  /** Damage that belongs to no record, such as to the index of keys: copying makes that anew. */
  readonly other: readonly Damage[];
  /** For fields whose lookup part is damaged: the value of a record. */
  readonly textOf: ReadonlyMap<number, (record: number) => string>;
}

/**
 * Finds the records all of whose metadata and payloads lie in blocks that pass their checksum, and keep
 * the rules of their kinds.
 *
 * @param file opened with `checksums: "never"`.
 */
export function intactRecords(file: AfdFile, onBytes: (done: number) => void): IntactRecords {
  const { report, damaged } = examine(file, { onProgress: onBytes });
  const lost = new Map<number, { field: string | null; code: string }[]>();
  const lose = (record: number, field: string | null, code: string) => {
    const damage = lost.get(record);
    if (damage === undefined) lost.set(record, [{ field, code }]);
    else if (!damage.some((other) => other.field === field)) damage.push({ field, code });
  };
  const other = report.damaged.filter(({ record }) => record === null);
  for (const { record, field, code } of report.damaged) {
    if (record !== null) lose(record, field, code);
  }
  const textOf = new Map<number, (record: number) => string>();
  file.ir.fields.forEach((field, index) => {
    const isDamaged = other.some((damage) => damage.field === field.name);
    if (lookupForm(field) !== "categories" || !isDamaged) return;
    const categories = readableCategories(file, index, damaged);
    const numberOf = (record: number) => {
      const bytes = file.view(file.entry(index).tableOffset + record * 4, 4);
      return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
    };
    for (let record = 0; record < file.recordCount; record++) {
      if (lost.has(record) || categories[numberOf(record)] !== undefined) continue;
      lose(record, field.name, "category-table");
    }
    textOf.set(index, (record) => categories[numberOf(record)]!);
  });
  const numbers = [...lost.keys()].sort((one, other) => one - other);
  return {
    ranges: rangesBetween(numbers, file.recordCount),
    count: file.recordCount - numbers.length,
    lost: numbers.map((record) => ({ record, damage: lost.get(record)! })),
    other,
    textOf,
  };
}

function rangesBetween(lost: readonly number[], recordCount: number): CopyRange[] {
  const ranges: CopyRange[] = [];
  let start = 0;
  for (const end of [...lost, recordCount]) {
    if (end > start) ranges.push({ start, end });
    start = end + 1;
  }
  return ranges;
}
