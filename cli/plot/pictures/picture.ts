import { scaleColours } from "./colours.ts";

/** A place in the picture, in pixels from its top left corner. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Values as colours, stretched over a part of the picture. */
export interface CellImage {
  /** RGBA, row by row from the top. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly place: Place;
}

/** What is drawn: axes and lines by the chart library, and images where its grids are. */
export interface Picture {
  /** An ECharts option; {@link frame} is where its first grid has to be. */
  readonly chart: Readonly<Record<string, unknown>>;
  readonly images?: readonly CellImage[];
}

/** The picture's size, and the place of the data in it, in pixels. */
export const frame = {
  width: 1200,
  height: 520,
  left: 100,
  top: 80,
  gridWidth: 900,
  gridHeight: 380,
} as const;

/** Where the data is drawn. */
export const grid: Place = {
  left: frame.left,
  top: frame.top,
  width: frame.gridWidth,
  height: frame.gridHeight,
};

/** Where the colour bar is drawn: next to the data, with the same height. */
export const colourBar: Place = {
  left: frame.left + frame.gridWidth + 28,
  top: frame.top,
  width: 18,
  height: frame.gridHeight,
};

/** The title above a chart; `note`, below it, says what a reader can't see. */
export function titleOf(text: string, note?: string): Readonly<Record<string, unknown>> {
  return {
    text,
    left: frame.left - 5,
    top: 14,
    itemGap: 6,
    textStyle: { fontSize: 18, fontWeight: "normal" },
    ...(note === undefined ? {} : { subtext: note, subtextStyle: { fontSize: 13 } }),
  };
}

/** The time axis; `unit` is "s", or "frames" where the rate isn't known. */
export function timeAxis(end: number, unit: "s" | "frames"): Readonly<Record<string, unknown>> {
  return {
    ...valueAxis,
    min: 0,
    // An axis must have a length, even if there is nothing to show along it.
    max: end > 0 ? end : 1,
    name: unit === "s" ? "Time (s)" : "Time (frames)",
    nameGap: 32,
    axisLabel: { showMaxLabel: false },
  };
}

/** What all axes have in common: a line with ticks, and its name along it. */
export const valueAxis: Readonly<Record<string, unknown>> = {
  type: "value",
  nameLocation: "middle",
  axisLine: { show: true, onZero: false },
  axisTick: { show: true },
  splitLine: { show: false },
};

/** The axes of the colour bar: `name` gives the quantity and its unit. */
export function colourAxes(
  { min, max, name }: { min: number; max: number; name: string },
): { x: Readonly<Record<string, unknown>>; y: Readonly<Record<string, unknown>> } {
  return {
    x: { type: "value", min: 0, max: 1, show: false, gridIndex: 1 },
    y: {
      ...valueAxis,
      gridIndex: 1,
      position: "right",
      min,
      max,
      name,
      nameGap: 64,
      nameRotate: 90,
      axisLabel: { formatter: threeDigits, showMinLabel: true, showMaxLabel: true },
    },
  };
}

/** The colour bar itself: the scale's colours, the highest at the top. */
export function colourBarImage(): CellImage {
  const steps = scaleColours(colourBar.height);
  return { pixels: steps, width: 1, height: colourBar.height, place: colourBar };
}

/** Ticks at whole numbers, including the first and the last. */
export function indexTicks(count: number): Readonly<Record<string, unknown>> {
  const step = Math.max(1, Math.ceil(count / 12));
  const places: number[] = [];
  for (let place = 0; place < count - step / 2; place += step) places.push(place);
  if (count > 0 && places.at(-1) !== count - 1) places.push(count - 1);
  return {
    axisTick: { show: true, customValues: places },
    axisLabel: { customValues: places, formatter: (place: number) => String(Math.round(place)) },
  };
}

/** Series without data, one for each pair of axes: axes aren't drawn without a series. */
export function emptySeries(count: number): Readonly<Record<string, unknown>>[] {
  return Array.from({ length: count }, (_, axis) => ({
    type: "scatter",
    data: [],
    silent: true,
    xAxisIndex: axis,
    yAxisIndex: axis,
  }));
}

/** Three significant digits, without trailing zeros. */
export function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
