import { sampleBytes } from "../../../../kernels/sample_format.ts";
import { sampleArrays } from "../../../batch/stored_samples.ts";
import { Block } from "../../../storage/block.ts";
import type { TrackReader, TrackSink } from "./track_reader.ts";
import type { WindowPlan } from "./window_plan.ts";

const limits = {
  int16: [-(2 ** 15), 2 ** 15 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  float32: [-Infinity, Infinity],
} as const;

/**
 * Decodes several rows of a plan and adds them up, in double precision; integers saturate. All rows
 * belong to one record, and therefore have the same length.
 *
 * @param rows the first row and the number of rows; rows of missing tracks add nothing.
 */
export function addTracks(
  reader: TrackReader,
  plan: WindowPlan,
  { first, count, frames, sink }: {
    first: number;
    count: number;
    /** Samples per channel of the window. */
    frames: number;
    sink: TrackSink;
  },
): void {
  const { block, offset, channels, format } = sink;
  const length = frames * channels;
  const sum = new Float64Array(length);
  const one = Block.allocate(length * sampleBytes(format));
  const samples = new sampleArrays[format](one.bytes.buffer);
  for (let row = first; row < first + count; row++) {
    if (plan.tracks[row]! < 0) continue;
    samples.fill(0);
    reader.decode(plan, row, { block: one, offset: 0, channels, format });
    for (let index = 0; index < length; index++) sum[index]! += samples[index]!;
  }
  const [least, most] = limits[format];
  const { buffer, byteOffset } = block.bytes;
  const target = new sampleArrays[format](buffer, byteOffset + offset, length);
  for (let index = 0; index < length; index++) {
    target[index] = Math.max(least, Math.min(most, sum[index]!));
  }
}
