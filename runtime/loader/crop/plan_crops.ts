import type { ReadableFile } from "../readable_dataset.ts";
import type { ShuffleOptions } from "../shuffle_options.ts";
import { alignCrops } from "./align_crops.ts";
import type { CropPlan, WindowOptions } from "./crop_plan.ts";

/**
 * Plans the crops of an epoch: how long they are in each field and, by random access, where the crop
 * of each record lies. All starts and lengths are multiples of the grid that the fields share: the
 * shortest span of time that is a whole number of samples or frames in each of them. A crop therefore
 * covers exactly the same span in all fields. Where it lies depends only on the seed, the epoch and
 * the record.
 *
 * @param source `shuffle` gives the seed and the epoch. Without it both are 0, and every epoch has
 *   the same crops.
 * @throws {UsageError} `"no-such-field"`; `"no-period"` for a field without time, or whose rate the
 *   schema leaves open; `"off-grid"` when the length isn't a multiple of the grid, naming the nearest
 *   ones that are; `"invalid-option"`.
 */
export function planCrops(
  window: WindowOptions,
  source: { readonly file: ReadableFile; readonly shuffle?: ShuffleOptions | undefined },
): CropPlan {
  return alignCrops(window, source);
}
