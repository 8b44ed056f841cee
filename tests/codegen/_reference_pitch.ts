/** Batches of pitch, value by value, from whole records: fast readers must agree with these. */
import type { Pitch } from "../../schema/mod.ts";
import { bytesOf, type Contents } from "./_batch_contents.ts";
import { type Asked, referenceRows, type RowOptions } from "./_reference_rows.ts";

/** The batch of a field with these records; nothing if one is too long. */
export function referencePitch(
  all: readonly Pitch[],
  asked: Asked,
  options: Partial<RowOptions> & { readonly maxFrames?: number },
): Contents | undefined {
  const lengths = all.map(({ shape }) => shape[0]);
  const most = options.maxFrames ?? Math.max(0, ...lengths);
  const planned = referenceRows(lengths, asked, { ...options, most });
  if (planned === undefined) return undefined;
  const { rows, padded } = planned;
  const data = new Float32Array(rows.length * padded);
  const voiced = new Uint8Array(rows.length * padded);
  rows.forEach(({ index, start, kept }, row) => {
    data.set(all[index]!.data.subarray(start, start + kept), row * padded);
    voiced.set(all[index]!.voiced.subarray(start, start + kept), row * padded);
  });
  const shape = [rows.length, padded];
  return { shape, data: bytesOf(data), voiced, lengths: rows.map(({ kept }) => kept) };
}
