import { tableOf } from "../filter/fetch_columns.ts";
import { fieldIndexOf } from "../filter/filter_errors.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import type { BatchPlan } from "./batch_plan.ts";
import type { OrderOptions } from "./order_options.ts";
import { planOrder } from "./plan_batches.ts";
import { selectForOrderAsync } from "./select_for_order.ts";

/**
 * `planBatches` for storages that must wait: the metadata that filters, buckets and windows read is
 * fetched once, and kept for as long as the file is open. The plan itself doesn't wait; `maxTotal` needs
 * the table of its field.
 *
 * @throws what `planBatches` throws.
 *
 * @example
 * ```ts ignore
 * const plan = await planBatchesAsync({ batchSize: 64, filter: { speaker: "s12" } }, dataset);
 * ```
 */
export async function planBatchesAsync(
  options: OrderOptions,
  source: { readonly file: ReadableFile },
): Promise<BatchPlan> {
  const { file } = source;
  await fetchForOrder(options, file);
  const selection = await selectForOrderAsync(options, file);
  return planOrder(options, { file, select: () => selection });
}

/** Fetches the tables of the fields that decide lengths of buckets, and places of windows. */
export async function fetchForOrder(
  options: OrderOptions,
  file: ReadableFile,
): Promise<void> {
  await keepTables(namesOf(options), file);
}

function namesOf({ bucket, window }: OrderOptions): string[] {
  return [
    ...(bucket === undefined ? [] : [bucket.of]),
    ...(window === undefined ? [] : [window.of, ...window.align ?? []]),
  ];
}

async function keepTables(names: readonly string[], file: ReadableFile): Promise<void> {
  const fields = new Set(names.map((name) => fieldIndexOf(file, name)));
  await file.keep([...fields].map((index) => tableOf(file, index)));
}

/** Tables of up to so many bytes are fetched whole for an epoch whose order jumps about in them. */
const mostTableBytes = 2 ** 26;

/**
 * Fetches what planning an epoch's batches reads, but for filters: what {@link fetchForOrder} fetches, and
 * the tables of the fields to load where records come in an order that needs all of them soon anyway, or
 * where the lengths of chosen records decide how much memory batches get.
 */
export async function fetchForLoading(
  options: OrderOptions,
  { file, loaded }: { readonly file: ReadableFile; readonly loaded: readonly string[] },
): Promise<void> {
  const { bucket, filter, shuffle, window } = options;
  const isChosen = filter !== undefined || bucket !== undefined || file.split !== undefined ||
    window?.short === "skip";
  const total = loaded.map((name) => tableOf(file, fieldIndexOf(file, name)).length)
    .reduce((sum, length) => sum + length, 0);
  const isRandom = shuffle !== undefined && shuffle.locality === undefined;
  const all = isChosen || (isRandom && total <= mostTableBytes) ? loaded : [];
  await keepTables([...namesOf(options), ...all], file);
}
