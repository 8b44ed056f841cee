import assert from "node:assert/strict";
import { FormatError } from "../../errors/mod.ts";
import { type Figures, parseFigures, planStorage, STORAGE_STRATEGIES } from "../../plan/mod.ts";
import committed from "../../plan/figures.json" with { type: "json" };

/** Round figures, so that results scaled from them can be worked out by hand. */
const figures: Figures = {
  machine: "paper",
  rows: [
    { name: "raw", bytes: 320_000, decodeMs: 1, recordsPerSecond: 1000 },
    { name: "compressed_lossless", bytes: 200_000, decodeMs: 2, recordsPerSecond: 400 },
    { name: "compressed_lossy", bytes: 40_000, decodeMs: 4, recordsPerSecond: 200 },
    { name: "spectrogram", bytes: 100_160, decodeMs: 1, recordsPerSecond: 1000 },
    { name: "codec_tokens", bytes: 12_000, decodeMs: 0.5, recordsPerSecond: 2000 },
  ],
};
const options = { model: "wavenet", useCase: "training", budgetGb: Infinity, figures };
const tenSeconds = { clips: 1000, seconds: 10_000, sampleRate: 16_000, channels: 1 };

function costs(plan: ReturnType<typeof planStorage>) {
  return Object.fromEntries(
    plan.strategies.map(({ name, bytes, decodeMs, recordsPerSecond }) => [
      name,
      [bytes, decodeMs, recordsPerSecond],
    ]),
  );
}

Deno.test("planStorage() gives the measured clip its measured costs", () => {
  assert.deepEqual(costs(planStorage(tenSeconds, options)), {
    raw: [320_000_000, 1, 1000],
    spectrogram: [100_160_000, 1, 1000],
    codec_tokens: [12_000_000, 0.5, 2000],
    compressed_lossless: [200_000_000, 2, 400],
    compressed_lossy: [40_000_000, 4, 200],
  });
});

Deno.test("planStorage() scales audio by samples, features and tokens by bytes", () => {
  const music = { clips: 10, seconds: 50, sampleRate: 48_000, channels: 2 };
  const found = costs(planStorage(music, options));
  // Half the length, three times the rate, two channels: three times the samples.
  assert.deepEqual(found.raw, [9_600_000, 3, 1000 / 3]);
  assert.deepEqual(found.compressed_lossless, [6_000_000, 6, 400 / 3]);
  assert.deepEqual(found.compressed_lossy, [1_200_000, 12, 200 / 3]);
  // 5 s at 16 kHz are 313 hops of 256, including a partial one, plus one frame.
  const mel = 80 * 314 * 2;
  assert.deepEqual(found.spectrogram, [mel * 10, mel / 100_160, 1000 / (mel / 100_160)]);
  assert.deepEqual(found.codec_tokens, [60_000, 0.25, 4000]);
});

Deno.test("planStorage() uses the features that a model was trained on", () => {
  const bytesOf = (model: string) =>
    costs(planStorage({ ...tenSeconds, clips: 1, seconds: 10 }, { ...options, model }))
      .spectrogram?.[0];
  assert.equal(bytesOf("whisper"), 80 * 1000 * 2);
  assert.equal(bytesOf("conformer"), 80 * 1001 * 2);
  assert.equal(bytesOf("tacotron"), 80 * (1 + 861) * 2);
  assert.equal(bytesOf("vits"), 80 * 861 * 2);
  assert.equal(bytesOf("constructor"), 100_160);
});

Deno.test("planStorage() uses the next rate that Opus supports", () => {
  const formOf = (sampleRate: number) => {
    const plan = planStorage({ ...tenSeconds, sampleRate }, options);
    const form = plan.strategies.find(({ name }) => name === "compressed_lossy")?.form;
    return form?.kind === "opus" ? form.sampleRate : undefined;
  };
  assert.deepEqual([8_000, 11_025, 22_050, 44_100, 96_000].map(formOf), [
    8_000,
    12_000,
    24_000,
    48_000,
    48_000,
  ]);
});

Deno.test("planStorage() says whether what was chosen fits", () => {
  const whisper = { ...options, model: "whisper" };
  // 1,000 frames of 160 bytes for each of 1,000 clips.
  assert.equal(planStorage(tenSeconds, { ...whisper, budgetGb: 0.16 }).fitsBudget, true);
  assert.equal(planStorage(tenSeconds, { ...whisper, budgetGb: 0.1599 }).fitsBudget, false);
  const nothing = planStorage(tenSeconds, { ...options, budgetGb: 0 });
  assert.deepEqual([nothing.strategy, nothing.fitsBudget], ["compressed_lossy", false]);
});

Deno.test("planStorage() says why, in a sentence that names model, size and budget", () => {
  const reason = (more: Partial<typeof options>) =>
    planStorage(tenSeconds, { ...options, ...more }).reason;
  assert.match(reason({ model: "whisper" }), /"whisper" is trained on spectrograms/);
  assert.match(reason({ model: "musiclm" }), /"musiclm" is an audio language model/);
  assert.match(reason({ budgetGb: 1 }), /trained on waveforms.*0\.32 GB.*budget is 1 GB/);
  assert.match(reason({ model: "any", budgetGb: 1 }), /0\.32 GB.*fits.*budget is 1 GB/);
  assert.match(reason({ budgetGb: 0.1, useCase: "research" }), /research keeps.*FLAC/);
  assert.match(reason({ budgetGb: 0.1 }), /"training" isn't "research".*Opus/);
});

Deno.test("planStorage() works without figures, and says that costs aren't known", () => {
  const plan = planStorage(tenSeconds, { ...options, figures: { machine: "none", rows: [] } });
  assert.deepEqual(plan.strategies.map(({ decodeMs }) => decodeMs), [null, null, null, null, null]);
  assert.equal(costs(plan).codec_tokens?.[0], 12_000_000);
  assert.equal(costs(plan).compressed_lossless?.[0], 160_000_000);
});

Deno.test("planStorage() refuses to plan for nothing", () => {
  assert.throws(() => planStorage({ ...tenSeconds, clips: 0, seconds: 0 }, options), {
    code: "no-clips",
  });
  assert.throws(() => planStorage({ ...tenSeconds, seconds: NaN }, options), {
    code: "plan-number",
  });
});

Deno.test("the committed figures have every strategy", () => {
  const { rows } = parseFigures(committed, "figures.json");
  assert.deepEqual(rows.map(({ name }) => name).sort(), [...STORAGE_STRATEGIES].sort());
});

Deno.test("parseFigures() refuses what bench:table doesn't save", () => {
  const row = { name: "raw", bytes: 1, decodeMs: 1, recordsPerSecond: 1 };
  const wrong: unknown[] = [
    null,
    [],
    { machine: 1, rows: [] },
    { machine: "m" },
    { machine: "m", rows: [null] },
    { machine: "m", rows: [{ ...row, name: "zip" }] },
    { machine: "m", rows: [{ ...row, decodeMs: -1 }] },
    { machine: "m", rows: [{ ...row, recordsPerSecond: "many" }] },
  ];
  for (const document of wrong) {
    assert.throws(
      () => parseFigures(document, "x.json"),
      (error) =>
        error instanceof FormatError && error.code === "figures" && error.file === "x.json",
    );
  }
  assert.deepEqual(parseFigures({ machine: "m", rows: [row], date: "x" }, "x.json").rows, [row]);
});
