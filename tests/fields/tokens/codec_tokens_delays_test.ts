/** Codebooks that begin later than others: batches with random delays are as the docs define them. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type {
  DelayedTokenBatchOptions,
  TokenBatch,
  TokenBatchOptions,
} from "../../../runtime/mod.ts";
import { openDataset } from "../../../runtime/mod.ts";
import { field } from "../../../schema/mod.ts";
import { type BatchField, fieldOf } from "../../codegen/_generated.ts";
import { Kinds } from "../_kinds.ts";

const codebooks = { plain: 4, packed: 5 } as const;
type Name = keyof typeof codebooks;

const kinds = await Kinds.of({
  plain: field.codecTokens({ nCodebooks: codebooks.plain }),
  packed: field.codecTokens({ nCodebooks: codebooks.packed, vocabSize: 1000, packing: "bits" }),
});
globalThis.addEventListener("unload", () => kinds[Symbol.dispose]());

/** Frames per record; a token shows its field, record, codebook and frame. */
const frameCounts = [7, 0, 23, 1];
const tokenOf = (record: number, codebook: number, frame: number) =>
  (record * 311 + codebook * 57 + frame * 7) % 1000;

const path = await Deno.makeTempFile({ suffix: ".afd" });
globalThis.addEventListener("unload", () => Deno.removeSync(path));
{
  Deno.removeSync(path);
  using writer = kinds.module.createWriter(path);
  frameCounts.forEach((frames, record) => {
    const tokens = (count: number) => ({
      data: Uint16Array.from(
        { length: count * frames },
        (_, at) => tokenOf(record, Math.floor(at / frames), at % frames),
      ),
      shape: [count, frames],
    });
    writer.append({ plain: tokens(codebooks.plain), packed: tokens(codebooks.packed) });
  });
  writer.finish();
}

interface Asked {
  readonly name: Name;
  readonly options: DelayedTokenBatchOptions;
  readonly indices: readonly number[];
  /** Where windows begin and how long they are; whole records if absent. */
  readonly window?: { readonly starts: readonly number[]; readonly count: number } | undefined;
}

/** The definition: token (k, t) is at step begin + delay k + t, the end token after the last. */
function restated(
  { name, options, indices, window }: Asked,
): { rows: number[][][]; steps: number } {
  const { codebooks: kept = codebooks[name], beginToken, endToken, padValue } = options;
  const delays = options.delays ?? Array.from({ length: kept }, (_, k) => k);
  const own = indices.map((record, row) => {
    const start = window?.starts[row] ?? 0;
    const left = Math.max(0, frameCounts[record]! - start);
    return { record, start, frames: Math.min(left, window?.count ?? left) };
  });
  const padded = window?.count ?? Math.max(0, ...own.map(({ frames }) => frames));
  const before = beginToken === undefined ? 0 : 1;
  const steps = padded + before + (endToken === undefined ? 0 : 1) + Math.max(...delays);
  const rows = own.map(({ record, start, frames }) =>
    delays.map((delay, k) => {
      const row = Array<number>(steps).fill(padValue);
      if (beginToken !== undefined) row[0] = beginToken;
      for (let t = 0; t < frames; t++) row[before + delay + t] = tokenOf(record, k, start + t);
      if (endToken !== undefined) row[before + delay + frames] = endToken;
      return row;
    })
  );
  return { rows, steps };
}

function read(reader: BatchField, { options, indices, window }: Asked) {
  using batch = reader.allocateBatch(indices.length + 1, options) as unknown as TokenBatch;
  if (window === undefined) reader.decodeBatch(indices, batch);
  else reader.decodeWindowBatch!(indices, window.starts, window.count, batch);
  const { shape, layout = "codebooksFirst" } = { shape: batch.shape, ...options };
  const [records = 0, one = 0, other = 0] = shape;
  const [books, steps] = layout === "framesFirst" ? [other, one] : [one, other];
  const at = (row: number, book: number, step: number) =>
    row * one * other + (layout === "framesFirst" ? step * books + book : book * steps + step);
  const rows = Array.from(
    { length: records },
    (_, row) =>
      Array.from(
        { length: books },
        (_, book) =>
          Array.from({ length: steps }, (_, step) => Number(batch.data[at(row, book, step)])),
      ),
  );
  return { rows, steps, lengths: [...batch.lengths] };
}

const asked: fc.Arbitrary<Asked> = fc.constantFrom<Name>("plain", "packed").chain((name) =>
  fc.integer({ min: 1, max: codebooks[name] }).chain((kept) =>
    fc.record({
      name: fc.constant(name),
      options: fc.record({
        order: fc.constant("delay" as const),
        delays: fc.array(fc.nat(9), { minLength: kept, maxLength: kept }),
        codebooks: fc.constant(kept),
        padValue: fc.constantFrom(0, 1000, 65_535),
        padTo: fc.constant("batch" as const),
        layout: fc.constantFrom("codebooksFirst" as const, "framesFirst" as const),
        dtype: fc.constantFrom("uint16" as const, "int32" as const, "int64" as const),
      }).chain((options) =>
        fc.record({ beginToken: fc.nat(2000), endToken: fc.nat(2000) }, { requiredKeys: [] })
          .map((special): DelayedTokenBatchOptions => ({ ...options, ...special }))
      ),
      indices: fc.array(fc.nat(frameCounts.length - 1), { minLength: 1, maxLength: 4 }),
    }).chain((one) =>
      fc.option(
        fc.record({
          starts: fc.array(fc.nat(25), {
            minLength: one.indices.length,
            maxLength: one.indices.length,
          }),
          count: fc.nat(12),
        }),
        { nil: undefined },
      ).map((window) => ({ ...one, window }))
    )
  )
);

Deno.test("any delays shift each codebook by that many steps, in records and windows, both readers", () => {
  using generated = kinds.module.open(path);
  using reflective = openDataset(path);
  fc.assert(
    fc.property(asked, (one) => {
      const wanted = restated(one);
      const readers = [fieldOf(generated, one.name), reflective.field(one.name) as BatchField];
      for (const reader of readers) {
        const { rows, steps } = read(reader, one);
        assert.deepEqual({ rows, steps }, wanted);
      }
    }),
    { numRuns: 300 },
  );
});

/** The rows of the first record, with tokens written as their frames. */
function pattern(name: Name, options: TokenBatchOptions): string[] {
  using reflective = openDataset(path);
  const all = { padTo: "batch", ...options } as DelayedTokenBatchOptions;
  const { rows } = read(reflective.field(name) as BatchField, { name, options: all, indices: [0] });
  return rows[0]!.map((row, codebook) =>
    row.map((token) => {
      const frame = Array.from({ length: frameCounts[0]! }, (_, t) => tokenOf(0, codebook, t))
        .indexOf(token);
      return frame < 0 ? "." : frame;
    }).join("")
  );
}

Deno.test("Moshi: all codebooks except the first are a step later", () => {
  const moshi = { order: "delay", delays: [0, 1, 1, 1], padValue: 2048 } as const;
  assert.deepEqual(pattern("plain", moshi), ["0123456.", ".0123456", ".0123456", ".0123456"]);
});

Deno.test("stereo MusicGen: pairs of codebooks", () => {
  const stereo = { order: "delay", delays: [0, 0, 1, 1], padValue: 2048 } as const;
  assert.deepEqual(pattern("plain", stereo), ["0123456.", "0123456.", ".0123456", ".0123456"]);
});

Deno.test("delays of zero leave no gaps, and need no padValue", () => {
  const none = { order: "delay", delays: [0, 0, 0, 0] } as unknown as DelayedTokenBatchOptions;
  assert.deepEqual(pattern("plain", none), Array(4).fill("0123456"));
});

const refused: readonly (readonly [object, string, RegExp])[] = [
  [{ order: "delay" }, "no-pad-value", /0, the default padValue, is a token.*padValue/],
  [{ order: "delay", delays: [0, 1, 1, 1] }, "no-pad-value", /"plain".*padValue/],
  [{ delays: [0, 1, 2, 3] }, "contradiction", /order "parallel" has none/],
  [{ order: "flattened", delays: [0, 1, 2, 3] }, "contradiction", /order "flattened" has none/],
  [{ order: "delay", padValue: 9, delays: [0, 1] }, "invalid-option", /4 integers.*got 2/],
  [{ order: "delay", padValue: 9, delays: 3 }, "invalid-option", /4 integers.*got number/],
  [{ order: "delay", padValue: 9, delays: [0, 1, -1, 0] }, "invalid-option", /codebook 2.*-1/],
  [{ order: "delay", padValue: 9, delays: [0, 1.5, 1, 0] }, "invalid-option", /codebook 1.*1\.5/],
  [{ order: "delay", padValue: 9, delays: [0, 0, 0, 65_536] }, "invalid-option", /codebook 3/],
  [{ order: "delay", padValue: 9, delays: [0, 0, 0, NaN] }, "invalid-option", /codebook 3.*NaN/],
];

for (const [options, code, message] of refused) {
  Deno.test(`a batch of ${JSON.stringify(options)} is refused by both readers`, () => {
    using generated = kinds.module.open(path);
    using reflective = openDataset(path);
    for (const reader of [fieldOf(generated, "plain"), reflective.field("plain")]) {
      assert.throws(() => reader.allocateBatch(1, options), { name: "UsageError", code, message });
    }
  });
}

/** Only for the compiler. */
export const unpadded: TokenBatchOptions[] = [
  // @ts-expect-error: 0, the default, would be a token.
  { order: "delay" },
  // @ts-expect-error: This order has no delays.
  { order: "parallel", delays: [0, 1] },
  { order: "delay", padValue: 1024, delays: [0, 1] },
];
