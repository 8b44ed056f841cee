/** Which parameters are allowed, and what is said about those that aren't. */
import assert from "node:assert/strict";
import { UsageError } from "../../errors/mod.ts";
import { FeatureExtractor, type FeatureParameters, melFilters } from "../../kernels/features.ts";
import { dspKernels } from "../../kernels/mod.ts";
import { libraries, original } from "./_features.ts";

const impossible: readonly (readonly [keyof FeatureParameters, Partial<FeatureParameters>])[] = [
  ["sampleRate", { sampleRate: 0 }],
  ["sampleRate", { sampleRate: NaN }],
  ["nFft", { nFft: 1 }],
  ["nFft", { nFft: 65_537, winLength: 400, hopLength: 100 }],
  ["nFft", { nFft: 2 ** 32 }],
  ["nFft", { nFft: 512.5 }],
  ["winLength", { winLength: 1025 }],
  ["winLength", { winLength: 0 }],
  ["hopLength", { hopLength: 0 }],
  ["hopLength", { hopLength: 1025 }],
  ["hopLength", { framing: "stft", hopLength: 2 ** 21 }],
  ["padSamples", { framing: "stft", padSamples: 1024 }],
  ["power", { power: 0 }],
  ["useEnergy", { useEnergy: true }],
  ["removeDcOffset", { removeDcOffset: true }],
  ["nMels", { nMels: 0 }],
  ["nMels", { nMels: 65_536 }],
  ["fMin", { fMin: 8000 }],
  ["fMin", { fMin: -1 }],
  ["fMax", { fMax: 8001 }],
  ["nMfcc", { kind: "mfcc", nMfcc: 81 }],
  ["normalize", { normalize: "per-feature", dynamicRange: 8 }],
  ["dither", { dither: -1 }],
  ["window", { window: "kaiser" as "hann" }],
];

for (const [name, stated] of impossible) {
  Deno.test(`FeatureExtractor refuses ${JSON.stringify(stated)}`, () => {
    assert.throws(() => new FeatureExtractor({ ...original, ...stated }), (error) => {
      assert.ok(error instanceof UsageError);
      assert.equal(error.code, "feature-parameters");
      assert.equal(error.found, String(stated[name]));
      assert.ok(error.message.includes(`${name} is ${stated[name]}, wanted `), error.message);
      return true;
    });
  });
}

Deno.test("melFilters() refuses a table that is too large", () => {
  const huge = { ...original, nFft: 65_536, winLength: 1024, nMels: 65_535 };
  assert.throws(() => melFilters(huge), { code: "feature-parameters" });
});

Deno.test("the largest transform with the most filters is still computed", () => {
  using extractor = new FeatureExtractor({ ...original, nFft: 65_536, nMels: 65_535 });
  const { bins, frames, data } = extractor.compute(new Float32Array(100).fill(0.5));
  assert.deepEqual([bins, frames], [65_535, 5]);
  assert.ok(data.every(Number.isFinite));
});

Deno.test("emptyFilters names filters that lie between two bins, and melFilters() agrees", () => {
  for (const melScale of ["original", "htk", "slaney", "kaldi"] as const) {
    const parameters = { ...original, nFft: 128, winLength: 128, hopLength: 64, melScale };
    using extractor = new FeatureExtractor(parameters);
    const filters = melFilters(parameters);
    const empty = Array.from({ length: 80 }, (_, index) => index).filter((index) =>
      filters.subarray(index * 65, (index + 1) * 65).every((weight) => weight === 0)
    );
    assert.ok(empty.length > 0);
    assert.deepEqual(extractor.emptyFilters, empty);
  }
  using fine = new FeatureExtractor(original);
  assert.deepEqual(fine.emptyFilters, []);
});

Deno.test("twoPass and passBins describe the first pass", () => {
  const of = (parameters: FeatureParameters) => {
    using extractor = new FeatureExtractor(parameters);
    return [extractor.twoPass, extractor.passBins, extractor.bins];
  };
  assert.deepEqual(of(original), [false, 80, 80]);
  assert.deepEqual(of({ ...original, ...libraries.whisper }), [true, 80, 80]);
  assert.deepEqual(of({ ...original, kind: "mfcc" }), [false, 20, 20]);
  assert.deepEqual(of({ ...original, kind: "mfcc", dynamicRange: 8 }), [true, 80, 20]);
  const energy = { ...original, ...libraries.kaldi, useEnergy: true } as const;
  assert.deepEqual(of(energy), [false, 81, 81]);
  assert.deepEqual(of({ ...energy, kind: "spectrogram", useEnergy: false }), [false, 257, 257]);
});

Deno.test("extractors with equal parameters share their tables", () => {
  const kernels = dspKernels();
  const parameters = { ...original, nFft: 65_536, winLength: 16, hopLength: 16, nMels: 60_000 };
  using _first = new FeatureExtractor(parameters);
  const before = kernels.bytes().length;
  const others = Array.from({ length: 4 }, () => new FeatureExtractor({ ...parameters }));
  const shared = kernels.bytes().length - before;
  others.forEach((extractor) => extractor[Symbol.dispose]());
  const apart = Array.from(
    { length: 4 },
    (_, index) => new FeatureExtractor({ ...parameters, fMin: index + 1 }),
  );
  const grown = kernels.bytes().length - before;
  apart.forEach((extractor) => extractor[Symbol.dispose]());
  assert.ok(shared + 2 ** 20 < grown, `${shared} bytes for four that share, ${grown} for others`);
});

Deno.test("power can be any number, and 2 and 1 aren't exceptions", () => {
  const of = (power: number) => {
    using extractor = new FeatureExtractor({
      ...original,
      kind: "spectrogram",
      log: "none",
      power,
    });
    return extractor.compute(Float32Array.from({ length: 2000 }, (_, i) => Math.sin(i))).data
      .slice();
  };
  const [root, one, three] = [of(0.5), of(1), of(3)];
  of(2).forEach((power, index) => {
    const close = (a: number, b: number) => Math.abs(a - b) <= 2e-6 * Math.abs(b);
    assert.ok(close(root[index]!, power ** 0.25) && close(one[index]!, power ** 0.5));
    assert.ok(close(three[index]!, power ** 1.5));
  });
});
