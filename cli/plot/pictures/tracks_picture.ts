import type { Waveform } from "../../../schema/mod.ts";
import { frame, grid, type Picture, timeAxis, titleOf, valueAxis } from "./picture.ts";

/** Something to draw below others on the same time axis: a channel, or a stem. */
export interface Track {
  readonly name: string;
  /** `undefined` for a stem that the recording doesn't have. */
  readonly waveform: Waveform | undefined;
  /** The channel of the waveform. */
  readonly channel: number;
}

/** The most tracks that a picture has room for. */
export const maxTracks = 16;

/** The channels of a clip, one under the other. */
export function channelTracks(waveform: Waveform): Track[] {
  const { channels } = waveform;
  return Array.from({ length: channels }, (_, channel) => ({
    name: channels === 1 ? "Amplitude (1 is full scale)" : `Channel ${channel}`,
    waveform,
    channel,
  }));
}

/** Draws tracks: the lowest and highest sample in every column of pixels. */
export function tracksPicture(all: readonly Track[], { title }: { title: string }): Picture {
  const tracks = all.slice(0, maxTracks);
  const end = Math.max(0, ...tracks.map(({ waveform }) => secondsOf(waveform)));
  const peak = Math.max(0, ...tracks.map(peakOf));
  const limit = peak > 0 ? peak : 1;
  const height = grid.height / tracks.length;
  // Room for the labels at the ends of two axes, one below the other.
  const gap = tracks.length > 1 ? Math.min(24, height * 0.2) : 0;
  const dropped = all.length - tracks.length;
  return {
    chart: {
      title: titleOf(title, noteOf({ peak, end, tracks: tracks.length, dropped })),
      grid: tracks.map((_, index) => ({
        left: grid.left,
        width: frame.width - grid.left - 40,
        top: grid.top + index * height,
        height: height - gap,
      })),
      xAxis: tracks.map((_, index) => ({
        ...timeAxis(end, "s"),
        gridIndex: index,
        ...(index < tracks.length - 1 ? { axisLabel: { show: false }, name: "" } : {}),
      })),
      yAxis: tracks.map(({ name, waveform }, index) => ({
        ...valueAxis,
        gridIndex: index,
        min: -limit,
        max: limit,
        name: waveform === undefined ? `${name}: none` : name,
        nameGap: 60,
        ...amplitudeTicks(limit, tracks.length),
      })),
      series: tracks.map((track, index) => ({
        type: "line",
        xAxisIndex: index,
        yAxisIndex: index,
        showSymbol: false,
        lineStyle: { width: 1, color: "#31688e" },
        data: envelope(track),
      })),
    },
  };
}

/**
 * Says how the axis was scaled: to the peak, so heights in pictures of different clips can't be
 * compared.
 */
function noteOf(
  { peak, end, tracks, dropped }: { peak: number; end: number; tracks: number; dropped: number },
): string {
  const more = dropped > 0 ? `; ${dropped} more tracks aren't drawn` : "";
  if (end === 0) return `No samples${more}`;
  if (peak === 0) return `Silence: every sample is 0${more}`;
  const decibels = 20 * Math.log10(peak);
  const level = `${decibels.toFixed(1).replace("-", "−")} dBFS`;
  const whose = tracks > 1 ? "the peak of all tracks" : "the peak";
  return `Vertical axis scaled to ${whose}: ${numberText(peak)} of full scale, ${level}${more}`;
}

/** Ticks at zero and at both ends, which are the peak; also halfway where there is room. */
function amplitudeTicks(limit: number, tracks: number): Readonly<Record<string, unknown>> {
  const shares = tracks > 6 ? [0] : tracks > 2 ? [-1, 0, 1] : [-1, -0.5, 0, 0.5, 1];
  const places = shares.map((share) => share * limit);
  return {
    axisTick: { show: true, customValues: places },
    axisLabel: { customValues: places, formatter: numberText },
  };
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(2))).replace("-", "−");
}

/** Two points for each column: the lowest and the highest sample there. */
function envelope({ waveform, channel }: Track): [seconds: number, value: number][] {
  if (waveform === undefined) return [];
  const { samples, channels, sampleRate } = waveform;
  const frames = samples.length / channels;
  const scale = fullScale(samples);
  const step = Math.max(1, frames / grid.width);
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

function secondsOf(waveform: Waveform | undefined): number {
  if (waveform === undefined) return 0;
  return waveform.samples.length / waveform.channels / waveform.sampleRate;
}

/** The largest magnitude of a track; 1 is full scale. */
function peakOf({ waveform, channel }: Track): number {
  if (waveform === undefined) return 0;
  const { samples, channels } = waveform;
  let peak = 0;
  for (let index = channel; index < samples.length; index += channels) {
    peak = Math.max(peak, Math.abs(samples[index]!));
  }
  return peak / fullScale(samples);
}

/** What a sample of 1 is stored as. */
function fullScale(samples: Waveform["samples"]): number {
  if (samples instanceof Int16Array) return 32_768;
  return samples instanceof Int32Array ? 2_147_483_648 : 1;
}
