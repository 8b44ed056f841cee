/**
 * Computes the batches and crops of 200 shuffled epochs between two forced collections.
 *
 * Run with `--v8-flags=--trace-gc,--expose-gc`; the arguments are a path to write to and `shuffle`,
 * `locality`, `bucket`, or `huge` for an order of 10⁹ records without a file.
 */
import { openSpeech } from "../../generated/speech.ts";
import { createSpeechWriter } from "../../generated/speech_writer.ts";
import { KeyedPermutation } from "../../runtime/loader/order/keyed_permutation.ts";
import { type OrderOptions, planBatches, planCrops } from "../../runtime/mod.ts";

const [path = "", mode = "shuffle"] = Deno.args;
const records = 5000;
const collect = (globalThis as unknown as { gc(): void }).gc;
const orders: Readonly<Record<string, Partial<OrderOptions>>> = {
  shuffle: {},
  locality: { shuffle: { seed: 1, locality: { block: 64, window: 8 } } },
  bucket: { bucket: { of: "audio" } },
};

function writeDataset(): void {
  using writer = createSpeechWriter(path);
  for (let index = 0; index < records; index++) {
    const samples = new Int16Array(1000 + (index * 37) % 500);
    writer.append({ audio: { samples, sampleRate: 16_000 } });
  }
}

writeDataset();
using speech = openSpeech(path);
const shuffle = { seed: 1 };
const plan = planBatches({ batchSize: 64, shuffle, ...orders[mode] }, speech);
const crops = planCrops({ of: "audio", samples: 800 }, { file: speech.file, shuffle });
const indices = new Uint32Array(plan.maxBatchSize);
const starts = new Float64Array(plan.maxBatchSize);
const huge = new KeyedPermutation(1_000_000_000, [1]);
let asked = 0;

function epochs(count: number): void {
  for (let epoch = 0; epoch < count; epoch++) {
    for (let b = 0; b < plan.batchCount; b++) {
      const held = plan.batch(b, indices);
      if (mode === "huge") {
        for (let row = 0; row < held; row++) indices[row] = huge.at(999_999_999 - asked - row);
      } else crops.starts(0, indices, { count: held, starts });
      asked += held;
    }
  }
}

epochs(20);
collect();
const before = Deno.memoryUsage().heapUsed;
epochs(200);
const grown = Deno.memoryUsage().heapUsed - before;
collect();
console.error(JSON.stringify({ asked, grown }));
