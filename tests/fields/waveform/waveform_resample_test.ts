import assert from "node:assert/strict";
import fc from "fast-check";
import { createDatasetWriter, openDataset } from "../../../runtime/mod.ts";
import {
  defineDataset,
  field,
  type PcmArray,
  type Waveform,
  type WaveformOptions,
} from "../../../schema/mod.ts";
import { Kinds } from "../_kinds.ts";

const torchaudio = { method: "torchaudio" } as const;
const silence = { audio: { samples: new Int16Array(1), sampleRate: 16_000 } };

/** What a field with these options stores of a clip. */
async function stored(
  options: WaveformOptions,
  audio: { samples: PcmArray; sampleRate: number; channels?: number },
): Promise<Waveform> {
  using kinds = await Kinds.of({ audio: field.waveform(options) });
  return kinds.roundTrip({ audio })["audio"] as Waveform;
}

/** A clip with a constant value. */
function constant(value: number, array: Int16ArrayConstructor | Float64ArrayConstructor): PcmArray {
  return new array(4_800).fill(value);
}

Deno.test("waveform resamples integers by powers of two and floats by the largest integer", async () => {
  // The Fourier method keeps a constant exactly, so that only the scaling shows.
  const of = async (samples: PcmArray) => {
    const audio = { samples, sampleRate: 48_000 };
    const values = new Set((await stored({ resample: "fourier" }, audio)).samples);
    assert.equal(values.size, 1);
    return [...values][0];
  };
  for (const value of [32_767, -32_768, 1, -12_345]) {
    assert.equal(await of(constant(value, Int16Array)), value);
  }
  assert.equal(await of(constant(1, Float64Array)), 32_767);
  assert.equal(await of(constant(-1, Float64Array)), -32_767);
  assert.equal(await of(constant(-0.5, Float64Array)), -16_384);
});

Deno.test("waveform doesn't change audio at its own rate, whatever the method", async () => {
  const samples = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);
  for (const resample of ["sinc", "fourier", torchaudio] as const) {
    const { samples: found } = await stored({ resample }, { samples, sampleRate: 16_000 });
    assert.deepEqual(found, samples);
  }
});

Deno.test("waveform's resampled lengths and durations are exact", async () => {
  using kinds = await Kinds.of({
    sinc: field.waveform(),
    fourier: field.waveform({ resample: "fourier" }),
    torchaudio: field.waveform({ resample: torchaudio }),
  });
  const cases: [frames: number, rate: number, floor: number, ceil: number][] = [
    [0, 48_000, 0, 0],
    [1, 48_000, 0, 1],
    [3_003, 48_000, 1_001, 1_001],
    [3_004, 48_000, 1_001, 1_002],
    [1_001, 8_000, 2_002, 2_002],
    [4_411, 44_100, 1_600, 1_601],
    [22_051, 22_050, 16_000, 16_001],
    [48_048, 48_000, 16_016, 16_016],
  ];
  for (const [frames, sampleRate, floor, ceil] of cases) {
    const audio = { samples: new Float32Array(frames), sampleRate };
    using reader = kinds.pack({ sinc: audio, fourier: audio, torchaudio: audio });
    for (const [name, length] of [["sinc", floor], ["fourier", floor], ["torchaudio", ceil]]) {
      const metadata = reader.field(`${name}`).metadata(0);
      assert.equal(metadata["numSamples"], length, `${name} of ${frames} at ${sampleRate}`);
      assert.equal(metadata["durationMs"], Math.floor(Number(length) * 1000 / 16_000));
      assert.equal(metadata["sampleRate"], 16_000);
    }
  }
});

Deno.test("waveform mixes, then resamples", async () => {
  const left = Float64Array.from({ length: 4_410 }, (_, index) => Math.sin(index / 9) / 2);
  const right = Float64Array.from({ length: 4_410 }, (_, index) => Math.cos(index / 11) / 2);
  const both = Float64Array.from(
    { length: 8_820 },
    (_, index) => (index % 2 === 0 ? left : right)[index >> 1]!,
  );
  const mean = left.map((value, index) => (value + right[index]!) / 2);
  const options = { dtype: "float32" } as const;
  const sampleRate = 44_100;
  const mixed = await stored(options, { samples: both, sampleRate, channels: 2 });
  assert.deepEqual(mixed, await stored(options, { samples: mean, sampleRate }));
  // Each channel is resampled separately.
  const stereo = await stored(
    { ...options, channels: 2 },
    { samples: both, sampleRate, channels: 2 },
  );
  const alone = await stored(options, { samples: right, sampleRate });
  assert.deepEqual(stereo.samples.filter((_, index) => index % 2 === 1), alone.samples);
});

Deno.test("waveform copies a mono clip that it has resampled", async () => {
  const samples = Float32Array.from({ length: 800 }, (_, index) => Math.sin(index));
  const mono = await stored({}, { samples, sampleRate: 8_000 });
  const { samples: copies } = await stored({ channels: 5 }, { samples, sampleRate: 8_000 });
  assert.deepEqual(copies, Int16Array.from(copies, (_, at) => mono.samples[Math.floor(at / 5)]!));
});

Deno.test("waveform saturates where resampling overshoots", async () => {
  const samples = Int16Array.from(
    { length: 4_410 },
    (_, index) => index % 90 < 45 ? 32_767 : -32_768,
  );
  const { samples: found } = await stored({}, { samples, sampleRate: 44_100 });
  assert.equal(Math.max(...found), 32_767);
  assert.equal(Math.min(...found), -32_768);
  // Samples that wrap have the wrong sign in the middle of a half-wave.
  for (let wave = 0; wave < 48; wave++) {
    assert.ok(found[Math.round((wave + 0.25) * 90 * 16_000 / 44_100)]! > 30_000);
    assert.ok(found[Math.round((wave + 0.75) * 90 * 16_000 / 44_100)]! < -30_000);
  }
});

Deno.test("waveform names the frame and channel of the source sample that isn't finite", async () => {
  for (const resample of ["sinc", "fourier", torchaudio] as const) {
    for (const normalize of [false, true]) {
      using kinds = await Kinds.of({
        audio: field.waveform({ resample, normalize, mono: false }),
      });
      const samples = new Float64Array(400_000);
      samples[300_001] = NaN;
      const audio = { samples, sampleRate: 44_100, channels: 2 };
      const error = kinds.refusal({ audio }, silence);
      assert.equal(error.code, "non-finite");
      assert.equal(error.found, "NaN");
      assert.match(error.message, /sample 150000 of channel 1 is not finite/);
      // Nothing of it is left behind.
      assert.deepEqual(kinds.roundTrip(silence), { audio: { ...silence.audio, channels: 1 } });
    }
  }
});

Deno.test("waveform refuses audio that leaves float32's range during resampling", async () => {
  const samples = Float32Array.from(
    { length: 2_000 },
    (_, index) => index % 9 < 4 ? 3.4e38 : -3.4e38,
  );
  for (const options of [{ dtype: "float32" }, {}, { normalize: true }] as const) {
    using kinds = await Kinds.of({ audio: field.waveform(options) });
    const error = kinds.refusal({ audio: { samples, sampleRate: 44_100 } }, silence);
    assert.equal(error.code, "non-finite");
    assert.match(
      error.message,
      /after resampling, sample \d+ of channel 0 is too large for float32/,
    );
  }
});

Deno.test("waveform refuses a clip too long for the Fourier method", async () => {
  using kinds = await Kinds.of({
    audio: field.waveform({ sampleRate: 768_000, resample: "fourier" }),
  });
  // 900 million samples, refused before they are made.
  const error = kinds.refusal(
    { audio: { samples: new Int16Array(1_200), sampleRate: 1 } },
    silence,
  );
  assert.equal(error.name, "AudioInputError");
  assert.equal(error.code, "too-long");
  assert.match(error.message, /it is too long for the Fourier method; cut it into pieces, or use /);
});

Deno.test("waveform stores the same for any pieces from the source", () => {
  const dataset = (resample: "sinc" | "fourier" | typeof torchaudio, normalize: boolean) =>
    defineDataset("A", { audio: field.waveform({ resample, normalize, channels: 2 }) });
  const path = Deno.makeTempFileSync({ suffix: ".afd" });
  const pack = (given: ReturnType<typeof dataset>, parts: readonly Float32Array[]) => {
    const rest = [...parts];
    const openAudio = () => ({
      sampleRate: 44_100,
      channels: 3,
      format: "float32" as const,
      frames: undefined,
      next: () => rest.shift(),
      [Symbol.dispose]() {},
    });
    using writer = createDatasetWriter(path, { ir: given.ir, openAudio, overwrite: true });
    writer.append({ audio: "x" });
    writer.finish();
    using reader = openDataset(path);
    return reader.toRecord(0)["audio"];
  };
  const drawn = fc.record({
    lengths: fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 6 }),
    resample: fc.constantFrom("sinc" as const, "fourier" as const, torchaudio),
    normalize: fc.boolean(),
  });
  try {
    fc.assert(
      fc.property(drawn, ({ lengths, resample, normalize }) => {
        const parts = lengths.map((length, part) =>
          Float32Array.from({ length: length * 3 }, (_, index) => Math.sin(index * (part + 1) * 7))
        );
        const whole = new Float32Array(parts.flatMap((part) => [...part]));
        const given = dataset(resample, normalize);
        assert.deepEqual(pack(given, parts), pack(given, [whole]));
      }),
      { numRuns: 25 },
    );
  } finally {
    Deno.removeSync(path);
  }
});
