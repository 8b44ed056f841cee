import type { UsageError } from "../errors/mod.ts";
import { dspKernels } from "./dsp_kernels.ts";
import { rangeError } from "./range_error.ts";
import { type SampleFormat, sampleFormatId } from "./sample_format.ts";
import * as dsp from "./wasm/dsp.js";

/** How {@link floatRows} lays frames out; the position is the kernel's number for it. */
export const rowLayouts = ["channelsLast", "channelsFirst", "mono"] as const;

/** One of {@link rowLayouts}. */
export type RowLayout = typeof rowLayouts[number];

/**
 * Converts `frames` frames of `channels` interleaved samples to float32 (integers by powers of two,
 * full scale is ±1), multiplies them by the float32 at `gain`, and lays them out: frame by frame, or
 * channel by channel, or as the mean of each frame, taken in float64 and rounded once before it is
 * multiplied. All `targetFrames` × `targetChannels` are written; what the source lacks is zero.
 *
 * Offsets are in the memory of `dspKernels`, in bytes, including that of `gain`: a number that
 * isn't an integer would become an object in the call.
 *
 * @throws {UsageError} `"kernel-arguments"` when a range isn't inside memory, is misaligned, or
 * overlaps, when there are more frames than targets, or several channels to mono; nothing has been
 * written then.
 *
 * @example
 * ```ts
 * import { dspKernels, floatRows } from "./mod.ts";
 *
 * const kernels = dspKernels();
 * const [source, target, gain] = [8, 16, 4].map((bytes) => kernels.allocate(bytes));
 * const { buffer } = kernels.bytes();
 * new Int16Array(buffer, source, 4).set([16384, -16384, 8192, 0]);
 * new Float32Array(buffer, gain, 1)[0] = 2;
 * floatRows("int16", "channelsFirst", source!, 2, 2, target!, 2, 2, gain!);
 * const rows = new Float32Array(buffer, target, 4);
 * if (rows.join() !== "1,0.5,-1,0") throw new Error(rows.join());
 * ```
 */
export function floatRows(
  from: Exclude<SampleFormat, "float64">,
  layout: RowLayout,
  source: number,
  frames: number,
  channels: number,
  target: number,
  targetFrames: number,
  targetChannels: number,
  gain: number,
): void {
  dspKernels();
  const done = dsp.floatRows(
    sampleFormatId(from),
    rowLayouts.indexOf(layout),
    source,
    frames,
    channels,
    target,
    targetFrames,
    targetChannels,
    gain,
  );
  if (done) return;
  throw rowsError();
}

/** The error for a call that makes no sense. */
export function rowsError(): UsageError {
  return rangeError("convert rows", { found: ", or too small" });
}
