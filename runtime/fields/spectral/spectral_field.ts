import type { UsageError } from "../../../errors/mod.ts";
import type { SpectralDtype, Spectrogram } from "../../../schema/mod.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import { batchTypes } from "../../batch/batch_types.ts";
import { fromStored } from "../../batch/stored_values.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { FramesField } from "../kind/frames_field.ts";
import {
  featureWindowExtents,
  type FeatureWindowRequest,
  readFeatureWindow,
} from "./feature_window.ts";
import { SpectralBatch, type SpectralBatchOptions, type SpectralValues } from "./spectral_batch.ts";
import type { SpectralBatchTypes } from "./spectral_batch_types.ts";

/** What readers need to know from a spectral field's options. */
export interface SpectralFieldFacts {
  /** The field's name, for messages. */
  readonly name: string;
  /** Rows of features. */
  readonly bins: number;
  /** The stored type. */
  readonly dtype: SpectralDtype;
  /** Bytes after a record's frames: with `padSeconds`, those of the padding value; otherwise 0. */
  readonly tailBytes: number;
  /** With `padSeconds`: the frames in that many seconds; otherwise 0. */
  readonly padFrames: number;
}

/**
 * A field of features in an open file. Generated fields extend it, and write the loops over a batch's
 * records with the schema's constants.
 */
export class SpectralField<Values extends SpectralValues = SpectralValues>
  extends FramesField<SpectralBatch, Values | Float32Array> {
  /** The batches that it makes, by their options. */
  declare readonly [batchTypes]: SpectralBatchTypes<Values>;
  /** What reading needs from the field's options. */
  protected readonly facts: SpectralFieldFacts;
  /** The field's index in the schema. */
  protected readonly fieldIndex: number;
  readonly #valueBytes: number;

  /** Created by the open file. */
  constructor(file: AfdFile, fieldIndex: number, facts: SpectralFieldFacts) {
    super(file, fieldIndex);
    this.facts = facts;
    this.fieldIndex = fieldIndex;
    this.#valueBytes = dtypeBytes(facts.dtype);
  }

  /**
   * The features of record `index`, as float32 in memory of their own, shape (bins, frames).
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when its bytes fail their checksum.
   */
  decode(index: number): Spectrogram {
    const { bins, dtype } = this.facts;
    const { position } = this.extent(index);
    const frames = this.framesOf(index);
    const length = frames * bins * this.#valueBytes;
    const { bytes } = this.copied(index, { position, length });
    return { data: fromStored(bytes, dtype), shape: [bins, frames] };
  }

  /** Memory for batches that are widened to float32 as they are decoded. */
  allocateBatch(
    batchSize: number,
    options: SpectralBatchOptions & { readonly dtype: "float32" },
  ): SpectralBatch<Float32Array>;
  /**
   * Memory for batches of up to `batchSize` records. Its shape and bytes are known before anything
   * is read. float16 is decoded to its bits, unless `dtype` asks for float32.
   */
  allocateBatch(batchSize: number, options?: SpectralBatchOptions): SpectralBatch<Values>;
  allocateBatch(batchSize: number, options: SpectralBatchOptions = {}): SpectralBatch {
    const { name, bins, dtype, padFrames } = this.facts;
    return new SpectralBatch(this.file, options, {
      field: name,
      capacity: batchSize,
      bins,
      storedDtype: dtype,
      longest: this.file.entry(this.fieldIndex).totals.maxLength,
      padFrames,
    });
  }

  /**
   * Decodes `count` frames of record `index`, from frame `start` on, to `out`, of shape (bins,
   * count), and reads nothing else. `out` takes float32, or float16 as its bits. Anything past the
   * record's end is padding.
   *
   * @returns how many frames belong to the record.
   * @throws {UsageError} when `out` is too small, or there is no such record.
   * @throws {IntegrityError} when bytes fail their checksum.
   */
  override decodeWindow(
    index: number,
    start: number,
    count: number,
    out: Values | Float32Array,
  ): number {
    return readFeatureWindow(this.file, this.#window(index, start, count), out);
  }

  /** @ignore */
  protected override check(batch: unknown): void {
    const { name, bins, dtype } = this.facts;
    SpectralBatch.check(batch, name, bins, dtype);
  }

  /** The error for a record that is longer than the batch has room for. */
  protected tooLong(batch: SpectralBatch, record: number, frames: number): UsageError {
    return batch.plan.tooLong({ file: this.file.name, field: this.name, record, length: frames });
  }

  /** The error for a record whose values would lie outside the payload region. */
  protected outside(record: number, position: number, length: number): Error {
    return this.extentError(record, position, length);
  }

  /** @ignore */
  protected override payloadBytes(frames: number): number {
    return frames * this.facts.bins * this.#valueBytes + this.facts.tailBytes;
  }

  /** @ignore */
  protected override firstsOf(batch: SpectralBatch): Uint32Array {
    return batch.firsts;
  }

  /** @ignore */
  protected override plannedExtents(batch: SpectralBatch): ByteRange[] {
    return batch.extents(this.#valueBytes, this.facts.tailBytes);
  }

  /** @ignore */
  protected override windowExtents(index: number, start: number, count: number): ByteRange[] {
    return featureWindowExtents(this.#window(index, start, count));
  }

  #window(index: number, start: number, count: number): FeatureWindowRequest {
    const { name, bins, dtype, tailBytes } = this.facts;
    const { position } = this.extent(index);
    const frames = this.framesOf(index);
    return { field: name, record: index, position, bins, frames, dtype, tailBytes, start, count };
  }
}
