/** Batches of features, value by value, from whole records: fast readers must agree with these. */
import type { SpectralBatchOptions } from "../../runtime/mod.ts";
import { padFrames, type ResolvedSpectral, type Spectrogram } from "../../schema/mod.ts";
import { bytesOf, type Contents } from "./_batch_contents.ts";
import { type Asked, referenceRows } from "./_reference_rows.ts";

/** What else is known about the field. */
export interface FeatureFacts {
  readonly bins: number;
  readonly stored: ResolvedSpectral;
  /** What pads each record if the batch doesn't say. */
  readonly paddings: readonly number[];
}

/** The batch of a field with these records; nothing if one is too long. */
export function referenceFeatures(
  all: readonly Spectrogram[],
  asked: Asked,
  { bins, stored, paddings, ...options }: SpectralBatchOptions & FeatureFacts,
): Contents | undefined {
  const lengths = all.map(({ shape }) => shape[1]);
  const most = options.maxFrames ?? Math.max(0, ...lengths, padFrames(stored));
  const planned = referenceRows(lengths, asked, { ...options, most });
  if (planned === undefined) return undefined;
  const { rows, padded } = planned;
  const { dtype = stored.storeDtype, layout } = options;
  const Values = dtype === "float16" ? Float16Array : Float32Array;
  const data = new Values(rows.length * bins * padded);
  rows.forEach(({ index, start, kept }, row) => {
    const record = all[index]!;
    for (let bin = 0; bin < bins; bin++) {
      for (let frame = 0; frame < padded; frame++) {
        const at = layout === "framesFirst" ? frame * bins + bin : bin * padded + frame;
        data[row * bins * padded + at] = frame < kept
          ? record.data[bin * lengths[index]! + start + frame]!
          : options.padValue ?? paddings[index]!;
      }
    }
  });
  const shape = layout === "framesFirst"
    ? [rows.length, padded, bins]
    : [rows.length, bins, padded];
  return { shape, data: bytesOf(data), lengths: rows.map(({ kept }) => kept) };
}
