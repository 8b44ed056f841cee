/** Batches of audio, sample by sample, from whole clips: fast readers must agree with these. */
import type { ConvertedBatchOptions, WaveformBatchOptions } from "../../runtime/mod.ts";
import type { Waveform } from "../../schema/mod.ts";
import { bytesOf, type Contents } from "./_batch_contents.ts";
import type { Samples } from "./_generated.ts";
import { type Asked, referenceRows } from "./_reference_rows.ts";

/** What else is known about the field and the batch. */
export interface AudioFacts {
  /** The channels of every clip, if the schema fixes them. */
  readonly fixed: number | undefined;
  /** What each row of a converted batch is multiplied by. */
  gainOf(row: number): number;
}

/** The batch of a field with these clips; nothing if one is too long. */
export function referenceAudio(
  all: readonly Waveform<Samples>[],
  asked: Asked,
  options: (WaveformBatchOptions | ConvertedBatchOptions) & AudioFacts,
): Contents | undefined {
  const lengths = all.map(({ samples, channels }) => samples.length / channels);
  const most = options.maxSamples ?? Math.max(0, ...lengths);
  const planned = referenceRows(lengths, asked, { ...options, most });
  if (planned === undefined) return undefined;
  const { rows, padded } = planned;
  const isConverted = "dtype" in options;
  const layout = isConverted ? options.layout ?? "channelsLast" : "channelsLast";
  const widest = options.fixed ?? Math.max(0, ...all.map((clip) => clip.channels));
  const width = layout === "mono" ? 1 : widest;
  const Stored = all[0]?.samples.constructor as Int16ArrayConstructor ?? Int16Array;
  const data = new (isConverted ? Float32Array : Stored)(rows.length * padded * width);
  rows.forEach(({ index, start, kept }, row) => {
    const { samples, channels } = all[index]!;
    const valueOf = (sample: number) =>
      isConverted ? Math.fround(asFloat(sample, samples) * options.gainOf(row)) : sample;
    for (let frame = 0; frame < kept; frame++) {
      const from = (start + frame) * channels;
      const clip = [...samples.subarray(from, from + channels)];
      if (layout === "mono") {
        data[row * padded + frame] = valueOf(clip.reduce((a, b) => a + b, 0) / channels);
        continue;
      }
      clip.forEach((sample, channel) => {
        const at = layout === "channelsFirst"
          ? (row * width + channel) * padded + frame
          : (row * padded + frame) * width + channel;
        data[at] = valueOf(sample);
      });
    }
  });
  const shapes = {
    channelsLast: [rows.length, padded, width],
    channelsFirst: [rows.length, width, padded],
    mono: [rows.length, padded],
  };
  return { shape: shapes[layout], data: bytesOf(data), lengths: rows.map(({ kept }) => kept) };
}

/** A stored sample, or a mean of several, as float32: full scale is ±1. */
function asFloat(value: number, samples: Samples): number {
  if (samples instanceof Float32Array) return Math.fround(value);
  return Math.fround(value / (samples instanceof Int16Array ? 2 ** 15 : 2 ** 31));
}
