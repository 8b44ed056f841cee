import type { BatchPlan } from "../order/batch_plan.ts";
import type { SlotPlan } from "./slot_plan.ts";

/** The options that decide how large batches are, for kinds whose rows can be padded. */
interface PaddedOptions {
  readonly padTo?: string | { readonly multipleOf: number } | null;
  readonly maxTotal?: number;
}

/** The batch option for the longest row. */
export type LongestRowOption = "maxSamples" | "maxFrames";

/**
 * The options of batches whose rows are padded to the longest in the batch: by default, they have as
 * much room as the plan's largest batch needs.
 *
 * @param longestRow the name of the field's batch option for the longest row.
 */
export function paddedOptions(
  { name, options, longestRow }: {
    readonly name: string;
    readonly options: object;
    readonly longestRow: LongestRowOption;
  },
  plan: BatchPlan,
): object {
  const padded: PaddedOptions & { readonly [Option in LongestRowOption]?: number } = {
    padTo: "batch",
    ...options,
  };
  const { padTo = "dataset", maxTotal, [longestRow]: longest } = padded;
  if (padTo === "dataset" || maxTotal !== undefined) return padded;
  return {
    ...padded,
    maxTotal: plan.maxTotal(name, {
      ...(typeof padTo === "object" && padTo !== null ? { multipleOf: padTo.multipleOf } : {}),
      ...(longest === undefined ? {} : { longest }),
    }),
  };
}

/** Capacity for both: `has` itself if that is enough for `needed`. */
export function capacityForBoth(has: SlotPlan, needed: SlotPlan): SlotPlan {
  const fields = needed.fields.map((field, place) => {
    const had = totalOf(has.fields[place]!.options);
    const wants = totalOf(field.options);
    return had >= wants ? has.fields[place]! : field;
  });
  const isEnough = needed.capacity <= has.capacity &&
    fields.every((field, place) => field === has.fields[place]);
  return isEnough ? has : { ...needed, fields, capacity: Math.max(has.capacity, needed.capacity) };
}

/** Infinite if every row of a batch has room for the longest record. */
function totalOf({ maxTotal = Infinity }: PaddedOptions): number {
  return maxTotal;
}
