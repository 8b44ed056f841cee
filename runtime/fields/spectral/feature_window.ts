import { counted } from "../../../errors/counted.ts";
import type { SpectralDtype } from "../../../schema/mod.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import { destinationError } from "../../batch/check_destination.ts";
import { checkWindow } from "../../batch/check_window.ts";
import { featureExtents, type FeatureWindow } from "./feature_extents.ts";
import { readError } from "../../batch/read_error.ts";
import type { SpectralValues } from "./spectral_batch.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { fromStored } from "../../batch/stored_values.ts";

/** A record's features in the file, and which of its frames are wanted. */
export interface FeatureWindowRequest {
  /** The field's name, for messages. */
  readonly field: string;
  /** The record's index, for messages. */
  readonly record: number;
  /** Where its first value lies. */
  readonly position: number;
  /** Rows. */
  readonly bins: number;
  /** Columns of the record. */
  readonly frames: number;
  /** The stored type. */
  readonly dtype: SpectralDtype;
  /** Bytes after the record's frames, which hold what pads them; 0 if zeros do. */
  readonly tailBytes: number;
  /** First frame of the window. */
  readonly start: number;
  /** Frames of the window. */
  readonly count: number;
}

/**
 * Decodes a window of a record's frames to `out`, of shape (bins, count), and reads nothing else.
 * `out` takes float32, or float16 as its bits in a Uint16Array. Anything past the record's end is
 * padding.
 *
 * @returns how many frames belong to the record.
 * @throws {UsageError} when the window is invalid, or `out` is too small or of the wrong type.
 * @throws {IntegrityError} when bytes fail their checksum.
 */
export function readFeatureWindow(
  source: ByteSource,
  request: FeatureWindowRequest,
  out: SpectralValues,
): number {
  const { field, record, position, bins, frames, dtype, tailBytes, count } = request;
  const width = dtypeBytes(dtype);
  const { first, kept } = windowOf(request);
  const hasType = out instanceof Float32Array ||
    (dtype === "float16" && out instanceof Uint16Array);
  if (!hasType || out.length < bins * count) {
    throw destinationError(out, {
      values: `${dtype} features`,
      amount: counted(bins * count, "value"),
      length: bins * count,
      hasType,
      types: dtype === "float16" ? [Uint16Array, Float32Array] : [Float32Array],
    });
  }
  const stored = Block.allocate(bins * kept * width);
  const padding = Block.allocate(width);
  try {
    for (let bin = 0; bin < bins; bin++) {
      const from = position + (bin * frames + first) * width;
      source.copy(from, kept * width, stored, bin * kept * width);
    }
    source.copy(position + bins * frames * width, tailBytes, padding, 0);
  } catch (cause) {
    throw readError(cause, { field, record });
  }
  const values = asElements(stored.bytes, { dtype, out });
  const [padElement = 0] = asElements(padding.bytes, { dtype, out });
  for (let bin = 0; bin < bins; bin++) {
    out.set(values.subarray(bin * kept, (bin + 1) * kept), bin * count);
    out.fill(padElement, bin * count + kept, (bin + 1) * count);
  }
  return kept;
}

/**
 * Where the values of a window lie, for asynchronous storage.
 *
 * @throws {UsageError} when the window is invalid.
 */
export function featureWindowExtents(request: FeatureWindowRequest): ByteRange[] {
  const { position, bins, frames, dtype, tailBytes } = request;
  const window: FeatureWindow = {
    position,
    bins,
    stored: frames,
    ...windowOf(request),
    valueBytes: dtypeBytes(dtype),
    tailBytes,
  };
  return featureExtents(window);
}

function windowOf(
  { frames, start, count }: FeatureWindowRequest,
): { first: number; kept: number } {
  checkWindow(start, count, "frame");
  const first = Math.min(start, frames);
  return { first, kept: Math.min(count, frames - first) };
}

/** Stored values as elements of the destination's array type. */
function asElements(
  bytes: Uint8Array<ArrayBuffer>,
  { dtype, out }: { dtype: SpectralDtype; out: SpectralValues },
): SpectralValues {
  if (out instanceof Float32Array) return fromStored(bytes, dtype);
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
}
