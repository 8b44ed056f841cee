import type { ReadableFile } from "../readable_dataset.ts";
import type { ShuffleOptions } from "../shuffle_options.ts";
import { alignCrops } from "./align_crops.ts";
import type { CropPlan, WindowOptions } from "./crop_plan.ts";

/**
 * Plans the crops of an epoch: how long they are in each field, and, by random access, where each
 * record's lies. All starts and lengths are multiples of the grid that the fields share, the least span
 * of time that is a whole number of samples or frames in every one of them; so a crop covers the same
 * span in all fields exactly. Where it lies depends on seed, epoch and record alone.
 *
 * @param source `shuffle` gives the seed and epoch, 0 without it: then every epoch crops alike.
 * @throws {UsageError} `"no-such-field"`; `"no-period"` for a field without time, or whose rate the
 *   schema leaves open; `"off-grid"` when the length isn't a multiple of the grid, naming the nearest
 *   that are; `"invalid-option"`.
 */
export function planCrops(
  window: WindowOptions,
  source: { readonly file: ReadableFile; readonly shuffle?: ShuffleOptions | undefined },
): CropPlan {
  return alignCrops(window, source);
}
