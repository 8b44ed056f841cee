import type { WaveformDtype } from "../../../schema/mod.ts";
import { checkOptions } from "../../../errors/check_options.ts";
import type { AfdFile, ByteSource } from "../../container/afd_file.ts";
import { FloatRowsFiller } from "../../batch/float_rows_filler.ts";
import { readError } from "../../batch/read_error.ts";
import { allocateRows } from "../../batch/rows.ts";
import { type AudioShape, WaveformBatch } from "./waveform_batch.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import { type ConvertedBatchOptions, convertedOptions } from "./waveform_options.ts";

/** A batch of a waveform field, with samples as stored or converted. */
export type AnyWaveformBatch<Samples extends StoredSamples = StoredSamples> =
  | WaveformBatch<Samples>
  | ConvertedBatch
  | ConvertedBatch<[records: number, samples: number]>;

/** What a field adds to the options. */
export interface ConvertedBatchFacts {
  /** The field's name, for messages. */
  readonly field: string;
  /** Records the batch has room for. */
  readonly capacity: number;
  /** The type of the stored samples. */
  readonly dtype: WaveformDtype;
  /** The dataset's longest clip, in samples per channel. */
  readonly longest: number;
  /** The most channels that a clip has. */
  readonly channels: number;
}

/**
 * A {@link WaveformBatch} whose samples are converted to float32 as they are decoded, and laid out
 * as a model wants them. Each row is multiplied by its {@link gains | gain}.
 */
export class ConvertedBatch<Shape extends number[] = AudioShape>
  extends WaveformBatch<Float32Array, Shape> {
  /**
   * The factor for each row of the next batch, applied in float32 after conversion: 1 unless the
   * caller sets it. Factors aren't reset.
   */
  readonly gains: Float32Array<ArrayBuffer>;
  readonly #filler: FloatRowsFiller;
  readonly #gainBytes: Uint8Array;

  /** Created by a field's `allocateBatch`. */
  constructor(file: AfdFile, options: ConvertedBatchOptions, facts: ConvertedBatchFacts) {
    const { field } = facts;
    checkOptions(options, {
      doing: `allocate a batch of "${field}"`,
      field,
      known: convertedOptions,
    });
    const { layout = "channelsLast" } = options;
    const { dtype: storedDtype, channels, ...kept } = facts;
    const rowChannels = layout === "mono" ? 1 : channels;
    const gains = allocateRows(Float32Array, facts.capacity).fill(1);
    const filler = new FloatRowsFiller({
      storedDtype,
      layout,
      clipChannels: channels,
      rowChannels,
      capacity: facts.capacity,
    });
    super(file, options, {
      ...kept,
      dtype: "float32",
      storedDtype,
      channels: rowChannels,
      widest: channels,
      layout,
      known: convertedOptions,
      ownBatch: (byteLength) => filler.ownBatch(file.storage, byteLength),
    });
    this.gains = gains;
    this.#gainBytes = new Uint8Array(gains.buffer);
    this.#filler = filler;
  }

  /** Decodes the planned clips from their places in the file, and pads them. */
  fill(file: ByteSource, field: string): void {
    const { channels } = this;
    const { indices, lengths, positions, records } = this.plan;
    this.#filler.begin(this.rowSamples, this.block, this.#gainBytes);
    let row = 0;
    try {
      for (; row < records; row++) {
        this.#filler.fill(file, row, positions[row]!, lengths[row]!, channels[row]!);
      }
    } catch (cause) {
      throw readError(cause, { field, record: indices[row]! });
    }
  }

  /** Frees the memory. */
  override [Symbol.dispose](): void {
    this.#filler[Symbol.dispose]();
    super[Symbol.dispose]();
  }
}
