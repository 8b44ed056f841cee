import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import { checkSamples } from "../../batch/check_destination.ts";
import { checkWindow } from "../../batch/check_window.ts";
import type { WaveformDtype } from "../../../schema/mod.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";

/** A clip in the file, and the part of it that is wanted. */
export interface WindowRequest {
  /** Where the clip's first byte lies. */
  readonly position: number;
  /** Samples per channel of the clip. */
  readonly samples: number;
  /** Interleaved channels in the clip and in `out`. */
  readonly channels: number;
  /** First sample of the window. */
  readonly start: number;
  /** Samples per channel of the window. */
  readonly count: number;
  /** Where the window goes: an array of the stored dtype, of shape (count, channels). */
  readonly out: StoredSamples;
  /** The type that {@link out} must have. */
  readonly dtype: WaveformDtype;
}

/**
 * Where the part of a window that belongs to the clip lies.
 *
 * @throws {UsageError} when the window is invalid.
 */
export function windowExtent(
  { position, samples, frameBytes, start, count }: {
    position: number;
    samples: number;
    frameBytes: number;
    start: number;
    count: number;
  },
): ByteRange {
  checkWindow(start, count);
  const kept = Math.max(0, Math.min(count, samples - start));
  return { position: position + Math.min(start, samples) * frameBytes, length: kept * frameBytes };
}

/**
 * Copies a window of a clip to `out`, reading nothing else; anything past the clip's end becomes
 * zero.
 *
 * @returns how many samples per channel belong to the clip.
 * @throws {UsageError} when the window is invalid, or `out` is too small.
 */
export function readWindow(source: ByteSource, request: WindowRequest): number {
  const { position, samples, channels, start, count, out, dtype } = request;
  const frameBytes = channels * dtypeBytes(dtype);
  const extent = windowExtent({ position, samples, frameBytes, start, count });
  checkSamples(out, { count, channels, dtype });
  const block = Block.over(out as StoredSamples & ArrayBufferView<ArrayBuffer>);
  source.copy(extent.position, extent.length, block, 0);
  out.fill(0, extent.length / out.BYTES_PER_ELEMENT, count * channels);
  return extent.length / Math.max(1, frameBytes);
}
