/** What is drawn: axes and lines by the chart library, and an image behind them. */
export interface Picture {
  /** An ECharts option; {@link frame} is where its grid has to be. */
  readonly chart: Readonly<Record<string, unknown>>;
  /** An image that fills the grid, in RGBA, row after row from the top. */
  readonly image?: {
    readonly pixels: Uint8ClampedArray<ArrayBuffer>;
    readonly width: number;
    readonly height: number;
  };
}

/** The picture's size, and the place of the grid in it, in pixels. */
export const frame = {
  width: 1200,
  height: 520,
  left: 90,
  top: 60,
  gridWidth: 970,
  gridHeight: 380,
} as const;

/** The grid of a chart, where {@link frame} says. */
export const grid = {
  left: frame.left,
  top: frame.top,
  width: frame.gridWidth,
  height: frame.gridHeight,
};

/** The title above a chart. */
export function titleOf(text: string): Readonly<Record<string, unknown>> {
  return { text, left: frame.left, top: 16, textStyle: { fontSize: 18, fontWeight: "normal" } };
}

/** The time axis; `unit` is "s", or "frames" where the rate isn't known. */
export function timeAxis(end: number, unit: string): Readonly<Record<string, unknown>> {
  return {
    type: "value",
    min: 0,
    max: end,
    name: unit === "s" ? "Time (s)" : "Time (frames)",
    nameLocation: "middle",
    nameGap: 32,
    axisLine: { show: true, onZero: false },
    axisTick: { show: true },
    axisLabel: { showMaxLabel: false },
    splitLine: { show: false },
  };
}
