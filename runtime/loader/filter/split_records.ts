import { UsageError } from "../../../errors/mod.ts";
import { type FieldIr, fieldThatMeans } from "../../../schema/reading.ts";
import { checkSplit } from "../../container/check_split.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import type { FieldConditions } from "./conditions.ts";

/**
 * The records of a split, as a filter: the list in `dataset.json` if that has splits, otherwise the
 * condition on the field that means `"split"`.
 *
 * @throws {UsageError} `"no-such-split"`, naming the ones there are.
 * @throws {IntegrityError} `"split"` when the split isn't what `dataset.json` says.
 */
export function splitFilter(
  file: ReadableFile,
  split: string,
): FieldConditions | Uint32Array<ArrayBuffer> {
  checkSplit(file, split);
  const listed = file.storage.pieces?.split(split);
  if (listed !== undefined) return listed;
  const field = fieldThatMeans(file.ir, "split")!;
  return { [field.name]: valueOf(field, { file: file.name, split }) };
}

function valueOf(
  { name, kind }: FieldIr,
  { file, split }: { file: string; split: string },
): string | number | bigint {
  if (kind === "text" || kind === "category") return split;
  if (/^-?\d{1,20}$/.test(split)) return kind.endsWith("int64") ? BigInt(split) : Number(split);
  throw new UsageError(
    `Cannot read the split "${split}" of "${file}": its field "${name}" says which part a record ` +
      "belongs to by a number",
    {
      code: "no-such-split",
      file,
      field: name,
      found: split,
      wanted: "an integer",
      hint: `pass a number that "${name}" has`,
    },
  );
}
