import type { SpectralDtype, Spectrogram } from "../../../schema/mod.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import { readError } from "../../batch/read_error.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import { Block } from "../../storage/block.ts";
import { fromStored } from "../../batch/stored_values.ts";

/** A record's features in the file. */
export interface FeaturesRequest {
  /** The field's name, for messages. */
  readonly field: string;
  /** The record's index, for messages. */
  readonly record: number;
  /** Where its first value lies. */
  readonly position: number;
  /** Rows. */
  readonly bins: number;
  /** Columns. */
  readonly frames: number;
  /** The stored type. */
  readonly dtype: SpectralDtype;
}

/**
 * A record's features in memory of their own, widened to float32.
 *
 * @throws {IntegrityError} when its bytes fail their checksum.
 */
export function readFeatures(source: ByteSource, request: FeaturesRequest): Spectrogram {
  const { field, record, position, bins, frames, dtype } = request;
  const block = Block.allocate(bins * frames * dtypeBytes(dtype));
  try {
    source.copy(position, block.bytes.length, block, 0);
  } catch (cause) {
    throw readError(cause, { field, record });
  }
  return { data: fromStored(block.bytes, dtype), shape: [bins, frames] };
}
