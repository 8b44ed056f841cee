import { UsageError } from "../../errors/mod.ts";
import { type DatasetIr, fieldThatMeans } from "../../schema/reading.ts";
import type { Storage } from "../storage/storage.ts";

/** What is asked whether it has a split. */
export interface SplitSource {
  /** The path of the file or folder, for messages. */
  readonly name: string;
  /** Its schema. */
  readonly ir: DatasetIr;
  /** Its bytes, whose `pieces` have the splits of a `dataset.json`. */
  readonly storage: Pick<Storage, "pieces">;
}

/**
 * Refuses a split that can't be there: `dataset.json` has splits, but none of that name; or it has
 * none, and no field says which part a record belongs to.
 *
 * @throws {UsageError} `"no-such-split"`, naming the ones there are.
 */
export function checkSplit(file: SplitSource, split: string): void {
  const names = file.storage.pieces?.splitNames ?? [];
  if (names.includes(split)) return;
  if (names.length === 0 && fieldThatMeans(file.ir, "split") !== undefined) return;
  throw noSuchSplit(file, split, names);
}

/** The error for a split that a dataset doesn't have; `names` are those that it has. */
export function noSuchSplit(
  { name }: Pick<SplitSource, "name">,
  split: string,
  names: readonly string[],
): UsageError {
  const has = names.length === 0
    ? "it has no splits, and no field that means split"
    : `its splits are ${names.join(", ")}`;
  return new UsageError(`Cannot read the split "${split}" of "${name}": ${has}`, {
    code: "no-such-split",
    file: name,
    found: split,
    wanted: names.length === 0 ? undefined : names.join(", "),
    hint: names.length === 0
      ? "`audiofield split` writes splits into the dataset.json of a folder"
      : "use one of these",
  });
}
