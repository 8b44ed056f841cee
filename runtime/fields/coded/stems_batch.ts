import { counted } from "../../../errors/counted.ts";
import type { WaveformDtype } from "../../../schema/mod.ts";
import type { Coding } from "./codings/coding.ts";
import { WindowPlan } from "./codings/window_plan.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { BatchExports } from "../../batch/batch_exports.ts";
import type { KnownOptions } from "../../../errors/check_options.ts";
import { checkedDtype } from "./coded_batch.ts";
import type { Indices } from "../../container/indices.ts";
import type { RowPlan } from "../../batch/row_plan.ts";
import type { RowArray } from "../../batch/row_array.ts";
import { WaveformBatch } from "../waveform/waveform_batch.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import { type CodedBatchOptions, codedOptions } from "../waveform/waveform_options.ts";
import { wrongBatch } from "../../batch/wrong_batch.ts";

/** Which stems are decoded, and whether separately or as a mix. */
export interface StemSelection<Name extends string = string> {
  /** The stems to decode, in the order of the result; default: all. */
  readonly stems?: readonly Name[];
  /**
   * Whether to decode their sum instead of each stem separately; integers saturate. Default:
   * `false`.
   */
  readonly mix?: boolean;
}

/** How large a batch of stems is, how it is padded, and which stems it has. */
export interface StemsBatchOptions<Name extends string = string>
  extends CodedBatchOptions, StemSelection<Name> {}

/** All options of a batch of stems. */
const stemsOptions: KnownOptions<StemsBatchOptions> = {
  ...codedOptions,
  stems: undefined,
  mix: undefined,
};

/** Stems by their numbers in the schema. */
export interface ChosenStems {
  /** The numbers, in the order of the result. */
  readonly stems: readonly number[];
  /** Whether they are added up. */
  readonly mix: boolean;
}

/** Memory for a batch of stems, allocated once and filled many times; it belongs to the caller. */
export class StemsBatch<Samples extends StoredSamples = StoredSamples> implements Disposable {
  /** The members that loaders show. */
  readonly exports: BatchExports<"data" | "shape" | "lengths" | "present" | "dtype">;
  /** Samples of shape {@link shape}; elements past the product of the shape are unused. */
  readonly data: Samples;
  /**
   * The shape of what was last decoded: (records, stems, samples, channels); a mix counts as one
   * stem.
   */
  readonly shape: [records: number, stems: number, samples: number, channels: number];
  /** The type of the samples in {@link data}. */
  readonly dtype: WaveformDtype;
  /** The stems that are decoded. */
  readonly chosen: ChosenStems;
  /** Bytes of {@link data}. */
  readonly byteLength: number;
  /** The rows of all stems, as a batch of clips. */
  readonly rows: WaveformBatch<Samples>;
  /** The plan: a row for each record and stem, including the stems of a mix. */
  readonly windows: WindowPlan;
  readonly #present: RowArray<Uint8Array<ArrayBuffer>>;
  readonly #coding: Coding;

  /** Created by a field's `allocateBatch`. */
  constructor(
    file: AfdFile,
    options: StemsBatchOptions,
    facts: {
      field: string;
      capacity: number;
      coding: Coding;
      longest: number;
      channels: number;
      chosen: ChosenStems;
    },
  ) {
    const { capacity, chosen, coding, field, longest, channels } = facts;
    const stems = chosen.mix ? 1 : chosen.stems.length;
    const dtype = checkedDtype(options.dtype ?? coding.dtype, coding);
    this.dtype = dtype;
    this.rows = new WaveformBatch<Samples>(file, options, {
      field,
      longest,
      channels,
      dtype,
      capacity,
      rowsEach: stems,
      known: stemsOptions,
    });
    this.windows = new WindowPlan(capacity * chosen.stems.length);
    const each = chosen.stems.length;
    this.#present = this.rows.plan.column(Uint8Array, each);
    this.data = this.rows.data;
    this.byteLength = this.rows.byteLength;
    this.chosen = chosen;
    this.#coding = coding;
    this.shape = [0, stems, this.rows.shape[1], this.rows.shape[2]];
    this.exports = {
      data: { kind: "array", dtype, shape: "shape" },
      shape: { kind: "shape" },
      lengths: { kind: "rows", dtype: "uint32", each: 1 },
      present: { kind: "rows", dtype: "uint8", each },
      dtype: { kind: "constant" },
    };
  }

  /**
   * Which records are decoded, and how much of each is kept.
   *
   * @ignore
   */
  get plan(): RowPlan {
    return this.rows.plan;
  }

  /** The most channels that a record may have. */
  get widest(): number {
    return this.rows.widest;
  }

  /** Samples per channel of each record; anything after them is zero. */
  get lengths(): Uint32Array<ArrayBuffer> {
    return this.rows.lengths;
  }

  /** Shape (records, stems): 1 where the record has the stem, 0 where zeros take its place. */
  get present(): Uint8Array<ArrayBuffer> {
    return this.#present.shown;
  }

  /**
   * Refuses anything that isn't a batch of the decoding field or of one like it.
   *
   * @param names the field's stems.
   * @param coding their coding.
   * @throws {UsageError} `"wrong-batch"` unless it is a batch of the field's stems, coded the same
   *   way.
   */
  static check(batch: unknown, field: string, names: number, coding: Coding): void {
    const isFit = batch instanceof StemsBatch && batch.#coding.dtype === coding.dtype &&
      batch.#coding.options.codec === coding.options.codec &&
      batch.chosen.stems.every((stem) => stem < names);
    if (!isFit) throw wrongBatch(batch, { field, wanted: `a batch of ${stemsOf(names, coding)}` });
  }

  /** What it holds, for messages. */
  get of(): string {
    return stemsOf(this.chosen.stems.length, this.#coding);
  }

  /** Begins a plan for `count` records. */
  begin(count: number): void {
    this.rows.begin(count);
    this.#began(count);
  }

  /** Begins a plan for windows of `count` samples, one per record. */
  beginWindows(indices: Indices, starts: Indices, count: number): void {
    this.rows.beginWindows(indices, starts, count);
    this.#began(indices.length);
    this.shape[2] = this.rows.rowSamples;
  }

  /** Ends a plan whose longest record has `longest` samples. */
  end(longest: number): void {
    this.rows.end(longest);
    this.shape[2] = this.rows.rowSamples;
  }

  /** Frees the memory. */
  [Symbol.dispose](): void {
    this.rows[Symbol.dispose]();
  }

  #began(count: number): void {
    this.shape[0] = count;
    this.windows.size = count * this.chosen.stems.length;
  }
}

function stemsOf(count: number, { dtype, options }: Coding): string {
  return `up to ${counted(count, "stem")} of ${dtype} ${options.codec} audio`;
}
