import { dspKernels } from "../../../kernels/dsp_kernels.ts";
import { sampleBytes } from "../../../kernels/sample_format.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import { Block } from "../../storage/block.ts";
import type { WaveformBatch } from "./waveform_batch.ts";

/**
 * Bytes staged in the kernels' memory at a time: few enough for source and target to stay in the
 * cache together.
 */
const tileBytes = 65_536;

/** A clip with fewer channels than its batch: where it lies, where it goes, and how wide it is. */
export interface Spread {
  /** Where the clip's first byte lies in the file. */
  readonly position: number;
  /** Samples per channel to copy. */
  readonly frames: number;
  /** Bytes of one frame in the file. */
  readonly frameBytes: number;
  /** The batch's memory. */
  readonly block: Block;
  /** Byte offset of the clip's row in `block`. */
  readonly offset: number;
  /** Bytes of one frame in the batch; the channels that a clip lacks are zero. */
  readonly rowFrameBytes: number;
}

/**
 * Copies interleaved frames to a batch whose frames are wider, one tile at a time through the
 * kernels' memory.
 */
export function spreadChannels(source: ByteSource, spread: Spread): void {
  const { position, frames, frameBytes, block, offset, rowFrameBytes } = spread;
  const kernels = dspKernels();
  const tileFrames = Math.max(1, Math.floor(tileBytes / rowFrameBytes));
  const [sourceBytes, targetBytes] = [tileFrames * frameBytes, tileFrames * rowFrameBytes];
  const from = kernels.allocate(sourceBytes);
  const to = kernels.allocate(targetBytes);
  try {
    const memory = kernels.bytes();
    const staging = new Block(memory.subarray(from, from + sourceBytes));
    for (let frame = 0; frame < frames; frame += tileFrames) {
      const count = Math.min(tileFrames, frames - frame);
      source.copy(position + frame * frameBytes, count * frameBytes, staging, 0);
      // Padding is zero in every format, so one-byte elements work for all of them.
      // deno-fmt-ignore
      kernels.gatherRows(from, frameBytes, frameBytes, count, to, rowFrameBytes, count, 1, 0, 0);
      const tile = memory.subarray(to, to + count * rowFrameBytes);
      block.bytes.set(tile, offset + frame * rowFrameBytes);
    }
  } finally {
    kernels.free(from, sourceBytes);
    kernels.free(to, targetBytes);
  }
}

/** Copies a planned clip to its row in a batch with more channels. */
export function spreadRow(source: ByteSource, batch: WaveformBatch, row: number): void {
  const { block, plan, shape } = batch;
  const width = sampleBytes(batch.storedDtype);
  const rowFrameBytes = shape[2] * width;
  spreadChannels(source, {
    position: plan.positions[row]!,
    frames: plan.lengths[row]!,
    frameBytes: batch.channels[row]! * width,
    block,
    offset: row * shape[1] * rowFrameBytes,
    rowFrameBytes,
  });
}
