import type { KnownOptions } from "../../../errors/check_options.ts";
/**
 * Where the crop of each record lies, in each of the fields that are cropped together: the same span of
 * time in all of them, exactly. Asking allocates nothing.
 */
export interface CropPlan {
  /** The fields that are cropped, with the length of their crops; `window.of` is the first. */
  readonly fields: readonly CroppedField[];
  /** Seconds of a crop. */
  readonly seconds: number;
  /**
   * Writes where the crops of these records begin in field `field` (its place in {@link fields}), in
   * the field's own unit, for `decodeWindowBatch`.
   *
   * @param count how many of `indices` there are.
   * @throws {UsageError} when there is no such record or field, or `starts` is too small.
   */
  starts(
    field: number,
    indices: Uint32Array,
    { count, starts }: { readonly count: number; readonly starts: Float64Array },
  ): void;
}

/** One of the fields cropped together. */
export interface CroppedField {
  /** Its name in the schema. */
  readonly name: string;
  /** Length of a crop: samples per channel of audio, frames of features and tokens. */
  readonly count: number;
  /** Crops begin at multiples of this, in the same unit. */
  readonly step: number;
}

/** A crop of each record, another one in each epoch. */
export interface WindowOptions {
  /** The field that `samples` counts in, and whose length decides where a crop may lie. */
  readonly of: string;
  /** Length in seconds; a decimal number is taken as it is written, so 0.1 is a tenth. */
  readonly seconds?: number;
  /** Length in the unit of {@link WindowOptions.of}; instead of `seconds`. */
  readonly samples?: number;
  /** Fields that are cropped at the same place; the crop lies on a grid that all of them share. */
  readonly align?: readonly string[];
  /**
   * Records shorter than the crop: `"pad"` (the default) takes them from their beginning, padded;
   * `"skip"` leaves them out of the epoch.
   */
  readonly short?: "pad" | "skip";
}

/** All options of a window. */
export const windowOptions: KnownOptions<WindowOptions> = {
  of: undefined,
  seconds: undefined,
  samples: undefined,
  align: undefined,
  short: ["pad", "skip"],
};
