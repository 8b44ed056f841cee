import { UsageError } from "../../../errors/mod.ts";
import type { ReadableFile } from "../readable_dataset.ts";
import { periodOf } from "../filter/field_period.ts";
import { fieldIndexOf } from "../filter/filter_errors.ts";
import { LengthColumn } from "../filter/length_column.ts";
import { mixAll } from "../mix.ts";
import type { ShuffleOptions } from "../shuffle_options.ts";
import type { WindowOptions } from "./crop_plan.ts";
import { AlignedCrops } from "./aligned_crops.ts";
import { cropLength } from "./crop_length.ts";

/** The same as `planCrops`, plus the tests that leave out records that are too short. */
export function alignCrops(
  window: WindowOptions,
  { file, shuffle }: { readonly file: ReadableFile; readonly shuffle?: ShuffleOptions | undefined },
): AlignedCrops {
  const names = [...new Set([window.of, ...window.align ?? []])];
  const tracks = names.map((name) => {
    const fieldIndex = fieldIndexOf(file, name);
    const period = periodOf(file.ir, fieldIndex);
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
  return new AlignedCrops(fields, {
    columns,
    steps: Number(length.over(grid).floor()),
    seconds: length.toNumber(),
    key: mixAll(shuffle?.seed ?? 0, shuffle?.epoch ?? 0, 3),
    file: file.name,
  });
}

function withoutPeriod(file: ReadableFile, field: string): UsageError {
  return new UsageError(
    `Cannot crop "${field}" of "${file.name}": its schema doesn't say how many samples or frames it ` +
      "has per second",
    {
      code: "no-period",
      file: file.name,
      field,
      wanted: "audio, features or tokens with a fixed rate",
    },
  );
}
