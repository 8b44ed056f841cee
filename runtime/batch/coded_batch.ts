import { UsageError } from "../../errors/mod.ts";
import type { WaveformDtype } from "../../schema/mod.ts";
import type { Coding } from "../codings/coding.ts";
import { WindowPlan } from "../codings/window_plan.ts";
import type { AfdFile } from "../container/afd_file.ts";
import {
  type StoredSamples,
  WaveformBatch,
  type WaveformBatchFacts,
  type WaveformBatchOptions,
} from "./waveform_batch.ts";

/** How large a batch of coded audio is, how it is padded, and what its samples are. */
export interface CodedBatchOptions extends WaveformBatchOptions {
  /**
   * What to decode to: what the coding gives (the default), or float32, which FLAC and Opus can
   * always give: full scale is ±1.
   */
  readonly dtype?: WaveformDtype;
}

/** {@link WaveformBatch} of audio that is decoded from units: it also has room for their plan. */
export class CodedBatch<Samples extends StoredSamples = StoredSamples>
  extends WaveformBatch<Samples> {
  /** The plan: a row for each clip. */
  readonly windows: WindowPlan;

  /** Made by a field's `allocateBatch`. */
  constructor(
    file: AfdFile,
    { dtype, ...options }: CodedBatchOptions,
    { coding, ...facts }: Omit<WaveformBatchFacts, "dtype"> & { coding: Coding },
  ) {
    super(file, options, { ...facts, dtype: checkedDtype(dtype ?? coding.dtype, coding) });
    this.windows = new WindowPlan(this.capacity);
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
    hint: `it decodes to ${wanted}`,
  });
}
