import assert from "node:assert/strict";
import type { DatasetIr, Waveform } from "../../schema/mod.ts";
import {
  fieldOf,
  type GeneratedDataset,
  type GeneratedWaveform,
  type Samples,
} from "./_generated.ts";
import { isClip } from "./_agree_values.ts";

/** `decodeWindow` gives the clip's slice, with zeros past its end, and leaves the rest alone. */
export async function windowsAgree(
  { ir, read, generated, onlyAsync = false }: {
    ir: DatasetIr;
    read: readonly Readonly<Record<string, unknown>>[];
    generated: GeneratedDataset;
    onlyAsync?: boolean;
  },
): Promise<void> {
  for (const { name } of ir.fields.filter(isClip)) {
    const field = fieldOf(generated, name) as GeneratedWaveform;
    await windowBatchesAgree({ name, field, read, onlyAsync });
    for (const index of read.keys()) {
      const { samples, channels } = read[index]?.[name] as Waveform<Samples>;
      const frames = samples.length / channels;
      for (const [start, count] of windows(frames)) {
        const kept = Math.max(0, Math.min(count, frames - start));
        const wanted = emptyLike(samples, count * channels + 2).fill(9);
        wanted.fill(0, 0, count * channels);
        wanted.set(samples.subarray(start * channels, (start + kept) * channels));
        const out = emptyLike(samples, count * channels + 2).fill(9);
        assert.equal(await field.decodeWindowAsync(index, start, count, out), kept);
        assert.deepEqual(out, wanted, `${name} of record ${index}: ${count} from ${start}`);
        if (onlyAsync) continue;
        out.fill(9);
        assert.equal(field.decodeWindow(index, start, count, out), kept);
        assert.deepEqual(out, wanted);
      }
    }
  }
}

/** `decodeWindowBatch` gives the slices of `decode`, row by row, and says how long they are. */
async function windowBatchesAgree(
  { name, field, read, onlyAsync }: {
    name: string;
    field: GeneratedWaveform;
    read: readonly Readonly<Record<string, unknown>>[];
    onlyAsync: boolean;
  },
): Promise<void> {
  const clips = read.map((record) => record[name] as Waveform<Samples>);
  const batch = field.allocateBatch(clips.length + 1, { maxSamples: 13 });
  const width = batch.shape[2]!;
  for (const count of [0, 1, 13]) {
    const indices = [...clips.keys(), ...(clips.length === 0 ? [] : [0])].toReversed();
    const starts = indices.map((index, row) => (index * 7 + row * 5) % 60);
    const check = (what: string) => {
      assert.deepEqual(batch.shape, [indices.length, count, width], what);
      indices.forEach((index, row) => {
        const { samples, channels } = clips[index]!;
        const start = starts[row]!;
        const kept = Math.max(0, Math.min(count, samples.length / channels - start));
        assert.equal(batch.lengths![row], kept, what);
        for (let at = 0; at < count * width; at++) {
          const [frame, channel] = [Math.floor(at / width), at % width];
          const isOwn = frame < kept && channel < channels;
          const wanted = isOwn ? samples[(start + frame) * channels + channel] : 0;
          assert.equal(batch.data![row * count * width + at], wanted, `${what}, row ${row}`);
        }
      });
    };
    await field.decodeWindowBatchAsync(indices, starts, count, batch);
    check(`${name}: ${count} of each, waited for`);
    if (onlyAsync) continue;
    (batch.data as Samples).fill(7);
    field.decodeWindowBatch(indices, Float64Array.from(starts), count, batch);
    check(`${name}: ${count} of each`);
  }
  batch[Symbol.dispose]?.();
}

/** Inside, whole, empty, over the end, behind it, and far behind it. */
function windows(frames: number): [start: number, count: number][] {
  const third = Math.floor(frames / 3);
  return [
    [third, third],
    [0, frames],
    [0, 0],
    [third, frames],
    [frames, 3],
    [2 ** 40, 2],
  ];
}

function emptyLike(samples: Samples, length: number): Samples {
  if (samples instanceof Int16Array) return new Int16Array(length);
  return samples instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
}
