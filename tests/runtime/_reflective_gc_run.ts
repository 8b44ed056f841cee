/**
 * Reads 6,000 batches of 64 records by their file's own schema, between two forced collections, as
 * `_gc_run.ts` does through a generated module. The arguments are a path to write to, a field, its
 * batches' options as JSON, and `windows` to read windows.
 */
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";

const [path = "", name = "audio", json = "{}", what = "whole"] = Deno.args;
const [records, batchSize] = [256, 64];

function writeDataset(): void {
  const { ir } = defineDataset("Kinds", {
    audio: field.waveform(),
    mel: field.melSpectrogram({ nMels: 20 }),
    codes: field.codecTokens({ nCodebooks: 4 }),
    speaker: field.category(),
  });
  const writer = createDatasetWriter(path, { ir });
  for (let index = 0; index < records; index++) {
    const frames = 60 + index % 41;
    const samples = new Int16Array(frames * 40).fill(index);
    const mel = new Float32Array(20 * frames).fill(index / 8);
    const codes = new Uint16Array(4 * frames).fill(index);
    writer.append({
      audio: { samples, sampleRate: 16_000 },
      mel: { data: mel, shape: [20, frames] },
      codes: { data: codes, shape: [4, frames] },
      speaker: `speaker ${index % 40}`,
    });
  }
  writer.finish();
}

const collect = (globalThis as unknown as { gc(): void }).gc;

writeDataset();
using dataset = openDataset(path);
const reader = dataset.field(name);
const batch = reader.allocateBatch(batchSize, JSON.parse(json));
const indices = new Uint32Array(batchSize);
const starts = new Uint32Array(batchSize);

function read(batches: number): void {
  for (let count = 0; count < batches; count++) {
    for (let row = 0; row < batchSize; row++) {
      indices[row] = (count * 5 + row * 3) % records;
      starts[row] = (count + row * 7) % 50;
    }
    if (what === "windows") reader.decodeWindowBatch!(indices, starts, 20, batch);
    else reader.decodeBatch(indices, batch);
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
