import { UsageError } from "../../../errors/mod.ts";
import type { WaveformDtype } from "../../../schema/mod.ts";
import type { Coding } from "./codings/coding.ts";
import { WindowPlan } from "./codings/window_plan.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import type { Indices } from "../../container/indices.ts";
import { WaveformBatch, type WaveformBatchFacts } from "../waveform/waveform_batch.ts";
import type { StoredSamples } from "../../batch/stored_samples.ts";
import { type CodedBatchOptions, codedOptions } from "../waveform/waveform_options.ts";
import { wrongBatch } from "../../batch/wrong_batch.ts";

/** A {@link WaveformBatch} of audio that is decoded from units; it also has room for their plan. */
export class CodedBatch<Samples extends StoredSamples = StoredSamples>
  extends WaveformBatch<Samples> {
  /** The plan: a row for each clip. */
  readonly windows: WindowPlan;
  readonly #coding: Coding;

  /** Created by a field's `allocateBatch`. */
  constructor(
    file: AfdFile,
    options: CodedBatchOptions,
    { coding, ...facts }: Omit<WaveformBatchFacts, "dtype"> & { coding: Coding },
  ) {
    const dtype = checkedDtype(options.dtype ?? coding.dtype, coding);
    super(file, options, { ...facts, dtype, known: codedOptions });
    this.windows = new WindowPlan(this.capacity);
    this.#coding = coding;
  }

  /**
   * Refuses anything that isn't a batch of the decoding field or of one like it.
   *
   * @param coding the field's coding.
   * @throws {UsageError} `"wrong-batch"` unless it is a batch of audio that is coded the same way.
   */
  static checkCoded(batch: unknown, field: string, coding: Coding): void {
    const isFit = batch instanceof CodedBatch && batch.#coding.dtype === coding.dtype &&
      batch.#coding.options.codec === coding.options.codec;
    if (isFit) return;
    throw wrongBatch(batch, { field, wanted: `a batch of ${codedOf(coding)}` });
  }

  /** Begins a plan for `count` records. */
  override begin(count: number): void {
    super.begin(count);
    this.windows.size = count;
  }

  /**
   * Begins a plan for windows of `count` samples, one per record, and sets the whole shape.
   *
   * @throws {UsageError} when the number of starts isn't the number of records, a window is
   *   invalid, or windows are more or longer than the batch has room for.
   */
  override beginWindows(indices: Indices, starts: Indices, count: number): void {
    super.beginWindows(indices, starts, count);
    this.windows.size = indices.length;
  }

  /** What it holds, for messages. */
  override get of(): string {
    return codedOf(this.#coding);
  }
}

/** @throws {UsageError} unless the coding can decode to `dtype`. */
export function checkedDtype(dtype: WaveformDtype, coding: Coding): WaveformDtype {
  if (dtype === coding.dtype || (coding.codec !== undefined && dtype === "float32")) return dtype;
  const { codec } = coding.options;
  const wanted = codec === "flac" ? `${coding.dtype} or float32` : coding.dtype;
  throw new UsageError(`Cannot decode ${codec} of ${coding.dtype} samples to ${dtype}`, {
    code: "destination-type",
    found: String(dtype),
    wanted,
    hint: `decode it to ${wanted}`,
  });
}

function codedOf({ dtype, options }: Coding): string {
  return `${dtype} ${options.codec} audio`;
}
