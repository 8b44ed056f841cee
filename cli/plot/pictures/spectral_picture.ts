import type { ResolvedSpectral, SpectralKind, Spectrogram } from "../../../schema/mod.ts";
import { cellImage, rangeOf } from "./cells.ts";
import { melTicks } from "./mel_axis.ts";
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
import { decibelsOf, quantityOf } from "../../../schema/spectral/quantity.ts";

/** Draws a spectrum over time: time to the right, frequency upwards, values as colours. */
export function spectralPicture(
  { data, shape: [bins, frames] }: Spectrogram,
  { title, kind, options }: { title: string; kind: SpectralKind; options: ResolvedSpectral },
): Picture {
  const { sampleRate, hopLength } = options;
  const seconds = sampleRate === "source" ? frames : (frames * hopLength) / sampleRate;
  const isLinear = options.log === "none" && options.normalize === "none" && kind !== "mfcc";
  const shown = isLinear ? inDecibels(data, options.power) : data;
  const range = rangeOf(shown);
  const name = isLinear ? decibelsOf(kind, options.power) : quantityOf(kind, options);
  const colours = colourAxes({ ...range, name });
  return {
    chart: {
      title: titleOf(title, noteOf(frames, isLinear)),
      grid: [grid, colourBar],
      xAxis: [timeAxis(seconds, sampleRate === "source" ? "frames" : "s"), colours.x],
      yAxis: [frequencyAxis(bins, { kind, options }), colours.y],
      series: emptySeries(2),
    },
    images: [
      cellImage({ data: shown, rows: bins, columns: frames, ...range, upwards: true }),
      colourBarImage(),
    ],
  };
}

function noteOf(frames: number, isLinear: boolean): string | undefined {
  if (frames === 0) return "No frames";
  return isLinear ? "Stored as linear values, drawn in decibels" : undefined;
}

/** How far below the maximum is drawn, in dB; the range of librosa's pictures. */
const drawnRange = 80;

/** Linear values in dB, where 0 is the largest of them: most of a linear picture would be black. */
function inDecibels(data: Float32Array, power: number): Float32Array {
  const { max } = rangeOf(data);
  const factor = 20 / power;
  return data.map((value) =>
    Math.max(-drawnRange, factor * Math.log10(Math.max(value, 1e-30) / Math.max(max, 1e-30)))
  );
}

/** In Hz where bins stand for frequencies, whatever their scale. */
function frequencyAxis(
  bins: number,
  { kind, options }: { kind: SpectralKind; options: ResolvedSpectral },
): Readonly<Record<string, unknown>> {
  const { sampleRate } = options;
  const common = { ...valueAxis, nameGap: 60 };
  if (kind === "mfcc") {
    return { ...common, min: -0.5, max: bins - 0.5, name: "Coefficient", ...indexTicks(bins) };
  }
  if (sampleRate === "source") {
    return { ...common, min: -0.5, max: bins - 0.5, name: "Bin", ...indexTicks(bins) };
  }
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
        ticks.find(({ at }) => Math.abs(at - place) < 1e-6)?.label ?? "",
    },
  };
}
