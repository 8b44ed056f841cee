import assert from "node:assert/strict";
import type { CodecTokens } from "../../schema/mod.ts";
import type { Readers } from "./_agree_batches.ts";
import { fieldOf, type WindowField } from "./_generated.ts";

/** Windows of tokens are slices of `decode`. */
export async function tokenWindowsAgree(
  { ir, read, generated, reflective, onlyAsync = false }: Readers,
): Promise<void> {
  for (const { name } of ir.fields.filter(({ kind }) => kind === "codecTokens")) {
    const field = fieldOf(generated, name) as WindowField<Uint16Array>;
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
  }
}
