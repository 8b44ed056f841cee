/** Features of streams: cut anywhere, of any length, announced or not. */
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  FeatureExtractor,
  type FeatureParameters,
  type FeatureTile,
} from "../../kernels/features.ts";
import { dspKernels } from "../../kernels/mod.ts";
import { libraries, original } from "./_features.ts";

/** Small transforms, so that many clips can be tested; every kind of framing and of finishing. */
const kinds: Readonly<Record<string, FeatureParameters>> = {
  original: { ...original, nFft: 64, winLength: 64, hopLength: 20, nMels: 8 },
  whisper: { ...original, ...libraries.whisper, nFft: 50, winLength: 50, hopLength: 20, nMels: 6 },
  uncentred: {
    ...original,
    ...libraries.tacotron2,
    nFft: 64,
    winLength: 64,
    hopLength: 16,
    nMels: 8,
    center: false,
    padSamples: 24,
  },
  snipped: {
    ...original,
    ...libraries.kaldi,
    nFft: 64,
    winLength: 50,
    hopLength: 20,
    nMels: 8,
    useEnergy: true,
    dither: 0.01,
  },
  mirrored: {
    ...original,
    ...libraries.kaldi,
    nFft: 64,
    winLength: 50,
    hopLength: 20,
    nMels: 8,
    snipEdges: false,
  },
  nemo: {
    ...original,
    ...libraries.nemo,
    nFft: 64,
    winLength: 50,
    hopLength: 20,
    nMels: 8,
    padTo: 8,
    dither: 0.01,
  },
  cepstra: {
    ...original,
    ...libraries.librosa,
    kind: "mfcc",
    nFft: 64,
    winLength: 64,
    hopLength: 20,
    nMels: 8,
    nMfcc: 5,
    log: "db",
    logFloor: 1e-10,
    topDb: 80,
  },
  gaps: { ...original, ...libraries.librosa, nFft: 32, winLength: 32, hopLength: 100, nMels: 4 },
};

/** Noise with a tone, so that no bin is empty. */
function clip(samples: number): Float32Array {
  const random = new Uint32Array([7]);
  return Float32Array.from({ length: samples }, (_, index) => {
    random[0] = Math.imul(random[0]!, 1_664_525) + 1_013_904_223;
    return 0.3 * Math.sin(index * 0.7) + 0.1 * (random[0]! / 2 ** 32 - 0.5);
  });
}

function whole(parameters: FeatureParameters, samples: Float32Array): Float32Array {
  using extractor = new FeatureExtractor(parameters);
  const tile = extractor.compute(samples);
  assert.equal(tile.stride, Math.max(tile.frames, 1));
  return tile.data.slice();
}

type Kept = Pick<FeatureTile, "data" | "frames" | "stride" | "firstFrame">;

/** Pushes pieces, copies all tiles, and finishes them afterwards, as packing a long file does. */
function inPieces(
  extractor: FeatureExtractor,
  samples: Float32Array,
  pieces: readonly number[],
): Float32Array {
  const kept: Kept[] = [];
  const keep = ({ data, frames, stride, firstFrame }: FeatureTile) =>
    void kept.push({ data: data.slice(), frames, stride, firstFrame });
  let at = 0;
  for (const length of pieces) {
    extractor.push(samples.subarray(at, at + length), keep);
    at += length;
  }
  extractor.push(samples.subarray(at), keep);
  extractor.finish(keep);
  const frames = extractor.frames(samples.length);
  const result = new Float32Array(extractor.bins * frames);
  for (const first of kept) {
    const tile = extractor.twoPass ? extractor.finalize(first) : first;
    for (let row = 0; row < extractor.bins; row++) {
      const values = tile.data.subarray(row * tile.stride, row * tile.stride + tile.frames);
      result.set(values, row * frames + first.firstFrame);
    }
  }
  assert.equal(kept.reduce((sum, tile) => sum + tile.frames, 0), frames);
  return result;
}

for (const [name, parameters] of Object.entries(kinds)) {
  Deno.test(`FeatureExtractor gives the same result for ${name} however a clip is cut`, () => {
    using extractor = new FeatureExtractor(parameters);
    const announced = fc.constantFrom("rightly", "not", "too short", "too long");
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1500 }),
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 8 }),
        announced,
        (length, pieces, announced) => {
          const samples = clip(length);
          const said = {
            rightly: length,
            not: undefined,
            "too short": 1,
            "too long": length + 999,
          };
          extractor.reset(said[announced]);
          assert.deepEqual(inPieces(extractor, samples, pieces), whole(parameters, samples));
        },
      ),
      { numRuns: 60 },
    );
  });
}

Deno.test("FeatureExtractor returns a long clip in many tiles, which together are the whole", () => {
  const samples = clip(700_000);
  using extractor = new FeatureExtractor(kinds.whisper!);
  extractor.reset();
  const tiled = inPieces(extractor, samples, [100_000, 1, 299_999]);
  assert.deepEqual(tiled, whole(kinds.whisper!, samples));
});

Deno.test("push() takes samples in the kernels' memory like any others", () => {
  const kernels = dspKernels();
  const samples = clip(20_000);
  using extractor = new FeatureExtractor(kinds.original!);
  const wanted = extractor.compute(samples).data.slice();
  const offset = kernels.allocate(samples.byteLength);
  new Float32Array(kernels.bytes().buffer, offset, samples.length).set(samples);
  extractor.reset(samples.length);
  const ignore = () => {};
  extractor.push(new Float32Array(kernels.bytes().buffer, offset, samples.length), ignore);
  let actual = new Float32Array();
  extractor.finish(({ data }) => void (actual = data.slice()));
  kernels.free(offset, samples.byteLength);
  assert.deepEqual(actual, wanted);
});

/** The counts that each library's documentation gives. */
const counts: Readonly<Record<string, (n: number) => number>> = {
  original: (n) => Math.ceil(Math.max(n, 64) / 20) + 1,
  whisper: (n) => Math.floor(n / 20),
  uncentred: (n) => Math.floor(n / 16),
  snipped: (n) => n < 50 ? 0 : 1 + Math.floor((n - 50) / 20),
  mirrored: (n) => Math.floor((n + 10) / 20),
  nemo: (n) => Math.ceil((1 + Math.floor(n / 20)) / 8) * 8,
  cepstra: (n) => 1 + Math.floor(n / 20),
  gaps: (n) => 1 + Math.floor(n / 100),
};

for (const [name, count] of Object.entries(counts)) {
  Deno.test(`frames() of ${name} is the library's count, and that many come out`, () => {
    using extractor = new FeatureExtractor(kinds[name]!);
    assert.equal(extractor.frames(0), 0);
    for (let length = 1; length < 400; length++) {
      assert.equal(extractor.frames(length), count(length), `${length} samples`);
      const { frames, bins, data } = extractor.compute(clip(length));
      assert.equal(frames, count(length));
      assert.equal(data.length, frames * bins);
      assert.ok(data.every(Number.isFinite), `${length} samples`);
    }
    assert.equal(extractor.compute(new Float32Array()).frames, 0);
  });
}

Deno.test("frames() counts the frames of a day of audio", () => {
  using extractor = new FeatureExtractor({ ...original, ...libraries.whisper });
  assert.equal(extractor.frames(86_400 * 16_000), 8_640_000);
});

Deno.test("a short clip equals one extended with zeros, with the frame count of its own length", () => {
  // 900 samples, for which scipy would shorten its window: 5 frames of one window's padding.
  using scipy = new FeatureExtractor(original);
  const short = clip(900);
  const padded = new Float32Array(1024);
  padded.set(short);
  const wanted = scipy.compute(padded).data.slice();
  const { data, frames } = scipy.compute(short);
  assert.equal(frames, 5);
  assert.deepEqual(data, wanted);

  // 300 samples can't be mirrored by 384, so they are extended to 385; the count is that of 300.
  using hifigan = new FeatureExtractor({
    ...original,
    ...libraries.tacotron2,
    center: false,
    padSamples: 384,
  });
  const extended = new Float32Array(385);
  extended.set(clip(300));
  const column = (tile: FeatureTile) =>
    Array.from({ length: tile.bins }, (_, row) => tile.data[row * tile.stride]);
  const first = column(hifigan.compute(extended));
  const tile = hifigan.compute(clip(300));
  assert.equal(tile.frames, 1);
  assert.deepEqual(column(tile), first);
});

Deno.test("silence and full scale are finite", () => {
  for (const parameters of [original, ...Object.values(kinds)]) {
    using extractor = new FeatureExtractor({ ...parameters, dither: 0 });
    for (const level of [0, 1, -1]) {
      const { data, frames } = extractor.compute(new Float32Array(3000).fill(level));
      assert.ok(frames > 0 && data.every(Number.isFinite));
    }
  }
  using whisper = new FeatureExtractor({ ...original, ...libraries.whisper });
  // (log10(1e-10) + 4) / 4
  assert.ok(whisper.compute(new Float32Array(1600)).data.every((value) => value === -1.5));
});

Deno.test("a NaN reaches only the frames that read it", () => {
  using extractor = new FeatureExtractor({ ...original, framing: "stft", center: false });
  const samples = clip(8192);
  const clean = extractor.compute(samples).data.slice();
  samples[5000] = NaN;
  const { data, frames } = extractor.compute(samples);
  data.forEach((value, index) => {
    const start = (index % frames) * 256;
    if (start <= 5000 && 5000 < start + 1024) assert.ok(Number.isNaN(value));
    else assert.equal(value, clean[index]);
  });
});

Deno.test("a NaN isn't hidden by the clip's floor", () => {
  using extractor = new FeatureExtractor({ ...original, ...libraries.whisper });
  const samples = clip(16_000);
  samples[8000] = NaN;
  const { data, frames } = extractor.compute(samples);
  assert.ok(Number.isNaN(data[50]) && !Number.isNaN(data[20]) && !Number.isNaN(data[frames - 1]));
});
