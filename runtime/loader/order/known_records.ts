import { UsageError } from "../../../errors/mod.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import type { OrderOptions } from "./order_options.ts";
import type { LoaderState } from "./loader_state.ts";

/** The dataset that a state belongs to. */
export type KnownRecords = LoaderState["dataset"];

/**
 * The dataset that an order is of: the open one, or, for a state from before records were appended to
 * it, what it was then, if the options ask to continue.
 *
 * @throws {UsageError} `"other-dataset"` with both counts for such a state, if they don't.
 */
export function knownRecords(
  { state, onAppended }: Pick<OrderOptions, "state" | "onAppended">,
  file: ReadableFile,
): KnownRecords {
  const now = { identity: file.identity, records: file.recordCount };
  const { identity, records }: Partial<KnownRecords> = Object(Object(state).dataset);
  if (typeof identity !== "string" || typeof records !== "number") return now;
  if (identity === now.identity || records >= now.records) return now;
  if (file.storage.pieces?.identityUpTo(records) !== identity) return now;
  if (onAppended === "continue") return { identity, records };
  throw new UsageError(
    `Cannot resume "${file.name}": records were appended since its state was made, which knows ` +
      `${records} of the ${now.records} records there are now`,
    {
      code: "other-dataset",
      file: file.name,
      found: records,
      wanted: now.records,
      hint: 'pass onAppended: "continue" to finish the epoch without the new records, or start ' +
        "without a state",
    },
  );
}

/** The first of ascending records that are less than `end`. */
export function recordsBefore(
  records: Uint32Array<ArrayBuffer>,
  end: number,
): Uint32Array<ArrayBuffer> {
  const last = records.findLastIndex((record) => record < end);
  return last + 1 === records.length ? records : records.slice(0, last + 1);
}
