/** The orders of tokens in batches, against explicit lists and MusicGen's pattern. */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset, type TokenBatchOptions } from "../../../runtime/mod.ts";
import type { TokenBatch } from "../../../runtime/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { openTokens } from "../../../generated/tokens.ts";
import { createTokensWriter } from "../../../generated/tokens_writer.ts";
import { TestFolder } from "../../_test_folder.ts";

/** Codebooks k = 0, 1, 2 of frames t = 0, 1, 2: 10 k + t + 1; and a second record of one frame. */
const first = Uint16Array.of(1, 2, 3, 11, 12, 13, 21, 22, 23);
const second = Uint16Array.of(7, 17, 27);

function batchOf(options: TokenBatchOptions) {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/a.afd`;
    const { ir } = defineDataset("A", { codes: field.codecTokens({ nCodebooks: 3 }) });
    const writer = createDatasetWriter(path, { ir });
    writer.append({ codes: { data: first, shape: [3, 3] } });
    writer.append({ codes: { data: second, shape: [3, 1] } });
    writer.finish();
    using dataset = openDataset(Deno.readFileSync(path));
    const reader = dataset.field("codes");
    const batch = reader.allocateBatch(2, options) as TokenBatch;
    reader.decodeBatch([0, 1], batch);
    const listOf = (values: TokenBatch["data"], shape: readonly number[]) =>
      Array.from(values, Number).slice(0, shape.reduce((a, b) => a * b, 1));
    return {
      data: listOf(batch.data, batch.shape),
      rest: listOf(batch.rest, batch.restShape),
      shape: batch.shape,
      restShape: batch.restShape,
      lengths: [...batch.lengths],
    };
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("parallel with begin and end tokens, padded", () => {
  const { data, shape, lengths } = batchOf({
    beginToken: 1024,
    endToken: 1025,
    padValue: -1,
    dtype: "int64",
    codebooks: 2,
  });
  assert.deepEqual(shape, [2, 2, 5]);
  assert.deepEqual(lengths, [5, 3]);
  // deno-fmt-ignore
  assert.deepEqual(data, [
    1024, 1, 2, 3, 1025,
    1024, 11, 12, 13, 1025,
    1024, 7, 1025, -1, -1,
    1024, 17, 1025, -1, -1,
  ]);
});

Deno.test("frames first", () => {
  const { data, shape } = batchOf({ layout: "framesFirst", endToken: 99 });
  assert.deepEqual(shape, [2, 4, 3]);
  // deno-fmt-ignore
  assert.deepEqual(data, [
    1, 11, 21, 2, 12, 22, 3, 13, 23, 99, 99, 99,
    7, 17, 27, 99, 99, 99, 0, 0, 0, 0, 0, 0,
  ]);
});

Deno.test("flattened has one begin and one end token", () => {
  const { data, shape, lengths } = batchOf({ order: "flattened", beginToken: 98, endToken: 99 });
  assert.deepEqual(shape, [2, 11]);
  assert.deepEqual(lengths, [11, 5]);
  assert.deepEqual(data.slice(0, 11), [98, 1, 11, 21, 2, 12, 22, 3, 13, 23, 99]);
  assert.deepEqual(data.slice(11), [98, 7, 17, 27, 99, 0, 0, 0, 0, 0, 0]);
});

Deno.test("delay shifts codebook k by k steps", () => {
  const { data, shape, lengths } = batchOf({ order: "delay", padValue: 2048 });
  const s = 2048;
  assert.deepEqual(shape, [2, 3, 5]);
  assert.deepEqual(lengths, [5, 3]);
  // deno-fmt-ignore
  assert.deepEqual(data, [
    1, 2, 3, s, s,
    s, 11, 12, 13, s,
    s, s, 21, 22, 23,
    7, s, s, s, s,
    s, 17, s, s, s,
    s, s, 27, s, s,
  ]);
});

Deno.test("the first codebook and the rest", () => {
  const { data, rest, shape, restShape, lengths } = batchOf({
    order: "firstAndRest",
    endToken: 1024,
    padValue: 1025,
  });
  assert.deepEqual([shape, restShape, lengths], [[2, 4], [2, 2, 3], [4, 2]]);
  assert.deepEqual(data, [1, 2, 3, 1024, 7, 1024, 1025, 1025]);
  assert.deepEqual(rest, [11, 12, 13, 21, 22, 23, 17, 1025, 1025, 27, 1025, 1025]);
});

/** MusicGen: an empty step, then at step s codebook k holds frame s − 1 − k; the rest is special. */
Deno.test("delay with a begin token is MusicGen's pattern, also from the fast reader", () => {
  const [codebooks, frames, special] = [8, 29, 1024];
  const data = new Uint16Array(codebooks * frames).map((_, at) => (at * 37) % 1024);
  using folder = new TestFolder();
  const path = folder.file("a.afd");
  const writer = createTokensWriter(path);
  writer.append({ codes: { data, shape: [codebooks, frames] } });
  writer.finish();
  using dataset = openTokens(path);
  const steps = 1 + frames + codebooks - 1;
  for (const layout of ["codebooksFirst", "framesFirst"] as const) {
    using batch = dataset.codes.allocateBatch(1, {
      order: "delay",
      layout,
      beginToken: special,
      padValue: special,
      dtype: "int32",
    });
    dataset.codes.decodeBatch([0], batch);
    assert.equal(batch.lengths[0], steps);
    for (let step = 0; step < steps; step++) {
      for (let codebook = 0; codebook < codebooks; codebook++) {
        const frame = step - 1 - codebook;
        const isToken = frame >= 0 && frame < frames;
        const at = layout === "framesFirst" ? step * codebooks + codebook : codebook * steps + step;
        assert.equal(batch.data[at], isToken ? data[codebook * frames + frame] : special);
      }
    }
  }
});

const wrong: readonly (readonly [TokenBatchOptions, string])[] = [
  [{ padValue: -1 }, "invalid-option"],
  [{ beginToken: 65_536 }, "invalid-option"],
  [{ endToken: 1.5 }, "invalid-option"],
  [{ codebooks: 0 }, "invalid-option"],
  [{ codebooks: 4 }, "invalid-option"],
  [{ order: "flattened", layout: "codebooksFirst" }, "contradiction"],
  [{ order: "other" as never }, "invalid-option"],
  [{ dtype: "float32" as never }, "invalid-option"],
];

for (const [options, code] of wrong) {
  Deno.test(`a batch of ${JSON.stringify(options)} is refused`, () => {
    assert.throws(() => batchOf(options), { name: "UsageError", code });
  });
}
