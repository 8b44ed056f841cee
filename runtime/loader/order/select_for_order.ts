import { counted } from "../../../errors/counted.ts";
import { UsageError } from "../../../errors/mod.ts";
import { alignCrops } from "../crop/align_crops.ts";
import { listOf, passingRecords, type RecordSelection } from "../filter/select_records.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import type { OrderOptions } from "./order_options.ts";

/**
 * The records that filters and windows leave; `undefined` where there are neither.
 *
 * @throws {UsageError} `"empty-filter"` when no record is left; `"no-such-field"`, `"invalid-filter"`.
 */
export function selectForOrder(
  { filter, window, shuffle }: OrderOptions,
  file: ReadableFile,
): RecordSelection | undefined {
  const filters = listOf(filter);
  const skip = window?.short === "skip" ? alignCrops(window, { file, shuffle }).longEnough : [];
  const isFiltered = filters.length > 0 || file.split !== undefined;
  if (!isFiltered && skip.length === 0) return undefined;
  const selection = passingRecords(file, filters, skip);
  if (selection.records.length > 0) return selection;
  throw nothingLeft(file, { isFiltered, isCropped: skip.length > 0 });
}

/**
 * Selects once for all epochs, which have the same filter and window. Functions are asked again for
 * each epoch, as they may answer differently.
 */
export function selectOnce(
  options: OrderOptions,
  file: ReadableFile,
): () => RecordSelection | undefined {
  if (listOf(options.filter).some((filter) => typeof filter === "function")) {
    return () => selectForOrder(options, file);
  }
  let selection: RecordSelection | undefined;
  let isSelected = false;
  return () => {
    if (isSelected) return selection && { ...selection, filterReads: 0 };
    selection = selectForOrder(options, file);
    isSelected = true;
    return selection;
  };
}

function nothingLeft(
  file: ReadableFile,
  { isFiltered, isCropped }: { isFiltered: boolean; isCropped: boolean },
): UsageError {
  const what = isFiltered
    ? isCropped ? "passes the filter and is as long as the window" : "passes the filter"
    : "is as long as the window in every field";
  return new UsageError(
    `Cannot plan the batches of "${file.name}": none of its ${
      counted(file.recordCount, "record")
    } ${what}`,
    {
      code: "empty-filter",
      file: file.name,
      found: 0,
      wanted: "at least one record",
      hint: isCropped
        ? 'use a shorter window, or short: "pad"'
        : "`audiofield inspect` shows the lengths and values of records",
    },
  );
}
