/**
 * Reads 6,000 batches of 64 records of tokens between two forced collections, as `_gc_run.ts` does
 * with audio. The arguments are a path to write to, and a batch's options as JSON; if `starts` is
 * among them, windows are read.
 */
import { openPackedTokens, openTokens } from "../../generated/tokens.ts";
import { createPackedTokensWriter, createTokensWriter } from "../../generated/tokens_writer.ts";
import type { TokenBatchOptions } from "../../runtime/mod.ts";

const [path = "", kind = "plain", json = "{}"] = Deno.args;
const { windows = false, ...options } = JSON.parse(json) as TokenBatchOptions & {
  windows?: boolean;
};
const [records, batchSize, longest] = [256, 64, 100];

function writeDataset(): void {
  const codebooks = kind === "packed" ? 9 : 8;
  const writer = kind === "packed" ? createPackedTokensWriter(path) : createTokensWriter(path);
  for (let index = 0; index < records; index++) {
    const frames = 60 + index % 41;
    const data = new Uint16Array(codebooks * frames).map((_, at) => (at * 7 + index) % 1024);
    writer.append({ codes: { data, shape: [codebooks, frames] } });
  }
  writer.finish();
}

const collect = (globalThis as unknown as { gc(): void }).gc;

writeDataset();
using dataset = kind === "packed" ? openPackedTokens(path) : openTokens(path);
const { codes } = dataset;
using batch = codes.allocateBatch(batchSize, { maxFrames: longest, ...options });
const indices = new Uint32Array(batchSize);
const starts = new Uint32Array(batchSize);

function read(batches: number): void {
  for (let count = 0; count < batches; count++) {
    for (let row = 0; row < batchSize; row++) {
      indices[row] = (count * 5 + row * 3) % records;
      starts[row] = (count + row * 7) % 50;
    }
    if (windows) codes.decodeWindowBatch(indices, starts, 20, batch);
    else codes.decodeBatch(indices, batch);
  }
}

read(2_000);
console.error(JSON.stringify({ storage: dataset.file.storage.kind }));
collect();
const before = Deno.memoryUsage().heapUsed;
read(6_000);
const grown = Deno.memoryUsage().heapUsed - before;
collect();
console.error(JSON.stringify({ grown }));
