import type { LoaderState } from "../order/loader_state.ts";
import type { BatchView, FieldOptions, GivenFor } from "../batch_types.ts";
import type { LoadableFields } from "../readable_dataset.ts";

/** A batch of an epoch, in one of the loader's slots: valid until it is released. */
export interface LoadedBatch<
  Fields extends LoadableFields = LoadableFields,
  Name extends keyof Fields = keyof Fields,
  Given extends FieldOptions<Fields> = object,
> extends Disposable {
  /** Its position in this rank's epoch, counted from 0 where the loader started. */
  readonly number: number;
  /** Its records, row by row. */
  readonly indices: Uint32Array;
  /** Each field's values, shape and lengths; rows are in the order of `indices`. */
  readonly fields: { readonly [Field in Name]: BatchView<Fields[Field], GivenFor<Given, Field>> };
  /**
   * Where its crops begin in each cropped field, in the field's own unit, row by row; empty if nothing
   * is cropped.
   */
  readonly starts: Readonly<Record<string, Float64Array>>;
  /** Where to resume after this batch; the same on every rank. */
  readonly state: LoaderState;
  /** Gives the slot back for another batch; what the batch shows is no longer valid. */
  release(): void;
}
