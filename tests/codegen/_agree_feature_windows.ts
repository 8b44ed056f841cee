import assert from "node:assert/strict";
import { type SpectralKind, spectralKinds, type Spectrogram } from "../../schema/mod.ts";
import { spectralOptions } from "../../runtime/fields/spectral/spectral_options.ts";
import type { Readers } from "./_agree_batches.ts";
import { fieldOf, type WindowField } from "./_generated.ts";

/** A field of features, whose windows consist of frames. */
type GeneratedFeatures = WindowField<Uint16Array | Float32Array>;

/** Windows of features are the slices of `decode`, padded. */
export async function featureWindowsAgree(
  { ir, read, generated, onlyAsync = false }: Omit<Readers, "reflective">,
): Promise<void> {
  for (const { name, kind, options } of ir.fields) {
    if (!(spectralKinds as readonly string[]).includes(kind)) continue;
    const { padSeconds } = spectralOptions(kind as SpectralKind, options);
    const field = fieldOf(generated, name) as GeneratedFeatures;
    for (const [index, record] of read.entries()) {
      const features = record[name] as Spectrogram;
      await windowsOf(field, { index, features, hasOwnPadding: padSeconds !== null, onlyAsync });
    }
  }
}

/** `decodeWindow` gives a slice of the frames, and leaves everything after it alone. */
async function windowsOf(
  field: GeneratedFeatures,
  { index, features, hasOwnPadding, onlyAsync }: {
    index: number;
    features: Spectrogram;
    hasOwnPadding: boolean;
    onlyAsync: boolean;
  },
): Promise<void> {
  const { data, shape: [bins, frames] } = features;
  for (const [start, count] of [[0, frames], [1, 2], [0, 0], [frames, 3], [2 ** 40, 1]] as const) {
    const kept = Math.max(0, Math.min(count, frames - start));
    const out = new Float32Array(bins * count + 2).fill(9);
    assert.equal(await field.decodeWindowAsync(index, start, count, out), kept);
    for (let bin = 0; bin < bins; bin++) {
      const found = out.subarray(bin * count, (bin + 1) * count);
      const from = bin * frames + start;
      assert.deepEqual(found.subarray(0, kept), data.subarray(from, from + kept));
      if (!hasOwnPadding) assert.ok(found.subarray(kept).every((value) => value === 0));
    }
    assert.deepEqual([...out.subarray(bins * count)], [9, 9]);
    if (onlyAsync) continue;
    const again = new Float32Array(bins * count + 2).fill(9);
    assert.equal(field.decodeWindow(index, start, count, again), kept);
    assert.deepEqual(again, out);
  }
}
