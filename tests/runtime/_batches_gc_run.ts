/**
 * Goes through 10,000 batches of 64 clips of 12 kB between two forced collections, which
 * `--trace-gc` prints like any others. The arguments are a path to write to, and how many workers
 * to use.
 */
import { openSpeech } from "../../generated/speech.ts";
import { createSpeechWriter } from "../../generated/speech_writer.ts";

const [path = "", workers = "0"] = Deno.args;
const records = 2_000;
const batchSize = 64;
const collect = (globalThis as unknown as { gc(): void }).gc;

using writer = createSpeechWriter(path);
for (let index = 0; index < records; index++) {
  const samples = new Int16Array(6_000).fill(index);
  writer.append({ audio: { samples, sampleRate: 16_000 }, speaker: index });
}
writer.finish();
using speech = openSpeech(path);

await using loader = speech.batches({
  batchSize,
  fields: ["audio"],
  shuffle: { seed: 1 },
  drop: "last",
  workers: Number(workers),
});

/** Epochs of 31 full batches each, so that no smaller batch needs a new view. */
async function read(batches: number): Promise<number> {
  let sum = 0;
  for (let epoch = 0; batches > 0; epoch++) {
    for await (using batch of loader.epoch(epoch)) {
      sum += batch.fields.audio.lengths[0]!;
      if (--batches === 0) break;
    }
  }
  return sum;
}

await read(500);
console.error(JSON.stringify({ storage: speech.file.storage.kind }));
collect();
const before = Deno.memoryUsage().heapUsed;
const sum = await read(10_000);
const grown = Deno.memoryUsage().heapUsed - before;
collect();
const retained = Deno.memoryUsage().heapUsed - before;
console.error(JSON.stringify({ grown, retained, sum }));
