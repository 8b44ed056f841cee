import type { SpectralKind, SpectralOptions, Spectrogram } from "../../schema/mod.ts";
import { putColour, scaleColours } from "./colours.ts";
import { melTicks } from "./mel_axis.ts";
import { frame, grid, type Picture, timeAxis, titleOf } from "./picture.ts";

/** Draws features: time to the right, frequency upwards, values as colours. */
export function featuresPicture(
  { data, shape: [bins, frames] }: Spectrogram,
  { title, kind, options }: { title: string; kind: SpectralKind; options: SpectralOptions },
): Picture {
  const { sampleRate, hopLength } = options;
  const seconds = sampleRate === "source" ? frames : (frames * hopLength) / sampleRate;
  const range = rangeOf(data);
  return {
    chart: {
      title: titleOf(title),
      grid,
      xAxis: timeAxis(seconds, sampleRate === "source" ? "frames" : "s"),
      yAxis: frequencyAxis(bins, { kind, options }),
      visualMap: {
        type: "continuous",
        min: range.min,
        max: range.max,
        right: 16,
        top: frame.top,
        itemHeight: frame.gridHeight - 40,
        precision: 2,
        text: [rounded(range.max), rounded(range.min)],
        inRange: { color: scaleColours },
        calculable: false,
        seriesIndex: 0,
      },
      series: [{ type: "scatter", data: [], silent: true }],
    },
    image: { pixels: pixelsOf(data, { bins, frames, ...range }), width: frames, height: bins },
  };
}

function rangeOf(data: Float32Array): { min: number; max: number } {
  let [min, max] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min < max ? { min, max } : { min: Math.min(min, 0), max: Math.max(max, 1) };
}

/** The lowest bin at the bottom. */
function pixelsOf(
  data: Float32Array,
  { bins, frames, min, max }: { bins: number; frames: number; min: number; max: number },
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * bins * frames);
  for (let bin = 0; bin < bins; bin++) {
    const row = bins - 1 - bin;
    for (let column = 0; column < frames; column++) {
      const share = (data[bin * frames + column]! - min) / (max - min);
      putColour(pixels, row * frames + column, share);
    }
  }
  return pixels;
}

/** In Hz where bins stand for frequencies, whatever their scale. */
function frequencyAxis(
  bins: number,
  { kind, options }: { kind: SpectralKind; options: SpectralOptions },
): Readonly<Record<string, unknown>> {
  const { sampleRate } = options;
  const common = {
    type: "value",
    nameLocation: "middle",
    nameGap: 60,
    axisLine: { show: true, onZero: false },
    axisTick: { show: true },
    splitLine: { show: false },
  };
  if (kind === "mfcc") {
    return { ...common, min: -0.5, max: bins - 0.5, name: "Coefficient", minInterval: 1 };
  }
  if (sampleRate === "source") return { ...common, min: -0.5, max: bins - 0.5, name: "Bin" };
  if (kind === "spectrogram") {
    return { ...common, min: 0, max: sampleRate / 2, name: "Frequency (Hz)" };
  }
  const ticks = melTicks(options, sampleRate);
  const places = ticks.map(({ at }) => at);
  return {
    ...common,
    min: -0.5,
    max: bins - 0.5,
    name: "Frequency (Hz), mel scale",
    axisTick: { show: true, customValues: places },
    axisLabel: {
      customValues: places,
      formatter: (place: number) =>
        String(ticks.find(({ at }) => Math.abs(at - place) < 1e-6)?.hertz ?? ""),
    },
  };
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(3)));
}
