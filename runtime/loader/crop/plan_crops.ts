import { UsageError } from "../../../errors/mod.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { fieldPeriod } from "../order/field_period.ts";
import { fieldIndexOf } from "../order/filter_errors.ts";
import { LengthColumn } from "../order/length_column.ts";
import { lengthTest } from "../order/compile_conditions.ts";
import { mix, mixAll } from "../order/mix.ts";
import type { ShuffleOptions } from "../order/order_options.ts";
import type { PageTest } from "../order/select_records.ts";
import { Rational } from "../rational.ts";
import type { CroppedField, CropPlan, WindowOptions } from "./crop_plan.ts";
import { cropLength } from "./crop_length.ts";

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
  { file, shuffle }: { readonly file: AfdFile; readonly shuffle?: ShuffleOptions | undefined },
): PlannedCrops {
  const names = [...new Set([window.of, ...window.align ?? []])];
  const tracks = names.map((name) => {
    const fieldIndex = fieldIndexOf(file, name);
    const period = fieldPeriod(file.ir, fieldIndex);
    if (period === undefined) throw withoutPeriod(file, name);
    return { name, period, column: new LengthColumn(file, fieldIndex) };
  });
  const grid = tracks.map(({ period }) => period)
    .reduce((common, period) => common.leastCommonMultiple(period));
  const first = tracks[0]!;
  const length = cropLength(window, { file: file.name, grid, period: first.period, names });
  const fields = tracks.map(({ name, period }) => ({
    name,
    count: Number(length.over(period).floor()),
    step: Number(grid.over(period).floor()),
  }));
  const columns = tracks.map(({ column }) => column);
  return new PlannedCrops(fields, {
    columns,
    steps: Number(length.over(grid).floor()),
    seconds: length.toNumber(),
    key: mixAll(shuffle?.seed ?? 0, shuffle?.epoch ?? 0, 3),
    file: file.name,
  });
}

/** See {@link planCrops}. */
export class PlannedCrops implements CropPlan {
  /** See {@link CropPlan.fields}. */
  readonly fields: readonly CroppedField[];
  /** See {@link CropPlan.seconds}. */
  readonly seconds: number;
  /** Tests that a record is long enough in every field. */
  readonly longEnough: readonly PageTest[];
  readonly #columns: readonly LengthColumn[];
  /** The crop's length on the grid. */
  readonly #steps: number;
  readonly #key: number;
  readonly #file: string;

  /** Made by {@link planCrops}. */
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
        `Cannot place ${count} crops of field ${field} of "${this.#file}" in ${starts.length} places`,
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

  /** Where the crop of a record begins on the grid: 0 where it is longer than the record. */
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

function withoutPeriod(file: AfdFile, field: string): UsageError {
  return new UsageError(
    `Cannot crop "${field}" of "${file.name}": its schema doesn't say how many samples or frames of ` +
      "it make a second",
    {
      code: "no-period",
      file: file.name,
      field,
      wanted: "audio, features or tokens of a fixed rate",
    },
  );
}
