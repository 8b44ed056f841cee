import { counted } from "../../../errors/counted.ts";
import { UsageError } from "../../../errors/mod.ts";
import type { SpectralDtype } from "../../../schema/mod.ts";
import { dtypeBytes } from "../../../schema/language/waveform_dtype.ts";
import {
  checkOption,
  checkOptions,
  type KnownOptions,
  type OptionErrors,
} from "../../../errors/check_options.ts";
import { anyNumber } from "../../../errors/option_rule.ts";
import type { AfdFile, ByteSource } from "../../container/afd_file.ts";
import type { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";
import type { BatchExports } from "../../batch/batch_exports.ts";
import { checkPadding } from "../../batch/check_padding.ts";
import { featureExtents } from "./feature_extents.ts";
import { type FrameFiller, frameFiller } from "./frame_filler.ts";
import type { Indices } from "../../container/indices.ts";
import { readError } from "../../batch/read_error.ts";
import { RowPlan } from "../../batch/row_plan.ts";
import { wrongBatch } from "../../batch/wrong_batch.ts";

/** The array types of features: float16 as its bits, in a Uint16Array. */
export type SpectralValues = Uint16Array | Float32Array;

/** How large a batch of features is, how it is padded, and how it is laid out in memory. */
export interface SpectralBatchOptions {
  /** The most frames per record; default: the dataset's longest, or the field's `padSeconds`. */
  readonly maxFrames?: number;
  /** What to do with longer records: fail (the default), or keep their first `maxFrames`. */
  readonly onLonger?: "error" | "crop";
  /**
   * How far records are padded: to `maxFrames` (`"dataset"`, the default), to the longest record of
   * each batch, or to that rounded up to a multiple.
   */
  readonly padTo?: "batch" | "dataset" | { readonly multipleOf: number };
  /**
   * The most frames that all records may take in total: records times the frames they are padded
   * to. Default: as many as the batch size and `maxFrames` allow. Needs a `padTo` other than
   * `"dataset"`; a plan's `maxTotal` says how many its batches need.
   */
  readonly maxTotal?: number;
  /**
   * The value of missing frames. Default: 0, or with `padSeconds`, each record's value of silence.
   */
  readonly padValue?: number;
  /** `"float32"` widens stored float16. Default: as stored, with float16 as its bits. */
  readonly dtype?: SpectralDtype;
  /** `"framesFirst"` gives (batch, frames, bins). Default: `"binsFirst"`, (batch, bins, frames). */
  readonly layout?: "binsFirst" | "framesFirst";
}

/** What a field adds to the options. */
export interface SpectralBatchFacts {
  readonly field: string;
  readonly capacity: number;
  readonly bins: number;
  readonly storedDtype: SpectralDtype;
  /** The dataset's longest record, in frames. */
  readonly longest: number;
  /** With `padSeconds`: the frames in that many seconds; otherwise 0. */
  readonly padFrames: number;
}

const known: KnownOptions<SpectralBatchOptions> = {
  maxFrames: undefined,
  onLonger: ["error", "crop"],
  padTo: undefined,
  maxTotal: undefined,
  padValue: undefined,
  dtype: ["float16", "float32"],
  layout: ["binsFirst", "framesFirst"],
};

/**
 * Memory for a batch of features, allocated once and filled many times. It belongs to the caller;
 * disposing of it frees the memory.
 */
export class SpectralBatch<Values extends SpectralValues = SpectralValues> implements Disposable {
  /** The members that loaders show. */
  readonly exports: BatchExports<"data" | "shape" | "lengths" | "frames" | "dtype">;
  /** Values of shape {@link shape}; elements past the product of the shape are unused. */
  readonly data: Values;
  /** The shape of what was last decoded: (records, bins, frames) or (records, frames, bins). */
  readonly shape: [records: number, rows: number, columns: number];
  /** The type of {@link data}. */
  readonly dtype: SpectralDtype;
  /** Which axis of a record comes first. */
  readonly layout: "binsFirst" | "framesFirst";
  /** Records the batch has room for. */
  readonly capacity: number;
  /** Bytes of {@link data}. */
  readonly byteLength: number;
  /** Frames that all records may take in total, including padding. */
  readonly maxTotal: number;
  /** The most frames per record that the batch has room for. */
  readonly maxFrames: number;
  /** Rows of features. */
  readonly bins: number;
  /** The type of the stored values. */
  readonly storedDtype: SpectralDtype;
  /** The padding value; `undefined` if each record has its own. */
  readonly padValue: number | undefined;
  /**
   * Which records are decoded, where they lie in the file, and how much of each is kept.
   *
   * @ignore
   */
  readonly plan: RowPlan;
  /** The plan: the frames that each record has in the file. */
  readonly stored: Uint32Array<ArrayBuffer>;
  /** The plan: the frame of each record that its row begins with; 0 except for windows. */
  readonly firsts: Uint32Array<ArrayBuffer>;
  /** The memory that decoders copy to. */
  readonly block: Block;
  /** Frames that each record was padded to in the last decoding. */
  frames: number;
  readonly #filler: FrameFiller;

  /** Created by a field's `allocateBatch`. */
  constructor(file: AfdFile, options: SpectralBatchOptions, facts: SpectralBatchFacts) {
    const { bins, capacity, field, padFrames, storedDtype } = facts;
    checkOptions(options, { doing: `allocate a batch of "${field}"`, field, known });
    const { padValue, layout = "binsFirst" } = options;
    if (padValue !== undefined) {
      checkOption("padValue", padValue, { rule: anyNumber, errors: padValueErrors });
    }
    this.bins = bins;
    this.storedDtype = storedDtype;
    this.layout = layout;
    this.dtype = options.dtype ?? storedDtype;
    if (this.dtype === "float16" && storedDtype === "float32") throw narrowing(field);
    const longest = Math.max(facts.longest, padFrames);
    const rowFacts = { capacity, longest: options.maxFrames ?? longest, unit: "frame" } as const;
    const plan = new RowPlan(options, rowFacts);
    this.plan = plan;
    this.capacity = plan.capacity;
    this.maxFrames = plan.maxLength;
    this.maxTotal = plan.maxTotal;
    this.padValue = padValue ?? (padFrames > 0 ? undefined : 0);
    const width = dtypeBytes(this.dtype);
    this.frames = plan.rowLength;
    this.stored = plan.column(Uint32Array).shown;
    this.firsts = plan.column(Uint32Array).shown;
    this.byteLength = this.maxTotal * bins * width;
    if (options.maxFrames === undefined) {
      const { byteLength } = this;
      checkPadding({ field, capacity, longest, stored: facts.longest, byteLength }, "maxFrames");
    }
    const maxFrames = this.frames;
    this.#filler = frameFiller({ bins, maxFrames, layout, dtype: this.dtype, storedDtype });
    try {
      this.block = file.storage.allocate(this.byteLength + this.#filler.scratchBytes);
    } catch (cause) {
      throw new UsageError(
        `Cannot allocate a batch of ${counted(capacity, "record")} of "${field}": with ${
          counted(bins, "bin")
        } and ` +
          `${counted(this.maxFrames, "frame")} each, it would take ${
            counted(this.byteLength, "byte")
          }`,
        {
          code: "batch-too-large",
          field,
          found: this.byteLength,
          hint: plan.hint,
          cause,
        },
      );
    }
    const { buffer, byteOffset } = this.block.bytes;
    const Values = this.dtype === "float16" ? Uint16Array : Float32Array;
    this.data = new Values(buffer, byteOffset, this.byteLength / width) as Values;
    this.shape = layout === "binsFirst" ? [0, bins, this.frames] : [0, this.frames, bins];
    this.exports = {
      data: { kind: "array", dtype: this.dtype, shape: "shape" },
      shape: { kind: "shape" },
      lengths: { kind: "rows", dtype: "uint32", each: 1 },
      frames: { kind: "number" },
      dtype: { kind: "constant" },
    };
  }

  /** Frames of each record; the rest of its row is padding. */
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
   * @param bins the field's rows of features.
   * @param storedDtype the type of its values.
   * @throws {UsageError} `"wrong-batch"` unless it is a batch of such features.
   */
  static check(batch: unknown, field: string, bins: number, storedDtype: SpectralDtype): void {
    const isFit = batch instanceof SpectralBatch && batch.bins === bins &&
      batch.storedDtype === storedDtype;
    if (isFit) return;
    throw wrongBatch(batch, { field, wanted: `a batch of ${featuresOf(bins, storedDtype)}` });
  }

  /** What it holds, for messages. */
  get of(): string {
    return featuresOf(this.bins, this.storedDtype);
  }

  /** Begins a plan for `count` records. */
  begin(count: number): void {
    this.plan.begin(count);
    this.shape[0] = count;
  }

  /**
   * Ends a plan whose longest record has `longest` frames: sets the shape.
   *
   * @throws {UsageError} `"batch-too-small"` when that is more than the batch has room for.
   */
  end(longest: number): void {
    this.plan.end(longest);
    this.#setFrames();
  }

  #setFrames(): void {
    const frames = this.plan.rowLength;
    this.frames = frames;
    this.shape[this.layout === "binsFirst" ? 2 : 1] = frames;
  }

  /**
   * Begins a plan for windows of `count` frames, one per record, and sets the whole shape.
   *
   * @throws {UsageError} when the number of starts isn't the number of records, a window is
   *   invalid, or windows are more or longer than the batch has room for.
   */
  beginWindows(indices: Indices, starts: Indices, count: number): void {
    this.plan.beginWindows(indices, starts, count);
    this.shape[0] = indices.length;
    this.#setFrames();
  }

  /** Decodes the planned records from their places in the file, and pads them. */
  fill(file: ByteSource, field: string): void {
    const { firsts, padValue, stored, plan: { indices, lengths, positions, records } } = this;
    this.#filler.begin(this.frames, this.block, this.byteLength);
    let row = 0;
    try {
      for (; row < records; row++) {
        // deno-fmt-ignore
        this.#filler.fill(
          file, row, positions[row]!, stored[row]!, firsts[row]!, lengths[row]!, padValue,
        );
      }
    } catch (cause) {
      throw readError(cause, { field, record: indices[row]! });
    }
  }

  /** The planned extents, for asynchronous storage. */
  extents(valueBytes: number, tailBytes: number): ByteRange[] {
    const { bins, firsts, stored, plan: { lengths, positions, records } } = this;
    return Array.from({ length: records }, (_, row) =>
      featureExtents({
        position: positions[row]!,
        bins,
        stored: stored[row]!,
        first: firsts[row]!,
        kept: lengths[row]!,
        valueBytes,
        tailBytes,
      })).flat();
  }

  /** Frees the memory. */
  [Symbol.dispose](): void {
    if (!this.plan.dispose()) return;
    this.#filler[Symbol.dispose]();
    this.block[Symbol.dispose]();
  }
}

function narrowing(field: string): UsageError {
  return new UsageError(
    `Cannot allocate a batch: "${field}" is stored in float32, which float16 can't hold exactly`,
    { code: "invalid-option", field, found: "float16", wanted: "float32", hint: "leave dtype out" },
  );
}

const padValueErrors: Pick<OptionErrors, "wrong"> = {
  wrong: (name, value, { wanted }) =>
    new UsageError(`Cannot allocate a batch: ${name} must be ${wanted}, got ${String(value)}`, {
      code: "invalid-option",
      found: String(value),
      wanted,
    }),
};

function featuresOf(bins: number, storedDtype: SpectralDtype): string {
  return `${storedDtype} features with ${counted(bins, "bin")}`;
}
