import { join } from "node:path";
import { openSpeech } from "../../generated/speech.ts";
import { createSpeechWriter } from "../../generated/speech_writer.ts";
import { KeyedPermutation } from "../../runtime/loader/order/keyed_permutation.ts";
import { type OrderOptions, planBatches } from "../../runtime/mod.ts";
import { type Row, row } from "../row.ts";
import { median, seconds } from "../side_by_side.ts";

const records = 1_000_000;

/** How long it takes to plan an epoch of a million records, and to find each record's place in it. */
export function planEpoch(directory: string): Row[] {
  const path = join(directory, "planned.afd");
  pack(path);
  const rounds = 9;
  const filters: readonly (readonly [string, OrderOptions])[] = [
    ["duration", { filter: { audio: { seconds: { min: 0.002, max: 0.02 } } } }],
    ["speaker", { filter: { speaker: [3, 14, 15, 92] } }],
    [
      "duration and speaker",
      { filter: { audio: { seconds: { min: 0.002, max: 0.02 } }, speaker: { max: 500 } } },
    ],
    [
      "duration, a list of speakers, and not",
      {
        filter: {
          audio: { seconds: { min: 0.002, below: 0.02 } },
          speaker: Array.from({ length: 500 }, (_, index) => 2 * index),
          not: { or: [{ speaker: [4, 8] }, { audio: { length: { max: 40 } } }] },
        },
      },
    ],
  ];
  return [
    ...filters.map(([name, options]) =>
      planRow(`filter by ${name}, 1,000,000 records, file just opened`, {
        limit: 50,
        // The checksums of the tables are compared again each time.
        times: Array.from({ length: rounds }, () => {
          using speech = openSpeech(path);
          return seconds(() => planBatches({ batchSize: 64, ...options }, speech));
        }),
      })
    ),
    planRow("buckets of 1,000,000 records, shuffled", {
      limit: 1000,
      times: Array.from({ length: rounds }, (_, epoch) => {
        using speech = openSpeech(path);
        const options = { batchSize: 64, bucket: { of: "audio" }, shuffle: { seed: 1, epoch } };
        return seconds(() => planBatches(options, speech));
      }),
    }),
    shuffleRow(path),
    hugeShuffleRow(),
  ];
}

/** Random access to a shuffled epoch, in which every record is asked for once. */
function shuffleRow(path: string): Row {
  using speech = openSpeech(path);
  const plan = planBatches({ batchSize: 64, shuffle: { seed: 1 } }, speech);
  const indices = new Uint32Array(plan.maxBatchSize);
  const times = Array.from({ length: 9 }, () =>
    seconds(() => {
      for (let b = 0; b < plan.batchCount; b++) plan.batch(b, indices);
    }));
  return row("shuffled order of 1,000,000 records", {
    value: records / median(times) / 1e6,
    limit: 10,
    unit: "million records/s",
    bar: 1,
    wanted: "at least",
  });
}

/** Part of an epoch of 10⁹ records, which takes neither memory nor a file. */
function hugeShuffleRow(): Row {
  const order = new KeyedPermutation(1_000_000_000, [1]);
  const indices = new Uint32Array(64);
  const asked = 2_000_000;
  const times = Array.from({ length: 9 }, () =>
    seconds(() => {
      for (let place = 0; place < asked; place++) indices[place & 63] = order.at(place);
    }));
  return row("shuffled order of 1,000,000,000 records", {
    value: asked / median(times) / 1e6,
    limit: 10,
    unit: "million records/s",
    bar: 1,
    wanted: "at least",
  });
}

function planRow(
  name: string,
  { times, limit }: { times: readonly number[]; limit: number },
): Row {
  const value = median(times) * 1000;
  return row(name, { value, limit, unit: "ms", bar: 1, wanted: "at most" });
}

/** Clips of 1 to 400 samples by 1,000 speakers. */
function pack(path: string): void {
  const noise = new Int16Array(400).map((_, index) => index);
  using writer = createSpeechWriter(path);
  for (let index = 0; index < records; index++) {
    const samples = noise.subarray(0, 1 + (Math.imul(index, 7919) >>> 0) % 400);
    const speaker = (Math.imul(index, 0x9e37_79b1) >>> 0) % 1000;
    writer.append({ audio: { samples, sampleRate: 16_000 }, speaker });
  }
  writer.finish();
}
