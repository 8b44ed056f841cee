import { counted } from "../../../errors/counted.ts";
import { checkOptions, type KnownOptions } from "../../../errors/check_options.ts";
import { UsageError } from "../../../errors/mod.ts";
import type { RowLayout } from "../../../kernels/float_rows.ts";
import type { WaveformDtype } from "../../../schema/mod.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";
import type { BatchExports } from "../../batch/batch_exports.ts";
import { checkPadding } from "../../batch/check_padding.ts";
import type { Indices } from "../../container/indices.ts";
import { RowPlan } from "../../batch/row_plan.ts";
import { sampleArrays, type StoredSamples } from "../../batch/stored_samples.ts";
import { convertedOptions, type WaveformBatchOptions } from "./waveform_options.ts";
import { wrongBatch } from "../../batch/wrong_batch.ts";

/** The axes of a batch of audio. */
export type AudioShape = [records: number, samples: number, channels: number];

/** What a field adds to the options. */
export interface WaveformBatchFacts {
  /** The field's name, for messages. */
  readonly field: string;
  /** Records the batch has room for. */
  readonly capacity: number;
  /** The type of the batch's samples. */
  readonly dtype: WaveformDtype;
  /** The type that they are decoded from; default: the same. */
  readonly storedDtype?: WaveformDtype;
  /** The dataset's longest clip, in samples per channel. */
  readonly longest: number;
  /** The longest clip that is stored, if rows are longer than any record. */
  readonly stored?: number;
  /** Channels per row. */
  readonly channels: number;
  /** Rows per record; default: 1. */
  readonly rowsEach?: number;
  /** The most channels that a clip has; default: those of a row. */
  readonly widest?: number;
  /** The order of samples and channels; default: channels last. */
  readonly layout?: RowLayout;
  /** The options that the batch takes; default: those of PCM that isn't converted. */
  readonly known?: KnownOptions<WaveformBatchOptions>;
  /** Allocates the data somewhere better than the storage's own memory, if possible. */
  readonly ownBatch?: (byteLength: number) => Block | undefined;
}

/**
 * Memory for a batch of audio, allocated once and filled many times. It belongs to the caller;
 * disposing of it frees the memory.
 */
export class WaveformBatch<
  Samples extends StoredSamples = StoredSamples,
  Shape extends number[] = AudioShape,
> implements Disposable {
  /** The members that loaders show. */
  readonly exports: BatchExports<"data" | "shape" | "lengths" | "rowSamples" | "dtype">;
  /** Samples of shape {@link shape}; elements past the product of the shape are unused. */
  readonly data: Samples;
  /** The shape of what was last decoded: (records, samples, channels), or as the layout says. */
  readonly shape: Shape;
  /** Samples per channel in each row of what was last decoded. */
  rowSamples: number;
  /** The most channels that a clip may have. */
  readonly widest: number;
  /** Which axis of a row comes first, or that its channels are mixed. */
  readonly layout: RowLayout;
  /** The type of the samples in {@link data}. */
  readonly dtype: WaveformDtype;
  /** Records the batch has room for. */
  readonly capacity: number;
  /** Bytes of {@link data}. */
  readonly byteLength: number;
  /** Samples per channel that all rows may hold in total, including padding. */
  readonly maxTotal: number;
  /** The longest clip that the batch has room for, in samples per channel. */
  readonly maxSamples: number;
  /** The type of the stored samples. */
  readonly storedDtype: WaveformDtype;
  /** The memory that decoders copy to. */
  readonly block: Block;
  /**
   * Which clips are decoded, where they lie in the file, and how much of each is kept.
   *
   * @ignore
   */
  readonly plan: RowPlan;
  /** The plan: the channels of each clip. */
  readonly channels: Uint8Array<ArrayBuffer>;
  readonly #rowsEach: number;

  /** Created by a field's `allocateBatch`. */
  constructor(file: AfdFile, options: WaveformBatchOptions, facts: WaveformBatchFacts) {
    const { capacity, dtype, channels, field, rowsEach = 1, layout = "channelsLast" } = facts;
    // A batch without its own table of options isn't converted.
    const { known = convertedOptions } = facts;
    checkOptions(options, { doing: `allocate a batch of "${field}"`, field, known });
    if (facts.known === undefined) refuseLayout(options, field);
    this.dtype = dtype;
    this.storedDtype = facts.storedDtype ?? dtype;
    const rowFacts = {
      capacity,
      longest: options.maxSamples ?? facts.longest,
      unit: "sample",
    } as const;
    const plan = new RowPlan(options, rowFacts);
    const rowSamples = plan.rowLength;
    const width = dtypeBytes(dtype);
    this.plan = plan;
    this.capacity = capacity;
    this.maxSamples = plan.maxLength;
    this.maxTotal = plan.maxTotal;
    this.#rowsEach = rowsEach;
    this.channels = plan.column(Uint8Array).shown;
    this.byteLength = this.maxTotal * rowsEach * channels * width;
    if (options.maxSamples === undefined) {
      const { field, longest, stored = longest } = facts;
      checkPadding({ field, capacity, longest, stored, byteLength: this.byteLength }, "maxSamples");
    }
    try {
      this.block = facts.ownBatch?.(this.byteLength) ??
        file.storage.allocate(this.byteLength);
    } catch (cause) {
      throw new UsageError(
        `Cannot allocate a batch of ${
          counted(capacity, "clip")
        } of "${facts.field}": the longest one has ` +
          `${counted(this.maxSamples, "sample")}, so the batch would take ${
            counted(this.byteLength, "byte")
          }`,
        {
          code: "batch-too-large",
          field: facts.field,
          found: this.byteLength,
          hint: plan.hint,
          cause,
        },
      );
    }
    const { buffer, byteOffset } = this.block.bytes;
    const SampleArray = sampleArrays[dtype];
    this.data = new SampleArray(buffer, byteOffset, this.byteLength / width) as Samples;
    this.layout = layout;
    this.widest = facts.widest ?? channels;
    this.rowSamples = rowSamples;
    const shapes = {
      channelsLast: [0, rowSamples, channels],
      channelsFirst: [0, channels, rowSamples],
      mono: [0, rowSamples],
    };
    this.shape = shapes[layout] as Shape;
    this.exports = {
      data: { kind: "array", dtype, shape: "shape" },
      shape: { kind: "shape" },
      lengths: { kind: "rows", dtype: "uint32", each: 1 },
      rowSamples: { kind: "number" },
      dtype: { kind: "constant" },
    };
  }

  /** Samples per channel of each clip; the rest of its row is zero. */
  get lengths(): Uint32Array<ArrayBuffer> {
    return this.plan.shownLengths;
  }

  /** The record in each row of what was last decoded. */
  get indices(): Uint32Array<ArrayBuffer> {
    return this.plan.shownIndices;
  }

  /**
   * Refuses anything that isn't a batch of the decoding field or of one like it.
   *
   * @param dtype the type of the field's samples.
   * @throws {UsageError} `"wrong-batch"` unless it is a batch of them.
   */
  static check(batch: unknown, field: string, dtype: WaveformDtype): void {
    if (batch instanceof WaveformBatch && !("windows" in batch) && batch.storedDtype === dtype) {
      return;
    }
    throw wrongBatch(batch, { field, wanted: `a batch of ${dtype} waveforms` });
  }

  /** What it holds, for messages. */
  get of(): string {
    return `${this.storedDtype} waveforms`;
  }

  /** Begins a plan for `count` records. */
  begin(count: number): void {
    this.plan.begin(count);
    this.shape[0] = count * this.#rowsEach;
  }

  /**
   * Ends a plan whose longest clip has `longest` samples: sets the row length.
   *
   * @throws {UsageError} `"batch-too-small"` when that is more than the batch has room for.
   */
  end(longest: number): void {
    this.plan.end(longest);
    this.#setLength();
  }

  #setLength(): void {
    const rowSamples = this.plan.rowLength;
    this.rowSamples = rowSamples;
    this.shape[this.layout === "channelsFirst" ? 2 : 1] = rowSamples;
  }

  /**
   * Begins a plan for windows of `count` samples, one per record, and sets the whole shape.
   *
   * @throws {UsageError} when the number of starts isn't the number of records, a window is
   *   invalid, or windows are more or longer than the batch has room for.
   */
  beginWindows(indices: Indices, starts: Indices, count: number): void {
    this.plan.beginWindows(indices, starts, count);
    this.shape[0] = indices.length * this.#rowsEach;
    this.#setLength();
  }

  /** The planned extents, for asynchronous storage. */
  extents(sampleBytes: number): ByteRange[] {
    const { lengths, positions, records } = this.plan;
    return Array.from({ length: records }, (_, row) => ({
      position: positions[row]!,
      length: lengths[row]! * this.channels[row]! * sampleBytes,
    }));
  }

  /** Frees the memory. */
  [Symbol.dispose](): void {
    if (this.plan.dispose()) this.block[Symbol.dispose]();
  }
}

/** Samples that aren't converted keep the layout in which they are stored. */
function refuseLayout(options: object, field: string): void {
  if (!("layout" in options) || options.layout === undefined) return;
  throw new UsageError(
    `Cannot allocate a batch of "${field}": there is no option "layout" for samples that aren't ` +
      "converted",
    {
      code: "invalid-option",
      field,
      found: "layout",
      hint: 'pass dtype: "float32" with it, or leave layout out',
    },
  );
}
