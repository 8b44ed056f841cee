import { UsageError } from "../../../errors/mod.ts";
import { knownKind, type LengthUnit } from "../../../schema/reading.ts";
import type { CropPlan } from "../crop/crop_plan.ts";
import type { BatchPlan } from "../order/batch_plan.ts";
import type { LoadableDataset } from "../readable_dataset.ts";
import type { FieldGain } from "./gains.ts";
import { type LongestRowOption, paddedOptions } from "./slot_capacity.ts";

/** What an epoch consists of. */
export interface EpochPlan {
  readonly plan: BatchPlan;
  readonly crops: CropPlan | undefined;
}

/** What happens with a record whose bytes fail their checksum or aren't sound. */
export type OnDamaged = "error" | "skip";

/** What a loader decodes, the same in every worker. */
export interface SlotPlan {
  readonly fields: readonly {
    readonly name: string;
    readonly options: object;
    /** Its index among the cropped fields and the length of its crops, if it is cropped. */
    readonly crop?: { readonly place: number; readonly count: number };
    /** Its index among the fields that have gains, if it has gains. */
    readonly gain?: number;
  }[];
  /** Number of records in the largest batch. */
  readonly capacity: number;
  /** How many fields are cropped together, whether they are decoded or not. */
  readonly cropped: number;
  /** How many fields have gains. */
  readonly gained: number;
  readonly onDamaged: OnDamaged;
}

/**
 * What an epoch decodes of the chosen fields, and the capacity that its batches need.
 *
 * @throws {UsageError} `"no-windows"`; `"invalid-batch"` for options that no row can have.
 */
export function planSlots(
  { plan, crops }: EpochPlan,
  { dataset: { file, fields: all }, chosen, gains, onDamaged }: {
    dataset: LoadableDataset;
    gains: readonly FieldGain[];
    chosen: readonly { readonly name: string; readonly options: object }[];
    onDamaged: OnDamaged;
  },
): SlotPlan {
  const places = new Map(crops?.fields.map(({ name }, place) => [name, place]));
  const planned = chosen.map((field) => {
    const { name, options } = field;
    const { kind } = file.ir.fields.find((field) => field.name === name)!;
    const unit = knownKind(kind)?.length?.unit;
    const longestRow = unit && longestRowOptions[unit];
    if (longestRow === undefined) return field;
    const place = places.get(name);
    if (place === undefined) {
      return { name, options: paddedOptions({ name, options, longestRow }, plan) };
    }
    if (all[name]?.decodeWindowBatch === undefined) throw noWindows(name, file.name);
    const { count } = crops!.fields[place]!;
    const sized = { padTo: "batch", ...options, [longestRow]: count };
    return { name, options: sized, crop: { place, count } };
  });
  const fields = planned.map((field) => {
    const gain = gains.findIndex(({ name }) => name === field.name);
    return gain < 0 ? field : { ...field, gain };
  });
  const cropped = places.size;
  const gained = gains.length;
  return { fields, capacity: plan.maxBatchSize, cropped, gained, onDamaged };
}

/** The batch option for the longest row, by the unit of its length; bytes aren't put in rows. */
const longestRowOptions: Readonly<Record<LengthUnit, LongestRowOption | undefined>> = {
  samples: "maxSamples",
  frames: "maxFrames",
  bytes: undefined,
};

function noWindows(field: string, file: string): UsageError {
  return new UsageError(`Cannot crop "${field}" of "${file}": fields of its kind have no windows`, {
    code: "no-windows",
    file,
    field,
    hint: "leave it out of window.align",
  });
}
