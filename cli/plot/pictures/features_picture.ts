import type { Period } from "../../../schema/mod.ts";
import { cellImage, rangeOf } from "./cells.ts";
import {
  colourAxes,
  colourBar,
  colourBarImage,
  emptySeries,
  grid,
  indexTicks,
  type Picture,
  timeAxis,
  titleOf,
  valueAxis,
} from "./picture.ts";

/** Features of any kind: values of shape (frames), or (rows, frames). */
export interface FeatureValues {
  readonly data: Float32Array;
  readonly shape: readonly number[];
  /** For a single row: 0 where a frame has no value; omitted if every frame has one. */
  readonly mask?: Uint8Array | undefined;
}

/** The texts in their picture. */
export interface FeatureTexts {
  readonly title: string;
  /** What a value is, with its unit. */
  readonly quantity: string;
  /** Seconds per frame; if it isn't known, the axis counts frames. */
  readonly period: Period | undefined;
}

/** Draws features: one row as a line over time, several as colours, row 0 at the bottom. */
export function featuresPicture(values: FeatureValues, texts: FeatureTexts): Picture {
  const frames = values.shape.at(-1) ?? 0;
  const rows = values.shape.length > 1 ? values.shape[0]! : 1;
  return rows === 1 ? linePicture(values, frames, texts) : cellsPicture(values, rows, texts);
}

function linePicture(
  { data, mask }: FeatureValues,
  frames: number,
  { title, quantity, period }: FeatureTexts,
): Picture {
  const step = stepOf(period);
  return {
    chart: {
      title: titleOf(title, frames === 0 ? "No frames" : undefined),
      grid: [grid],
      xAxis: [timeAxisOf(frames, period)],
      yAxis: [{ ...valueAxis, name: quantity, nameGap: 60, scale: true }],
      series: [{
        type: "line",
        showSymbol: false,
        lineStyle: { width: 1, color: "#31688e" },
        // A frame without a value is a gap in the line.
        data: Array.from(data, (value, frame) => {
          const hasValue = isFinite(value) && mask?.[frame] !== 0;
          return [frame * step, hasValue ? value : null];
        }),
      }],
    },
  };
}

function cellsPicture(
  { data, shape }: FeatureValues,
  rows: number,
  { title, quantity, period }: FeatureTexts,
): Picture {
  const columns = shape.at(-1) ?? 0;
  const range = rangeOf(data);
  const colours = colourAxes({ ...range, name: quantity });
  return {
    chart: {
      title: titleOf(title, columns === 0 ? "No frames" : undefined),
      grid: [grid, colourBar],
      xAxis: [timeAxisOf(columns, period), colours.x],
      yAxis: [
        { ...valueAxis, nameGap: 60, min: -0.5, max: rows - 0.5, name: "Row", ...indexTicks(rows) },
        colours.y,
      ],
      series: emptySeries(2),
    },
    images: [cellImage({ data, rows, columns, ...range, upwards: true }), colourBarImage()],
  };
}

function stepOf(period: Period | undefined): number {
  return period === undefined ? 1 : period[0] / period[1];
}

function timeAxisOf(
  frames: number,
  period: Period | undefined,
): Readonly<Record<string, unknown>> {
  return timeAxis(frames * stepOf(period), period === undefined ? "frames" : "s");
}
