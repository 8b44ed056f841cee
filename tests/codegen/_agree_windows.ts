import assert from "node:assert/strict";
import type { DatasetIr, Waveform } from "../../schema/mod.ts";
import {
  fieldOf,
  type GeneratedDataset,
  type GeneratedWaveform,
  type Samples,
} from "./_generated.ts";
import { isClip } from "./_agree_values.ts";

/** `decodeWindow` writes the clip's slice, with zeros past its end, and leaves the rest alone. */
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

/** Inside, whole, empty, across the end, past it, and far past it. */
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
