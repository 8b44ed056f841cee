import { sampleBytes } from "../../../kernels/sample_format.ts";
import { Clip } from "../waveform/clip.ts";
import { codedLayout } from "../../../schema/reading.ts";
import { batchTypes } from "../../batch/batch_types.ts";
import { checkSamples } from "../../batch/check_destination.ts";
import { checkWindow } from "../../batch/check_window.ts";
import { formatOf, sampleArrays, type StoredSamples } from "../../batch/stored_samples.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { Block } from "../../storage/block.ts";
import type { CodedBatchOptions } from "../waveform/waveform_options.ts";
import { CodedBatch } from "./coded_batch.ts";
import type { CodedBatchTypes } from "./coded_batch_types.ts";
import { WindowPlan } from "./codings/window_plan.ts";
import {
  type CodedFieldOptions,
  type SampleSpan,
  type SingleWindow,
  TrackField,
} from "./track_field.ts";

/**
 * A field of coded audio in an open file, with one stream per record. The hot part of reading it is
 * the codec. Nothing else depends on the schema, so generated modules build on this class.
 */
export class CodedField<Samples extends StoredSamples = StoredSamples>
  extends TrackField<CodedBatch<Samples> | CodedBatch<Float32Array>, Samples> {
  /** The batches that it makes, by their options. */
  declare readonly [batchTypes]: CodedBatchTypes<Samples>;
  readonly #single = new WindowPlan(1);

  /**
   * Created when a dataset is opened.
   *
   * @param fieldIndex the field's index in the schema.
   */
  constructor(file: AfdFile, fieldIndex: number, options: CodedFieldOptions) {
    super(file, fieldIndex, { ...options, layout: codedLayout });
  }

  /**
   * The clip of record `index`, in memory of its own.
   *
   * @throws {UsageError} when there is no such record.
   * @throws {IntegrityError} when its bytes fail a checksum or are invalid.
   */
  override decode(index: number): Clip<Samples> {
    this.extent(index);
    const { metadata } = this;
    const [count, channels] = [metadata.numSamples(index), metadata.channels(index)];
    const samples = new sampleArrays[this.coding.dtype](count * channels) as Samples;
    this.decodeWindow(index, 0, count, samples);
    return new Clip(samples, metadata.sampleRate(index), channels);
  }

  /**
   * Memory for batches of up to `batchSize` clips, by default with room for the longest clip. Its
   * shape and bytes are known before anything is read.
   */
  allocateBatch(
    batchSize: number,
    options: CodedBatchOptions & { readonly dtype: "float32" },
  ): CodedBatch<Float32Array>;
  /** The same, in the type that the coding decodes to unless a dtype is given. */
  allocateBatch(batchSize: number, options?: CodedBatchOptions): CodedBatch<Samples>;
  allocateBatch(
    batchSize: number,
    options: CodedBatchOptions = {},
  ): CodedBatch<Samples> | CodedBatch<Float32Array> {
    return new CodedBatch<Samples>(this.file, options, {
      field: this.name,
      capacity: batchSize,
      coding: this.coding,
      longest: this.longest,
      stored: this.entry.totals.maxLength,
      channels: this.rowChannels,
    });
  }

  /** The shape, dtype and bytes that a batch will have. */
  declareBatch(batchSize: number): { shape: number[]; dtype: string; byteLength: number } {
    const { dtype } = this.coding;
    const shape = [batchSize, this.longest, this.rowChannels];
    return { shape, dtype, byteLength: shape.reduce((a, b) => a * b, sampleBytes(dtype)) };
  }

  /** The longest clip that batches have room for by default. */
  protected get longest(): number {
    return this.entry.totals.maxLength;
  }

  /** The last step of decoding: decodes what was planned and located, followed by zeros. */
  override decodePlanned(batch: CodedBatch): void {
    const { block, dtype, shape, windows } = batch;
    const [rows, samples, channels] = shape;
    const frameBytes = channels * sampleBytes(dtype);
    for (let row = 0; row < rows; row++) {
      const offset = row * samples * frameBytes;
      const end = offset + samples * frameBytes;
      const isNarrow = batch.channels[row]! < channels;
      block.bytes.fill(0, isNarrow ? offset : offset + batch.lengths[row]! * frameBytes, end);
      this.reader.decode(windows, row, { block, offset, channels, format: dtype });
    }
  }

  /** @ignore */
  protected override tracksOf(): number {
    return 1;
  }

  /** @ignore */
  protected override check(batch: unknown): void {
    CodedBatch.checkCoded(batch, this.name, this.coding);
  }

  /** @ignore */
  protected override planRow(
    batch: CodedBatch,
    row: number,
    { record, start, count }: SampleSpan,
  ): number {
    this.reader.plan(batch.windows, row, { record, track: 0, start, count });
    batch.plan.indices[row] = record;
    batch.channels[row] = this.metadata.channels(record);
    return batch.windows.counts[row]!;
  }

  /** @ignore */
  protected override planWindow(
    { record, start, count, out, isAsync }: SingleWindow<never>,
  ): WindowPlan {
    checkWindow(start, count);
    const channels = this.metadata.channels(record);
    checkSamples(out, { count, channels, ...this.decodedTypes });
    // Synchronous calls share a plan; another call may come while an asynchronous one waits.
    const plan = isAsync ? new WindowPlan(1) : this.#single;
    plan.size = 1;
    this.reader.plan(plan, 0, { record, track: 0, start, count });
    // Done before any reading, which may have to wait.
    out.fill(0, plan.counts[0]! * channels, count * channels);
    return plan;
  }

  /** @ignore */
  protected override decodeTracks(plan: WindowPlan, { out }: SingleWindow<never>): number {
    const channels = this.metadata.channels(plan.records[0]!);
    const block = Block.over(out as StoredSamples & ArrayBufferView<ArrayBuffer>);
    this.reader.decode(plan, 0, { block, offset: 0, channels, format: formatOf(out) });
    return plan.counts[0]!;
  }
}
