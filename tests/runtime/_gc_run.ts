/**
 * Reads 10,000 batches of 64 clips between two forced collections, which `--trace-gc` prints to the
 * same stream as all others: collections printed between these two took place between them.
 *
 * Run with `--v8-flags=--trace-gc,--expose-gc`; the arguments are a path to write to and `decode`,
 * `files` to decode from two in turn, `shards` for a folder of 40 shards, `windows` for random crops, `float32` for conversion, or
 * `allocate` for a run that makes garbage on purpose.
 */
import { openSpeech } from "../../generated/speech.ts";
import { finishShards } from "../../runtime/shards/finish/finish_shards.ts";
import { createSpeechWriter } from "../../generated/speech_writer.ts";

const [path = "", mode = "decode"] = Deno.args;
const records = 2_000;
const batchSize = 64;

/** Shards of the folder. */
const shardCount = 40;

/** The same records in shards. */
function writeShards(): string {
  const folder = `${path}.shards`;
  Deno.mkdirSync(`${folder}/shards`, { recursive: true });
  const shards = Array.from({ length: shardCount }, (_, shard) => {
    const name = `shards/${shard}.afd`;
    writeDataset(`${folder}/${name}`, records / shardCount);
    return name;
  });
  finishShards(folder, { shards });
  return folder;
}

/** 6,000 samples of int16: 12,000 bytes. */
function writeDataset(file: string, count: number): void {
  const samples = Int16Array.from({ length: 6_000 }, (_, index) => index);
  using writer = createSpeechWriter(file);
  for (let index = 0; index < count; index++) {
    writer.append({ audio: { samples, sampleRate: 16_000 }, speaker: index });
  }
}

const collect = (globalThis as unknown as { gc(): void }).gc;

/** Random numbers without garbage: anywhere else, integers above 2^31 would be objects. */
const random = new Uint32Array([1]);

function shuffle(indices: Uint32Array): void {
  for (let row = 0; row < indices.length; row++) {
    random[0] = Math.imul(random[0]!, 1_664_525) + 1_013_904_223;
    indices[row] = random[0]! % records;
  }
}

writeDataset(path, records);
using speech = openSpeech(mode === "shards" ? writeShards() : path);
/** The file opened a second time: next to the first, and decoded into the same batch. */
using other = openSpeech(path);
using batch = mode === "float32"
  ? speech.audio.allocateBatch(batchSize, { dtype: "float32" })
  : speech.audio.allocateBatch(batchSize);
const indices = new Uint32Array(batchSize);
const starts = new Uint32Array(batchSize);
const garbage: number[][] = [];

function read(batches: number): void {
  for (let count = 0; count < batches; count++) {
    shuffle(indices);
    if (mode === "allocate") garbage[count % 100] = Array.from(indices, (index) => index + 0.5);
    if (mode === "windows") {
      for (let row = 0; row < starts.length; row++) starts[row] = (indices[row]! * 37) % 5_000;
      speech.audio.decodeWindowBatch(indices, starts, 2_000, batch);
    } else {
      const { audio } = mode === "files" && count % 2 === 1 ? other : speech;
      audio.decodeBatch(indices, batch);
    }
  }
}

// One epoch in order, so that each block has been touched, and a few more for the compiler.
for (let first = 0; first + batchSize <= records; first += batchSize) {
  for (let row = 0; row < batchSize; row++) indices[row] = first + row;
  speech.audio.decodeBatch(indices, batch);
  other.audio.decodeBatch(indices, batch);
}
read(500);
const { storage } = speech.file;
console.error(JSON.stringify({ storage: storage.kind, bytes: batch.byteLength }));
collect();
const before = Deno.memoryUsage().heapUsed;
read(10_000);
const grown = Deno.memoryUsage().heapUsed - before;
collect();
console.error(
  JSON.stringify({ grown, reads: storage.counters.reads + other.file.storage.counters.reads }),
);
