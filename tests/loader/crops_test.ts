import assert from "node:assert/strict";
import {
  createDatasetWriter,
  type CropPlan,
  type DatasetReader,
  openDataset,
  planBatches,
  planCrops,
  type WindowOptions,
} from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { errorOf } from "../runtime/_speech.ts";
import { randomOf } from "./_dataset.ts";

const Vocoder = defineDataset("Vocoder", {
  audio: field.waveform({ sampleRate: 24_000 }),
  mel: field.melSpectrogram({ from: "audio", preset: "tacotron2", sampleRate: 24_000 }),
  coarse: field.spectrogram({ from: "audio", sampleRate: 24_000, nFft: 640, hopLength: 320 }),
  studio: field.waveform({ sampleRate: 44_100, dtype: "int16" }),
  text: field.text(),
});

/** Number of samples at 24 kHz of each record. */
const lengths = [48_000, 30_001, 24_000, 12_799, 1000];

function vocoder(): DatasetReader {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/vocoder.afd`;
    const random = randomOf(5);
    using writer = createDatasetWriter(path, { ir: Vocoder.ir });
    for (const length of lengths) {
      const samples = Int16Array.from({ length }, () => (random() - 0.5) * 20_000);
      const studio = new Int16Array(Math.floor(length * 44_100 / 24_000));
      writer.append({
        audio: { samples, sampleRate: 24_000 },
        studio: { samples: studio, sampleRate: 44_100 },
        text: "",
      });
    }
    writer.finish();
    return openDataset(Deno.readFileSync(path));
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const dataset = vocoder();
const all = Uint32Array.from(lengths, (_, index) => index);

function startsOf(plan: CropPlan, name: string): number[] {
  const starts = new Float64Array(all.length);
  const at = plan.fields.findIndex((cropped) => cropped.name === name);
  plan.starts(at, all, { count: all.length, starts });
  return [...starts];
}

/** Seconds per unit of each field, times 24,000 × 44,100, so that all are integers. */
const units: Readonly<Record<string, bigint>> = {
  audio: 44_100n,
  mel: 256n * 44_100n,
  coarse: 320n * 44_100n,
  studio: 24_000n,
};

const aligned: readonly WindowOptions[] = [
  { of: "audio", samples: 12_800, align: ["mel", "coarse"] },
  { of: "audio", samples: 2560, align: ["coarse", "mel"] },
  { of: "mel", samples: 40, align: ["coarse"] },
  { of: "audio", seconds: 0.2, align: ["studio"] },
  { of: "coarse", samples: 12, align: ["studio"] },
  { of: "audio", seconds: 0.32, align: ["studio", "mel", "coarse"] },
];

for (const window of aligned) {
  Deno.test(`crops ${JSON.stringify(window)} cover exactly the same span in every field`, () => {
    for (let epoch = 0; epoch < 50; epoch++) {
      const shuffle = { seed: 1, epoch };
      const plan = planCrops(window, { file: dataset.file, shuffle });
      const [first] = plan.fields;
      assert.equal(first!.name, window.of);
      const wanted = startsOf(plan, window.of).map((start) => BigInt(start) * units[window.of]!);
      const span = BigInt(first!.count) * units[window.of]!;
      for (const { name, count } of plan.fields) {
        assert.equal(BigInt(count) * units[name]!, span);
        const starts = startsOf(plan, name);
        assert.deepEqual(starts.map((start) => BigInt(start) * units[name]!), wanted);
        starts.forEach((start, record) => {
          const length = dataset.field(name).length(record);
          assert.ok(start + count <= length || (start === 0 && isShort(plan, record)));
        });
      }
    }
  });
}

function isShort(plan: CropPlan, record: number): boolean {
  return plan.fields.some(({ name, count }) => dataset.field(name).length(record) < count);
}

Deno.test("the window's length is read in seconds, as written, or in the field's own unit", () => {
  const of = (window: WindowOptions) => planCrops(window, { file: dataset.file });
  const tenth = of({ of: "audio", seconds: 0.1 });
  assert.deepEqual(tenth.fields, [{ name: "audio", count: 2400, step: 1 }]);
  assert.equal(tenth.seconds, 0.1);
  const frames = of({ of: "mel", samples: 50, align: ["audio"] });
  assert.deepEqual(frames.fields, [
    { name: "mel", count: 50, step: 1 },
    { name: "audio", count: 12_800, step: 256 },
  ]);
  assert.deepEqual(of({ of: "audio", seconds: 1e-3, align: ["audio"] }).fields, [
    { name: "audio", count: 24, step: 1 },
  ]);
});

Deno.test("crops are anywhere in a record, including its ends, with equal probability", () => {
  const window = { of: "mel", samples: 90, align: ["audio"] };
  const places = Math.floor(24_000 / 256) - 90 + 1;
  const counts = new Array<number>(places).fill(0);
  const epochs = 8000;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const plan = planCrops(window, { file: dataset.file, shuffle: { seed: 9, epoch } });
    counts[startsOf(plan, "mel")[2]!]!++;
  }
  const expected = epochs / places;
  const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // Above 20 once in 10,000 times at four places; the seeds are fixed, so it doesn't change.
  assert.ok(places === 4 && chi < 20, `${counts}`);
});

Deno.test("a crop's position depends on seed, epoch and record, and on nothing else", () => {
  const window = { of: "audio", samples: 500 };
  const starts = (seed: number, epoch: number) =>
    startsOf(planCrops(window, { file: dataset.file, shuffle: { seed, epoch } }), "audio");
  assert.deepEqual(starts(1, 2), starts(1, 2));
  const distinct = new Set([starts(1, 2), starts(1, 3), starts(2, 2), starts(2, 1)].flat());
  assert.ok(distinct.size >= 4 * 5 - 1);
  const plan = planCrops(window, { file: dataset.file, shuffle: { seed: 1, epoch: 2 } });
  const alone = new Float64Array(1);
  plan.starts(0, Uint32Array.of(3), { count: 1, starts: alone });
  assert.equal(alone[0], starts(1, 2)[3]);
  const without = planCrops(window, { file: dataset.file });
  assert.deepEqual(startsOf(without, "audio"), starts(0, 0));
});

Deno.test("a crop's frames match its samples", () => {
  const window = { of: "audio", samples: 12_800, align: ["mel"] };
  const plan = planCrops(window, { file: dataset.file, shuffle: { seed: 4 } });
  const [audio, mel] = [startsOf(plan, "audio")[0]!, startsOf(plan, "mel")[0]!];
  const samples = dataset.field("audio").decode(0) as { samples: Int16Array };
  const decoded = dataset.field("mel").decode(0) as { data: Float32Array; shape: number[] };
  assert.ok(audio > 0 && audio === mel * 256);
  // A frame is centred on its first sample: the same cut, packed separately, has the same frames
  // where its window lies within the cut.
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/cut.afd`;
    using writer = createDatasetWriter(path, { ir: Vocoder.ir });
    const cut = samples.samples.slice(audio, audio + 12_800);
    writer.append({
      audio: { samples: cut, sampleRate: 24_000 },
      studio: { samples: new Int16Array(0), sampleRate: 44_100 },
      text: "",
    });
    writer.finish();
    using again = openDataset(path);
    const own = again.field("mel").decode(0) as { data: Float32Array; shape: number[] };
    for (let frame = 2; frame < 48; frame++) {
      for (let bin = 0; bin < 80; bin++) {
        const whole = decoded.data[bin * decoded.shape[1]! + mel + frame]!;
        assert.ok(Math.abs(whole - own.data[bin * own.shape[1]! + frame]!) < 0.02);
      }
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test('short: "skip" leaves out of the epoch what is too short in any field', () => {
  const window: WindowOptions = { of: "audio", samples: 12_800, align: ["mel"], short: "skip" };
  assert.equal(planBatches({ batchSize: 1, window }, dataset).recordCount, 3);
  assert.equal(
    planBatches({ batchSize: 1, window: { ...window, short: "pad" } }, dataset).recordCount,
    5,
  );
  const long: WindowOptions = { of: "audio", samples: 48_001, short: "skip" };
  assert.equal(
    errorOf(() => planBatches({ batchSize: 1, window: long }, dataset)).code,
    "empty-filter",
  );
});

const wrong: readonly (readonly [string, RegExp, object])[] = [
  [
    "off-grid",
    /crops of "audio", "mel", "coarse" begin and end at multiples of 1280; the nearest lengths are 7680 \(0.32 s\) and 8960 \(0.373333333 s\); pass one of them as window.samples$/,
    { of: "audio", samples: 8192, align: ["mel", "coarse"] },
  ],
  ["off-grid", /multiples of 256; the nearest lengths are 256 \(/, {
    of: "audio",
    samples: 100,
    align: ["mel"],
  }],
  ["off-grid", /multiples of 1; the nearest lengths are 1 \(0.0106666667 s\) and 2/, {
    of: "mel",
    seconds: 0.02,
  }],
  ["no-period", /Cannot crop "text" of/, { of: "text", samples: 3 }],
  ["no-such-field", /no field "codes"/, { of: "audio", samples: 3, align: ["codes"] }],
  ["invalid-option", /wanted exactly one of them, greater than 0/, { of: "audio" }],
  ["invalid-option", /wanted exactly one of them/, { of: "audio", seconds: 1, samples: 24_000 }],
  ["invalid-option", /wanted exactly one of them/, { of: "audio", seconds: 0 }],
  ["invalid-option", /wanted exactly one of them/, { of: "audio", seconds: Infinity }],
  ["invalid-option", /wanted exactly one of them/, { of: "audio", samples: 1.5 }],
  ["invalid-option", /short can't be "drop"/, { of: "audio", samples: 1, short: "drop" }],
  ["invalid-option", /no option "size"/, { of: "audio", size: 1 }],
];

for (const [code, message, window] of wrong) {
  Deno.test(`a window ${JSON.stringify(window)} is refused`, () => {
    const error = errorOf(() => planCrops(window as WindowOptions, { file: dataset.file }));
    assert.equal(error.code, code);
    assert.match(error.message, message);
  });
}

Deno.test("starts() refuses unknown fields and missing memory", () => {
  const plan = planCrops({ of: "audio", samples: 10 }, { file: dataset.file });
  const starts = new Float64Array(2);
  for (const [at, count] of [[1, 1], [-1, 1], [0, 3]] as const) {
    const error = errorOf(() => plan.starts(at, all, { count, starts }));
    assert.equal(error.code, "starts-size");
  }
  assert.equal(
    errorOf(() => plan.starts(0, Uint32Array.of(99), { count: 1, starts })).code,
    "no-such-record",
  );
});
