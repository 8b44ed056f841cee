import type { AfdFile } from "../../../container/afd_file.ts";
import type { TrackReader } from "./track_reader.ts";
import type { WindowPlan } from "./window_plan.ts";

/**
 * The two rounds of an asynchronous read: loads the index entries that a plan asks for, uses them
 * to find the units that hold its windows, and loads those units. They can be decoded until the
 * lease is disposed of.
 */
export async function readWindows(
  file: AfdFile,
  reader: TrackReader,
  plan: WindowPlan,
): Promise<Disposable | undefined> {
  if (reader.needsIndex(plan)) {
    using _lease = await file.prefetch(plan.indexExtents());
    reader.locate(plan);
  }
  return await file.prefetch(plan.extents());
}
