import assert from "node:assert/strict";
import {
  PcmPipeline,
  PcmResampler,
  type PcmSamples,
  PcmScaler,
  type PcmTarget,
  samplesSource,
} from "../../audio/mod.ts";
import { dspKernels } from "../../kernels/mod.ts";

const target: PcmTarget = {
  sampleRate: 16_000,
  channels: "mono",
  dtype: "int16",
  normalize: false,
  resample: "sinc",
};

/** Bytes held in memory. */
function memory() {
  const pieces: Uint8Array[] = [];
  return {
    write: (bytes: Uint8Array) => void pieces.push(bytes.slice()),
    drain: (take: (piece: Uint8Array) => void) => pieces.splice(0).forEach(take),
  };
}

/** Makes the kernels' memory grow, as a codec or feature that gets the samples might. */
function grow(): void {
  const kernels = dspKernels();
  const before = kernels.bytes().buffer;
  const taken: number[] = [];
  while (kernels.bytes().buffer === before) taken.push(kernels.allocate(2 ** 16));
  for (const offset of taken) kernels.free(offset, 2 ** 16);
}

/** What a pipeline makes of samples; `onWrite` is called in between. */
function run(
  to: Partial<PcmTarget>,
  audio: { samples: PcmSamples; sampleRate: number; channels?: number },
  onWrite = () => {},
): { bytes: number[]; frames: number } {
  using source = samplesSource(audio);
  using pipeline = new PcmPipeline(source, { ...target, ...to });
  const bytes: number[] = [];
  const write = (piece: Uint8Array) => {
    for (const byte of piece) bytes.push(byte);
    onWrite();
  };
  const frames = pipeline.run(source, { write, file: undefined, held: memory() });
  assert.equal(bytes.length, frames * pipeline.frameBytes);
  return { bytes, frames };
}

const tone = Int16Array.from({ length: 60_000 }, (_, at) => 15_000 * Math.sin(at * at / 9e5));

const ways: Partial<PcmTarget>[] = [
  {},
  { normalize: true },
  { resample: "fourier" },
  { resample: { method: "torchaudio" }, dtype: "float32" },
  { channels: 2 },
  { channels: 3, normalize: true, dtype: "int32" },
];

for (const way of ways) {
  Deno.test(`PcmPipeline gives the same result when memory grows under it: ${JSON.stringify(way)}`, () => {
    for (const sampleRate of [16_000, 44_100]) {
      const audio = { samples: tone, sampleRate };
      let left = 4;
      const calm = run(way, audio);
      const disturbed = run(way, audio, () => {
        if (left-- > 0) grow();
      });
      assert.deepEqual(disturbed, calm);
    }
  });
}

Deno.test("PcmPipeline can be reused, even after a clip that failed", () => {
  using pipeline = new PcmPipeline({ format: "float32", sampleRate: 48_000, channels: 2 }, target);
  const pass = (samples: Float32Array) => {
    const bytes: number[] = [];
    const write = (piece: Uint8Array) => void bytes.push(...piece);
    pipeline.run(samplesSource({ samples, sampleRate: 48_000, channels: 2 }), {
      write,
      file: "a.wav",
      held: memory(),
    });
    return bytes;
  };
  const noise = Float32Array.from({ length: 9_600 }, (_, at) => Math.sin(at * at));
  const first = pass(noise);
  assert.equal(first.length, 2 * 1_600);
  assert.deepEqual(pass(noise), first);
  const broken = noise.slice();
  broken[7_001] = -Infinity;
  assert.throws(() => pass(broken), {
    code: "non-finite",
    file: "a.wav",
    message: /sample 3500 of channel 1 is not finite/,
  });
  assert.deepEqual(pass(noise), first);
});

Deno.test("PcmPipeline reports nothing if there are no samples", () => {
  for (const way of ways) {
    for (const sampleRate of [16_000, 44_100]) {
      assert.deepEqual(run(way, { samples: new Int32Array(0), sampleRate }), {
        bytes: [],
        frames: 0,
      });
    }
  }
});

Deno.test("PcmResampler passes on float32 at the source's full scale", () => {
  using resampler = new PcmResampler({
    from: "int16",
    sampleRate: 16_000,
    channels: 2,
    mono: true,
    toRate: 16_000,
    method: "sinc",
  });
  const pieces: number[][] = [];
  resampler.process(Int16Array.of(-32_768, -32_768, 1, 2), (piece) => void pieces.push([...piece]));
  resampler.finish(() => assert.fail());
  assert.deepEqual(pieces, [[-1, 1.5 / 32_768]]);
});

Deno.test("PcmResampler passes on small pieces, however far apart the rates are", () => {
  using resampler = new PcmResampler({
    from: "int16",
    sampleRate: 8_000,
    channels: 1,
    mono: true,
    toRate: 768_000,
    method: "sinc",
  });
  let [frames, largest] = [0, 0];
  const take = ({ length }: Float32Array) => {
    frames += length;
    largest = Math.max(largest, length);
  };
  resampler.process(new Int16Array(50_000), take);
  resampler.finish(take);
  assert.equal(frames, 50_000 * 96);
  assert.ok(largest <= 2 ** 18, `${largest}`);
});

Deno.test("PcmScaler takes samples inside and outside the kernels' memory", () => {
  const kernels = dspKernels();
  const samples = Float32Array.from({ length: 5_000 }, (_, at) => Math.sin(at));
  const options = { to: "int16", channels: 1, copies: 2, fullScale: "largest" } as const;
  using one = new PcmScaler(options);
  const outside = one.convert(samples, 0.5).slice();
  const offset = kernels.allocate(20_000);
  kernels.bytes().set(new Uint8Array(samples.buffer), offset);
  const inside = new Float32Array(kernels.bytes().buffer, offset, 5_000);
  using other = new PcmScaler(options);
  assert.equal(other.peak(inside), one.peak(samples));
  assert.deepEqual(other.convert(inside, 0.5), outside);
  kernels.free(offset, 20_000);
});
