import { UsageError } from "../../../errors/mod.ts";
import { lengthTest } from "../filter/length_tests.ts";
import type { LengthColumn } from "../filter/length_column.ts";
import { mix } from "../mix.ts";
import type { PageTest } from "../filter/page_tests.ts";
import type { CroppedField, CropPlan } from "./crop_plan.ts";

/** Crops of fields whose steps cover the same span of time: step `n` begins at the same time in all. */
export class AlignedCrops implements CropPlan {
  /** See {@link CropPlan.fields}. */
  readonly fields: readonly CroppedField[];
  /** See {@link CropPlan.seconds}. */
  readonly seconds: number;
  /** Tests that a record is long enough in every field. */
  readonly longEnough: readonly PageTest[];
  readonly #columns: readonly LengthColumn[];
  /** The crop's length in steps of the grid. */
  readonly #steps: number;
  readonly #key: number;
  readonly #file: string;

  /** `columns` are the lengths of `fields`; `steps` is the length of a crop in steps. */
  constructor(
    fields: readonly CroppedField[],
    { columns, steps, seconds, key, file }: {
      readonly columns: readonly LengthColumn[];
      readonly steps: number;
      readonly seconds: number;
      readonly key: number;
      readonly file: string;
    },
  ) {
    this.fields = fields;
    this.seconds = seconds;
    this.longEnough = fields.map(({ count }, field) =>
      lengthTest(columns[field]!, { min: count, max: Infinity })
    );
    this.#columns = columns;
    this.#steps = steps;
    this.#key = key;
    this.#file = file;
  }

  /** See {@link CropPlan.starts}. */
  starts(
    field: number,
    indices: Uint32Array,
    { count, starts }: { readonly count: number; readonly starts: Float64Array },
  ): void {
    const step = this.fields[field]?.step;
    if (step === undefined || starts.length < count || indices.length < count) {
      throw new UsageError(
        `Cannot write the starts of ${count} crops of field ${field} of "${this.#file}" to an array ` +
          `of ${starts.length}`,
        {
          code: "starts-size",
          file: this.#file,
          found: starts.length,
          wanted: count,
          hint: `its cropped fields are numbered from 0 to ${this.fields.length - 1}`,
        },
      );
    }
    for (let row = 0; row < count; row++) starts[row] = this.#placeOf(indices[row]!) * step;
  }

  /** The step at which the crop of a record begins: 0 if the crop is longer than the record. */
  #placeOf(record: number): number {
    let steps = Infinity;
    for (let field = 0; field < this.#columns.length; field++) {
      const length = this.#columns[field]!.at(record);
      const whole = Math.floor(length / this.fields[field]!.step);
      if (whole < steps) steps = whole;
    }
    const last = steps - this.#steps;
    if (last <= 0) return 0;
    const drawn = mix(mix(record ^ this.#key) + 0x9e3779b9) >>> 0;
    return Math.floor(drawn / 0x1_0000_0000 * (last + 1));
  }
}
