import type { KnownOptions } from "../../../errors/check_options.ts";
/**
 * Where the crop of each record lies in each of the fields that are cropped together: exactly the
 * same span of time in all of them. Its methods allocate nothing.
 */
export interface CropPlan {
  /** The cropped fields, with the lengths of their crops; `window.of` is the first. */
  readonly fields: readonly CroppedField[];
  /** The length of a crop in seconds. */
  readonly seconds: number;
  /**
   * Writes where the crops of these records begin in the field at index `field` of {@link fields}, in
   * the field's own unit, for `decodeWindowBatch`.
   *
   * @param count how many of `indices` count.
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

/** A crop of each record, a different one in each epoch. */
export interface WindowOptions {
  /** The field whose unit `samples` counts, and whose length limits where a crop can lie. */
  readonly of: string;
  /** Length in seconds; a decimal number means what is written, so 0.1 is exactly a tenth. */
  readonly seconds?: number;
  /** Length in the unit of {@link WindowOptions.of}; instead of `seconds`. */
  readonly samples?: number;
  /** Fields that are cropped at the same place; the crop lies on a grid that all of them share. */
  readonly align?: readonly string[];
  /**
   * What happens to records shorter than the crop: `"pad"` (the default) pads them after their end;
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
