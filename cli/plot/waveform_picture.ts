import type { Waveform } from "../../schema/mod.ts";
import { frame, type Picture, timeAxis, titleOf } from "./picture.ts";

/** Draws a clip: each channel's lowest and highest sample in every column of pixels. */
export function waveformPicture(
  { samples, sampleRate, channels }: Waveform,
  { title }: { title: string },
): Picture {
  const frames = samples.length / channels;
  const end = frames / sampleRate;
  const shown = Array.from({ length: channels }, (_, channel) => channel);
  const height = frame.gridHeight / channels;
  const peak = Math.max(1e-9, peakOf(samples) / fullScale(samples));
  return {
    chart: {
      title: titleOf(title),
      grid: shown.map((channel) => ({
        left: frame.left,
        width: frame.gridWidth,
        top: frame.top + channel * height,
        height: height - (channels > 1 ? 8 : 0),
      })),
      xAxis: shown.map((channel) => ({
        ...timeAxis(end, "s"),
        gridIndex: channel,
        ...(channel < channels - 1 ? { axisLabel: { show: false }, name: "" } : {}),
      })),
      yAxis: shown.map((channel) => ({
        type: "value",
        gridIndex: channel,
        min: -peak,
        max: peak,
        name: channels === 1 ? "Amplitude (1 is full scale)" : `Channel ${channel}`,
        nameLocation: "middle",
        nameGap: 56,
        axisLabel: {
          showMinLabel: false,
          showMaxLabel: false,
          formatter: (value: number) => String(Number(value.toPrecision(2))),
        },
        axisLine: { show: true, onZero: false },
        splitLine: { show: false },
        splitNumber: channels > 2 ? 2 : 5,
      })),
      series: shown.map((channel) => ({
        type: "line",
        xAxisIndex: channel,
        yAxisIndex: channel,
        showSymbol: false,
        lineStyle: { width: 1, color: "#31688e" },
        data: envelope(samples, { channels, channel, sampleRate }),
      })),
    },
  };
}

/** Two points for each column: the lowest and the highest sample there. */
function envelope(
  samples: Waveform["samples"],
  { channels, channel, sampleRate }: { channels: number; channel: number; sampleRate: number },
): [seconds: number, value: number][] {
  const frames = samples.length / channels;
  const scale = fullScale(samples);
  const step = Math.max(1, frames / frame.gridWidth);
  const points: [number, number][] = [];
  for (let start = 0; start < frames; start += step) {
    const first = Math.floor(start);
    const end = Math.min(frames, Math.max(first + 1, Math.floor(start + step)));
    let [low, high] = [Infinity, -Infinity];
    for (let index = first; index < end; index++) {
      const value = samples[index * channels + channel]! / scale;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    const seconds = first / sampleRate;
    points.push([seconds, low]);
    if (high > low) points.push([seconds, high]);
  }
  return points;
}

function peakOf(samples: Waveform["samples"]): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak;
}

/** What a sample of 1 is stored as. */
function fullScale(samples: Waveform["samples"]): number {
  if (samples instanceof Int16Array) return 32_768;
  return samples instanceof Int32Array ? 2_147_483_648 : 1;
}
