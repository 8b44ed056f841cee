import type { BatchPlan } from "../order/batch_plan.ts";
import type { SlotPlan } from "./slot_plan.ts";

/** What decides how large a field's batches are, of those kinds whose rows can be padded. */
interface PaddedOptions {
  readonly padTo?: string | { readonly multipleOf: number } | null;
  readonly maxTotal?: number;
}

/** The batch option for the longest row. */
export type LongestRowOption = "maxSamples" | "maxFrames";

/**
 * The options of batches whose rows are padded to their own longest: where nothing else was asked for,
 * they have as much room as the plan's largest batch takes.
 *
 * @param longestRow what the field's batches call the option for the longest row.
 * @param plan left out where lengths can't be looked at.
 */
export function paddedOptions(
  { name, options, longestRow }: {
    readonly name: string;
    readonly options: object;
    readonly longestRow: LongestRowOption;
  },
  plan: BatchPlan | undefined,
): object {
  const padded: PaddedOptions & { readonly [Option in LongestRowOption]?: number } = {
    padTo: "batch",
    ...options,
  };
  const { padTo = "dataset", maxTotal, [longestRow]: longest } = padded;
  if (plan === undefined || padTo === "dataset" || maxTotal !== undefined) return padded;
  return {
    ...padded,
    maxTotal: plan.maxTotal(name, {
      ...(typeof padTo === "object" && padTo !== null ? { multipleOf: padTo.multipleOf } : {}),
      ...(longest === undefined ? {} : { longest }),
    }),
  };
}

/** Room for both: `has` itself where that is enough for `needed`. */
export function roomForBoth(has: SlotPlan, needed: SlotPlan): SlotPlan {
  const fields = needed.fields.map((field, place) => {
    const had = totalOf(has.fields[place]!.options);
    const wants = totalOf(field.options);
    return had >= wants ? has.fields[place]! : field;
  });
  const isEnough = needed.capacity <= has.capacity &&
    fields.every((field, place) => field === has.fields[place]);
  return isEnough ? has : { ...needed, fields, capacity: Math.max(has.capacity, needed.capacity) };
}

/** Infinite where batches have room for as many of the longest record as they have rows. */
function totalOf({ maxTotal = Infinity }: PaddedOptions): number {
  return maxTotal;
}
