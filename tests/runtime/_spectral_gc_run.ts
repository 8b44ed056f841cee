/**
 * Reads 6,000 batches of 16 records of features between two forced collections, as `_gc_run.ts`
 * does with audio. The arguments are a path to write to, a layout, a dtype, and `windows` to read
 * windows.
 */
import { openWhisperSpeech } from "../../generated/whisper.ts";
import { createWhisperSpeechWriter } from "../../generated/whisper_writer.ts";

const [path = "", layout = "binsFirst", dtype = "float16", what = "whole"] = Deno.args;
const records = 64;
const batchSize = 16;

function writeDataset(): void {
  const samples = Int16Array.from({ length: 16_000 }, (_, index) => (index * 7919) % 20_000);
  const writer = createWhisperSpeechWriter(path);
  for (let index = 0; index < records; index++) {
    const clip = samples.subarray(0, 4_000 + 150 * index);
    writer.append({ audio: { samples: clip, sampleRate: 16_000 } });
  }
  writer.finish();
}

const collect = (globalThis as unknown as { gc(): void }).gc;

writeDataset();
using speech = openWhisperSpeech(path);
using batch = speech.mel.allocateBatch(batchSize, {
  layout: layout as "binsFirst" | "framesFirst",
  dtype: dtype as "float16" | "float32",
  maxFrames: 100,
});
const indices = new Uint32Array(batchSize);
const starts = new Uint32Array(batchSize).map((_, row) => row * 6);

function read(batches: number): void {
  for (let count = 0; count < batches; count++) {
    for (let row = 0; row < batchSize; row++) indices[row] = (count * 5 + row * 3) % records;
    if (what === "windows") speech.mel.decodeWindowBatch(indices, starts, 40, batch);
    else speech.mel.decodeBatch(indices, batch);
  }
}

read(2_000);
const { storage } = speech.file;
console.error(JSON.stringify({ storage: storage.kind }));
collect();
const before = Deno.memoryUsage().heapUsed;
read(6_000);
const grown = Deno.memoryUsage().heapUsed - before;
collect();
console.error(JSON.stringify({ grown }));
