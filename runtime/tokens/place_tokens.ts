import type { CodecTokens } from "../../schema/mod.ts";
import type { TokenBatch } from "../batch/token_batch.ts";
import type { TokenBatchOptions } from "../batch/token_batch_options.ts";

/**
 * Puts a record's frames into a row of a batch, token by token: the orders as their definitions have
 * them, which the fast way must agree with.
 */
export function placeTokens(
  { data, shape: [nCodebooks, frames] }: CodecTokens,
  { start, kept }: { start: number; kept: number },
  { row, batch, options }: { row: number; batch: TokenBatch; options: TokenBatchOptions },
): void {
  const { order = "parallel", layout, beginToken, endToken, padValue = 0 } = options;
  const count = options.codebooks ?? nCodebooks;
  const begin = beginToken === undefined ? [] : [beginToken];
  const end = endToken === undefined ? [] : [endToken];
  const columns = Array.from(
    { length: kept },
    (_, frame) =>
      Array.from({ length: count }, (_, codebook) => data[codebook * frames + start + frame]!),
  );
  const codebooks = Array.from(
    { length: count },
    (_, codebook) => columns.map((column) => column[codebook]!),
  );
  const isTurned = layout === "framesFirst";
  const main = { values: batch.data, padValue, isTurned };
  if (order === "flattened") {
    put([[...begin, ...columns.flat(), ...end]], { ...main, row, steps: batch.shape[1]! });
    return;
  }
  if (order === "firstAndRest") {
    const [first = [], ...rest] = codebooks;
    put([[...begin, ...first, ...end]], { ...main, row, steps: batch.shape[1]! });
    put(rest, { ...main, values: batch.rest, row, steps: batch.frames });
    return;
  }
  const gap = (codebook: number) =>
    order === "delay" ? new Array<number>(codebook).fill(padValue) : [];
  put(
    codebooks.map((tokens, codebook) => [...begin, ...gap(codebook), ...tokens, ...end]),
    { ...main, row, steps: batch.shape[isTurned ? 1 : 2]! },
  );
}

/** Writes sequences as rows of `steps`, or as columns, padded. */
function put(
  sequences: readonly (readonly number[])[],
  { values, padValue, isTurned, row, steps }: {
    values: TokenBatch["data"];
    padValue: number;
    isTurned: boolean;
    row: number;
    steps: number;
  },
): void {
  const base = row * sequences.length * steps;
  sequences.forEach((sequence, index) => {
    for (let step = 0; step < steps; step++) {
      const at = isTurned ? step * sequences.length + index : index * steps + step;
      const token = sequence[step] ?? padValue;
      if (values instanceof BigInt64Array) values[base + at] = BigInt(token);
      else values[base + at] = token;
    }
  });
}
