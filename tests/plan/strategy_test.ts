import assert from "node:assert/strict";
import fc from "fast-check";
import { UsageError } from "../../errors/mod.ts";
import {
  chooseAudioStorageStrategy,
  pcmBytes,
  type StorageQuestion,
  type StorageStrategy,
} from "../../plan/mod.ts";

/** The original design's table, restated: by model, and how PCM compares with the budget. */
const table: Readonly<
  Record<string, Readonly<Record<"below" | "equal" | "above", StorageStrategy | "compressed">>>
> = {
  waveforms: { below: "raw", equal: "raw", above: "compressed" },
  spectrograms: { below: "spectrogram", equal: "spectrogram", above: "spectrogram" },
  tokens: { below: "codec_tokens", equal: "codec_tokens", above: "codec_tokens" },
  others: { below: "raw", equal: "raw", above: "compressed" },
};

const models: readonly (readonly [string, keyof typeof table])[] = [
  ["wavenet", "waveforms"],
  ["hifi-gan", "waveforms"],
  ["voicebox", "waveforms"],
  ["whisper", "spectrograms"],
  ["tacotron", "spectrograms"],
  ["vits", "spectrograms"],
  ["conformer", "spectrograms"],
  ["audioflamingo", "tokens"],
  ["musiclm", "tokens"],
  ["audiolm", "tokens"],
];

function wanted(question: StorageQuestion, kind: keyof typeof table): StorageStrategy {
  // Doubling is exact, so the order of these factors rounds the same way as the design's.
  const gigabytes = 2 * 16_000 * question.avgDurationSeconds * question.numSamples / 1e9;
  const { diskBudgetGb: budget } = question;
  const size = gigabytes < budget ? "below" : gigabytes > budget ? "above" : "equal";
  const found = table[kind]![size];
  if (found !== "compressed") return found;
  return question.useCase === "research" ? "compressed_lossless" : "compressed_lossy";
}

const anyModel = fc.oneof(
  fc.constantFrom(...models),
  fc.string().filter((name) => !models.some(([known]) => known === name)).map((name) =>
    [name, "others"] as const
  ),
);

const anyQuestion = fc.record({
  useCase: fc.oneof(fc.constantFrom("research", "training", "Research", ""), fc.string()),
  avgDurationSeconds: fc.double({ min: 0, max: 1e5, noNaN: true }),
  numSamples: fc.nat({ max: 1e9 }),
  // Relative to what PCM takes: above as often as below, and sometimes exactly that.
  factor: fc.oneof(fc.constantFrom(0, 1, Infinity), fc.double({ min: 0, max: 3, noNaN: true })),
});

Deno.test("chooseAudioStorageStrategy() decides by the original design's table", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyModel, anyQuestion, ([model, kind], { factor, ...rest }) => {
      const raw = 16_000 * 2 * rest.avgDurationSeconds * rest.numSamples / 1e9;
      const diskBudgetGb = factor === 0 ? 0 : raw === 0 ? factor : raw * factor;
      const question = { ...rest, diskBudgetGb, trainingModel: model };
      const found = chooseAudioStorageStrategy(question);
      seen.add(`${kind} ${found}`);
      assert.equal(found, wanted(question, kind));
    }),
    { numRuns: 3000 },
  );
  // Every branch has been taken.
  assert.deepEqual([...seen].sort(), [
    "others compressed_lossless",
    "others compressed_lossy",
    "others raw",
    "spectrograms spectrogram",
    "tokens codec_tokens",
    "waveforms compressed_lossless",
    "waveforms compressed_lossy",
    "waveforms raw",
  ]);
});

Deno.test("chooseAudioStorageStrategy() treats exactly the budget as not above it", () => {
  // 32 kB per second: 31,250 clips of one second are a gigabyte, exactly.
  const tie = { avgDurationSeconds: 1, numSamples: 31_250, diskBudgetGb: 1, useCase: "research" };
  assert.equal(chooseAudioStorageStrategy({ ...tie, trainingModel: "wavenet" }), "raw");
  assert.equal(chooseAudioStorageStrategy({ ...tie, trainingModel: "" }), "raw");
  const more = { ...tie, numSamples: 31_251 };
  assert.equal(
    chooseAudioStorageStrategy({ ...more, trainingModel: "wavenet" }),
    "compressed_lossless",
  );
});

Deno.test("chooseAudioStorageStrategy() refuses impossible numbers", () => {
  const question = {
    useCase: "",
    avgDurationSeconds: 1,
    numSamples: 1,
    diskBudgetGb: 1,
    trainingModel: "",
  };
  for (const name of ["avgDurationSeconds", "numSamples", "diskBudgetGb"] as const) {
    for (const value of [-1, NaN]) {
      assert.throws(
        () => chooseAudioStorageStrategy({ ...question, [name]: value }),
        (error) => error instanceof UsageError && error.code === "plan-number",
      );
    }
  }
});

Deno.test("pcmBytes() is rate × bytes per sample × channels × seconds", () => {
  assert.equal(pcmBytes(10), 320_000);
  assert.equal(pcmBytes(10, { sampleRate: 16_000, bits: 16, channels: 1 }), 320_000);
  assert.equal(pcmBytes(3600, { sampleRate: 48_000, bits: 16, channels: 2 }), 691_200_000);
  assert.equal(pcmBytes(1, { sampleRate: 44_100, bits: 24, channels: 6 }), 44_100 * 18);
  assert.equal(pcmBytes(0), 0);
});

Deno.test("pcmBytes() refuses impossible numbers", () => {
  for (const seconds of [-1, NaN, Infinity]) {
    assert.throws(() => pcmBytes(seconds), { code: "plan-number" });
  }
  assert.throws(() => pcmBytes(1, { channels: 0 }), { code: "plan-number" });
});
