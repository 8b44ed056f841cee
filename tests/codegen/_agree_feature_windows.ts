import assert from "node:assert/strict";
import type { SpectralBatchOptions } from "../../runtime/mod.ts";
import { type SpectralKind, spectralKinds, type Spectrogram } from "../../schema/mod.ts";
import { spectralOptions } from "../../runtime/spectral/spectral_options.ts";
import { codeOf } from "./_agree.ts";
import type { Readers } from "./_agree_batches.ts";
import { type AnyBatch, fieldOf, type GeneratedField } from "./_generated.ts";

type Values = Uint16Array | Float32Array;

/** A field of features: its windows are of frames. */
interface GeneratedFeatures extends GeneratedField {
  decodeWindow(index: number, start: number, count: number, out: Values): number;
  decodeWindowAsync(index: number, start: number, count: number, out: Values): Promise<number>;
  decodeWindowBatch(
    indices: ArrayLike<number>,
    starts: ArrayLike<number>,
    count: number,
    batch: AnyBatch,
  ): void;
  decodeWindowBatchAsync(
    indices: ArrayLike<number>,
    starts: ArrayLike<number>,
    count: number,
    batch: AnyBatch,
  ): Promise<void>;
}

const variants: readonly SpectralBatchOptions[] = [
  {},
  { padValue: 2.5 },
  { dtype: "float32" },
  { layout: "framesFirst" },
  { layout: "framesFirst", dtype: "float32", padValue: -1 },
];

/** Windows of features are the slices of `decode`, padded, in every way of asking for them. */
export async function featureWindowsAgree(
  { ir, read, generated, reflective, onlyAsync = false }: Readers & { onlyAsync?: boolean },
): Promise<void> {
  for (const { name, kind, options } of ir.fields) {
    if (!(spectralKinds as readonly string[]).includes(kind)) continue;
    const { padSeconds } = spectralOptions(kind as SpectralKind, options);
    const field = fieldOf(generated, name) as GeneratedFeatures;
    const whole = read.map((record) => record[name] as Spectrogram);
    const hasOwnPadding = padSeconds !== null;
    for (const [index, features] of whole.entries()) {
      await windowsOf(field, { index, features, hasOwnPadding, onlyAsync });
    }
    for (const settings of variants) {
      const reader = reflective.field(name);
      const all = { ...settings, maxFrames: 7, onLonger: "crop" };
      const one = field.allocateBatch(2 * read.length, all);
      const other = reader.allocateBatch(2 * read.length, all) as AnyBatch;
      for (const count of [0, 1, 7]) {
        const indices = [...read.keys(), ...read.keys()].toReversed();
        const starts = indices.map((index, row) => (index * 3 + row * 5) % 12);
        const where = `${name} ${JSON.stringify(settings)}: ${count} of each`;
        reader.decodeWindowBatch!(indices, starts, count, other);
        const wanted = contents(other);
        if (!hasOwnPadding || settings.padValue !== undefined) {
          restated(wanted, { settings, indices, starts, count, whole });
        }
        await field.decodeWindowBatchAsync(indices, Float64Array.from(starts), count, one);
        assert.deepEqual(contents(one), wanted, `${where}, waited for`);
        if (onlyAsync) continue;
        (one.data as Values).fill(9);
        field.decodeWindowBatch(indices, starts, count, one);
        assert.deepEqual(contents(one), wanted, where);
      }
      const code = codeOf(() => reader.decodeWindowBatch!([], [], 8, other));
      assert.equal(code, "batch-too-small");
      one[Symbol.dispose]?.();
      other[Symbol.dispose]?.();
    }
  }
}

/** `decodeWindow` gives a slice of the frames, and leaves what is behind it alone. */
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

interface Contents {
  readonly shape: readonly number[];
  readonly lengths: readonly number[];
  readonly values: readonly number[];
}

function contents({ shape, data, lengths }: AnyBatch): Contents {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from(data as Values).slice(0, size);
  return { shape: [...shape], lengths: [...lengths!.slice(0, shape[0])], values };
}

/** The reflective reader's batch against the whole records; float16's bits aren't looked into. */
function restated(
  { shape, lengths, values }: Contents,
  { settings, indices, starts, count, whole }: {
    settings: SpectralBatchOptions;
    indices: readonly number[];
    starts: readonly number[];
    count: number;
    whole: readonly Spectrogram[];
  },
): void {
  const isTurned = settings.layout === "framesFirst";
  const bins = shape[isTurned ? 2 : 1]!;
  assert.deepEqual(shape, isTurned ? [indices.length, count, bins] : [indices.length, bins, count]);
  indices.forEach((index, row) => {
    const { data, shape: [, frames] } = whole[index]!;
    const start = starts[row]!;
    assert.equal(lengths[row], Math.max(0, Math.min(count, frames - start)));
    if (settings.dtype !== "float32") return;
    for (let bin = 0; bin < bins; bin++) {
      for (let frame = 0; frame < count; frame++) {
        const at = row * bins * count + (isTurned ? frame * bins + bin : bin * count + frame);
        const isOwn: boolean = frame < lengths[row]!;
        const wanted: number | undefined = isOwn
          ? data[bin * frames + start + frame]
          : settings.padValue ?? 0;
        assert.equal(values[at], wanted);
      }
    }
  });
}
