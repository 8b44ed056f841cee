/**
 * What is timed in every host, through the installed package. Nothing here belongs to a host.
 *
 * @module
 */
import { type DatasetReader, init, openDataset } from "audiofield";
import { createFeatures } from "audiofield/features";

/** Where the data is: a path where there are files, otherwise bytes. */
export type Data = (name: string) => Promise<string | Uint8Array<ArrayBuffer>>;

/** A rate, and what it is compared with in the same loop, if anything is. */
export interface Measured {
  readonly rate: number;
  readonly limit?: number;
}

const batchSize = 64;

/** How long a loop runs after one round to warm up, in milliseconds. */
const duration = 700;

/** The loops by name. */
export const loops: Readonly<Record<string, (data: Data) => Promise<Measured>>> = {
  A: (data) => byPosition("a.afd", data),
  D: (data) => byPosition("d.afd", data),
  memory: againstSet,
  flac: (data) => decoding("flac", data),
  opus: (data) => decoding("opus", data),
  whisper: features,
};

/** Bytes a second of `decodeBatch`, in random order, from a file that is read by position. */
async function byPosition(name: string, data: Data): Promise<Measured> {
  const dataset = openDataset(await data(name), { storage: "positioned" });
  const audio = dataset.field("audio");
  const batch = audio.allocateBatch(batchSize);
  const batches = shuffledBatches(dataset.recordCount);
  const bytes = payloadBytes(dataset);
  const epoch = () => {
    for (const indices of batches) audio.decodeBatch(indices, batch);
    return batches.length * batchSize * bytes;
  };
  // Until a host has optimised the loop, it makes garbage of its own.
  for (let reads = 0; name === "d.afd" && reads < 40_000; reads += dataset.recordCount) epoch();
  console.log("begin");
  const rate = rateOf(epoch);
  console.log("end");
  dataset.close();
  return { rate };
}

/** `decodeBatch` from memory against `TypedArray.set` of the same rows, in turns. */
async function againstSet(data: Data): Promise<Measured> {
  const source = await data("a.afd");
  const dataset = openDataset(source, { storage: "memory" });
  const audio = dataset.field("audio");
  const batch = audio.allocateBatch(batchSize);
  const bytes = payloadBytes(dataset);
  const clips = Array.from({ length: dataset.recordCount }, (_, index) => {
    const { samples } = audio.decode(index) as { samples: Int16Array };
    return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength).slice();
  });
  const rows = new Uint8Array(batchSize * bytes);
  const batches = shuffledBatches(dataset.recordCount);
  const sets: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < 9; round++) {
    ours.push(secondsOf(() => {
      for (const indices of batches) audio.decodeBatch(indices, batch);
    }));
    sets.push(secondsOf(() => {
      for (const indices of batches) {
        for (let row = 0; row < batchSize; row++) rows.set(clips[indices[row]!]!, row * bytes);
      }
    }));
  }
  dataset.close();
  const total = batches.length * batchSize * bytes;
  return { rate: total / median(ours), limit: total / median(sets) };
}

/** Seconds of audio a second that a coding is decoded with. */
async function decoding(name: string, data: Data): Promise<Measured> {
  await init();
  const dataset = openDataset(await data("coded.afd"), { storage: "memory" });
  const audio = dataset.field(name);
  const batch = audio.allocateBatch(dataset.recordCount);
  const indices = Array.from({ length: dataset.recordCount }, (_, index) => index);
  const rate = rateOf(() => {
    audio.decodeBatch(indices, batch);
    return dataset.recordCount * 10;
  });
  dataset.close();
  return { rate };
}

/** Seconds of audio a second whose Whisper features are computed. */
async function features(): Promise<Measured> {
  await init({ load: ["dsp"] });
  const whisper = createFeatures({ preset: "whisper" });
  const clip = Float32Array.from({ length: 160_000 }, (_, index) => Math.sin(index * 0.01) / 2);
  const [bins, frames] = whisper.shape(clip.length);
  const out = new Float32Array(bins * frames);
  const rate = rateOf(() => {
    whisper.compute(clip, out);
    return 10;
  });
  whisper.dispose();
  return { rate };
}

function payloadBytes(dataset: DatasetReader): number {
  const { samples } = dataset.field("audio").decode(0) as { samples: Int16Array };
  return samples.byteLength;
}

/** Units a second: the work says how many units it did. */
function rateOf(work: () => number): number {
  work();
  let units = 0;
  const start = performance.now();
  while (performance.now() - start < duration) units += work();
  return units / (performance.now() - start) * 1000;
}

function secondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1]!;
}

function shuffledBatches(count: number): Uint32Array[] {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  let state = 1;
  for (let last = count - 1; last > 0; last--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return Array.from(
    { length: Math.floor(count / batchSize) },
    (_, batch) => order.slice(batch * batchSize, (batch + 1) * batchSize),
  );
}
