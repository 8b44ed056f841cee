import { counted } from "../../../errors/counted.ts";
import { UsageError } from "../../../errors/mod.ts";
import { alignCrops } from "../crop/align_crops.ts";
import type { RecordFilter } from "../filter/conditions.ts";
import type { PageTest } from "../filter/page_tests.ts";
import {
  listOf,
  passingRecords,
  passingRecordsAsync,
  type RecordSelection,
} from "../filter/select_records.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import type { OrderOptions } from "./order_options.ts";

/**
 * The records that filters and windows leave; `undefined` where there are neither.
 *
 * @throws {UsageError} `"empty-filter"` when no record is left; `"no-such-field"`, `"invalid-filter"`.
 */
export function selectForOrder(
  options: OrderOptions,
  file: ReadableFile,
): RecordSelection | undefined {
  const asked = askedOf(options, file);
  if (asked === undefined) return undefined;
  return checked(passingRecords(file, asked.filters, asked.skip), asked, file);
}

/**
 * {@link selectForOrder} for storages that must wait; the tables of the window's fields were fetched.
 *
 * @throws what {@link selectForOrder} throws.
 */
export async function selectForOrderAsync(
  options: OrderOptions,
  file: ReadableFile,
): Promise<RecordSelection | undefined> {
  const asked = askedOf(options, file);
  if (asked === undefined) return undefined;
  return checked(await passingRecordsAsync(file, asked.filters, asked.skip), asked, file);
}

/** What records must pass. */
interface Asked {
  readonly filters: readonly RecordFilter[];
  readonly skip: readonly PageTest[];
  readonly isFiltered: boolean;
}

function askedOf(
  { filter, window, shuffle }: OrderOptions,
  file: ReadableFile,
): Asked | undefined {
  const filters = listOf(filter);
  const skip = window?.short === "skip" ? alignCrops(window, { file, shuffle }).longEnough : [];
  const isFiltered = filters.length > 0 || file.split !== undefined;
  return isFiltered || skip.length > 0 ? { filters, skip, isFiltered } : undefined;
}

function checked(
  selection: RecordSelection,
  { skip, isFiltered }: Asked,
  file: ReadableFile,
): RecordSelection {
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

/** {@link selectOnce} for storages that must wait. */
export function selectOnceAsync(
  options: OrderOptions,
  file: ReadableFile,
): () => Promise<RecordSelection | undefined> {
  if (listOf(options.filter).some((filter) => typeof filter === "function")) {
    return () => selectForOrderAsync(options, file);
  }
  let selection: Promise<RecordSelection | undefined> | undefined;
  return async () => {
    if (selection === undefined) return await (selection = selectForOrderAsync(options, file));
    const found = await selection;
    return found && { ...found, filterReads: 0 };
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
