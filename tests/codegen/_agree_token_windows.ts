import assert from "node:assert/strict";
import type { DatasetReader } from "../../runtime/mod.ts";
import type { CodecTokens, DatasetIr } from "../../schema/mod.ts";
import { fieldOf, type GeneratedDataset, type GeneratedWaveform } from "./_generated.ts";

const options = { maxFrames: 13, order: "delay", dtype: "int32", padValue: -5, beginToken: 9 };

/** Windows of tokens are slices of `decode`; batches of them are as the reflective reader's. */
export async function tokenWindowsAgree(
  { ir, read, generated, reflective, onlyAsync = false }: {
    ir: DatasetIr;
    read: readonly Readonly<Record<string, unknown>>[];
    generated: GeneratedDataset;
    reflective: DatasetReader;
    onlyAsync?: boolean;
  },
): Promise<void> {
  for (const { name } of ir.fields.filter(({ kind }) => kind === "codecTokens")) {
    const field = fieldOf(generated, name) as unknown as GeneratedTokens;
    const reader = reflective.field(name);
    for (const index of read.keys()) {
      const { data, shape: [codebooks, frames] } = read[index]![name] as CodecTokens;
      const third = Math.floor(frames / 3);
      for (const [start, count] of [[third, third], [0, frames], [third, frames], [2 ** 40, 2]]) {
        const kept = Math.max(0, Math.min(count!, frames - start!));
        const wanted = new Uint16Array(codebooks * count! + 2).fill(9);
        wanted.fill(0, 0, codebooks * count!);
        for (let codebook = 0; codebook < codebooks; codebook++) {
          const at = codebook * frames + start!;
          wanted.set(data.subarray(at, at + kept), codebook * count!);
        }
        const out = new Uint16Array(wanted.length).fill(9);
        assert.equal(await field.decodeWindowAsync(index, start!, count!, out), kept);
        assert.deepEqual(out, wanted, `${name} of record ${index}: ${count} from ${start}`);
        if (onlyAsync) continue;
        out.fill(9);
        assert.equal(field.decodeWindow(index, start!, count!, out), kept);
        assert.deepEqual(out, wanted);
        out.fill(9);
        assert.equal(reader.decodeWindow?.(index, start!, count!, out), kept);
        assert.deepEqual(out, wanted);
      }
    }
    for (const extra of [options, { maxFrames: 13 }]) {
      const one = field.allocateBatch(read.length, extra);
      const other = reader.allocateBatch(read.length, extra) as typeof one;
      const indices = [...read.keys()].toReversed();
      const starts = indices.map((index, row) => (index * 7 + row * 5) % 60);
      for (const count of [0, 1, 13]) {
        reader.decodeWindowBatch?.(indices, starts, count, other);
        const check = (what: string) => {
          const size = one.shape.reduce((a, b) => a * b, 1);
          assert.deepEqual(one.shape, other.shape, what);
          assert.deepEqual(one.lengths, other.lengths, what);
          assert.deepEqual(
            Array.from(one.data!).slice(0, size),
            Array.from(other.data!).slice(0, size),
            what,
          );
        };
        await field.decodeWindowBatchAsync(indices, starts, count, one);
        check(`${name}: ${count} of each, waited for`);
        if (onlyAsync) continue;
        field.decodeWindowBatch(indices, Float64Array.from(starts), count, one);
        check(`${name}: ${count} of each`);
      }
      one[Symbol.dispose]?.();
      other[Symbol.dispose]?.();
    }
  }
}

interface GeneratedTokens extends Omit<GeneratedWaveform, "decodeWindow" | "decodeWindowAsync"> {
  decodeWindow(index: number, start: number, count: number, out: Uint16Array): number;
  decodeWindowAsync(
    index: number,
    start: number,
    count: number,
    out: Uint16Array,
  ): Promise<number>;
}
