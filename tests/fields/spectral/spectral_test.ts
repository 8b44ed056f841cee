/** Spectral fields: what they accept, what they store, and how it appears in batches. */
import assert from "node:assert/strict";
import { openAudio } from "../../../audio/mod.ts";
import { createDatasetWriter, openDataset, type SpectralBatch } from "../../../runtime/mod.ts";
import { defineDataset, field, type Spectrogram } from "../../../schema/mod.ts";

const clips = new URL("../../data/clips/", import.meta.url).pathname;
const speech = `${clips}p01_speech_16k_s16.wav`;

type Fields = Parameters<typeof defineDataset>[1];

/** Packs records, and passes the open file to `use`. */
function packed<T>(
  fields: Fields,
  records: readonly Record<string, unknown>[],
  use: (dataset: ReturnType<typeof openDataset>) => T,
): T {
  const { ir } = defineDataset("A", fields);
  const path = Deno.makeTempFileSync({ suffix: ".afd" });
  try {
    using writer = createDatasetWriter(path, { ir, overwrite: true, openAudio: open });
    for (const record of records) writer.append(record);
    writer.finish();
    using dataset = openDataset(path);
    return use(dataset);
  } finally {
    Deno.removeSync(path);
  }
}

const open = (input: string | { path: string }) =>
  openAudio(typeof input === "string" ? input : input.path);

function featuresOf(options: object, value: unknown): Spectrogram {
  const x = field.melSpectrogram(options) as Fields[string];
  return packed({ x }, [{ x: value }], (dataset) => dataset.field("x").decode(0) as Spectrogram);
}

/** A tone with some noise, without random numbers. */
function tone(length: number, sampleRate = 16_000) {
  const samples = Float32Array.from(
    { length },
    (_, index) => 0.4 * Math.sin(index * 0.17) + 0.1 * Math.sin(index * index * 0.013),
  );
  return { samples, sampleRate };
}

function codeOf(run: () => unknown): { code: string; record: number | undefined } {
  try {
    run();
  } catch (cause) {
    return cause as { code: string; record: number | undefined };
  }
  throw new Error("Nothing was thrown");
}

Deno.test("from: the features are those of the stored samples", () => {
  const fields = {
    mel: field.melSpectrogram({ from: "audio", preset: "whisper", storeDtype: "float32" }),
    audio: field.waveform(),
    cepstra: field.mfcc({ from: "audio", preset: "librosa-mfcc", storeDtype: "float32" }),
  };
  packed(fields, [{ audio: tone(20_000) }, { audio: speech }], (dataset) => {
    for (const record of [0, 1]) {
      const { samples } = dataset.field("audio").decode(record) as { samples: Int16Array };
      const stored = { samples, sampleRate: 16_000 };
      const options = { preset: "whisper", storeDtype: "float32" };
      assert.deepEqual(dataset.field("mel").decode(record), featuresOf(options, stored));
      const { shape } = dataset.field("cepstra").decode(record) as Spectrogram;
      assert.equal(shape[0], 20);
    }
  });
});

Deno.test("from: audio at another rate is resampled, channels are averaged", () => {
  const stereo = new Float32Array(2 * 44_100);
  for (let index = 0; index < 44_100; index++) {
    stereo[2 * index] = Math.sin(index * 0.05);
    stereo[2 * index + 1] = -0.5 * Math.sin(index * 0.05);
  }
  const mono = Float32Array.from(
    { length: 44_100 },
    (_, i) => (stereo[2 * i]! + stereo[2 * i + 1]!) / 2,
  );
  const fields = {
    audio: field.waveform({ sampleRate: 44_100, channels: "stereo", dtype: "float32" }),
    mel: field.melSpectrogram({ from: "audio", preset: "whisper" }),
  };
  const audio = { samples: stereo, sampleRate: 44_100, channels: 2 };
  const found = packed(fields, [{ audio }], (dataset) => dataset.field("mel").decode(0));
  const wanted = featuresOf({ preset: "whisper" }, { samples: mono, sampleRate: 44_100 });
  assert.deepEqual((found as Spectrogram).shape, [80, 100]);
  assert.deepEqual(found, wanted);
});

Deno.test("from: a value in the record is refused, and the next record is accepted", () => {
  const { ir } = defineDataset("A", {
    audio: field.waveform(),
    mel: field.melSpectrogram({ from: "audio" }),
  });
  const path = Deno.makeTempFileSync({ suffix: ".afd" });
  using writer = createDatasetWriter(path, { ir, overwrite: true });
  assert.throws(() => writer.append({ audio: tone(100), mel: "x.npy" }), {
    name: "ManifestError",
    code: "computed-field",
    record: 0,
    field: "mel",
  });
  assert.throws(() => writer.append({ audio: "missing.wav" }), { code: "no-audio-opener" });
  assert.equal(writer.append({ audio: tone(5000) }), 0);
  writer.finish();
  using dataset = openDataset(path);
  assert.deepEqual((dataset.field("mel").decode(0) as Spectrogram).shape, [80, 21]);
  Deno.removeSync(path);
});

Deno.test("clips of few samples have as many frames as their length implies", () => {
  const frames = (preset: string, samples: number) =>
    featuresOf({ preset, sampleRate: 16_000 }, tone(samples)).shape[1];
  for (const samples of [0, 1, 399, 400, 1023, 1024]) {
    assert.equal(frames("original", samples), samples === 0 ? 0 : samples <= 1024 ? 5 : 6);
    assert.equal(frames("whisper", samples), Math.floor(samples / 160));
    assert.equal(frames("librosa", samples), samples === 0 ? 0 : 1 + Math.floor(samples / 512));
    assert.equal(frames("torchaudio", samples), samples === 0 ? 0 : 1 + Math.floor(samples / 200));
    const kaldi = samples < 400 ? 0 : 1 + Math.floor((samples - 400) / 160);
    assert.equal(frames("kaldi-fbank", samples), kaldi);
  }
});

Deno.test("silence and full scale give finite features in every preset", () => {
  for (const preset of ["original", "whisper", "librosa-db", "kaldi-fbank", "hifigan", "nemo"]) {
    for (const level of [0, -1, 32_767, -32_768]) {
      const samples = new Int16Array(8000).fill(level);
      const { data } = featuresOf({ preset, sampleRate: 16_000 }, { samples, sampleRate: 16_000 });
      assert.ok(data.every(Number.isFinite), `${preset} ${level}`);
    }
  }
});

Deno.test("NaN and infinity in audio are an error that names the record", () => {
  for (const value of [NaN, Infinity]) {
    const audio = tone(3000);
    audio.samples[1234] = value;
    const x = field.melSpectrogram();
    const error = codeOf(() => packed({ x }, [{ x: tone(3000) }, { x: audio }], () => {}));
    assert.equal(error.code, "non-finite");
    assert.equal(error.record, 1);
    assert.match(String(error), /sample 1234 of channel 0/);
  }
});

Deno.test("features too large for float16 are refused, and stored in float32", () => {
  const samples = new Float32Array(8000).fill(1);
  const audio = { samples, sampleRate: 16_000 };
  const options = { preset: "torchaudio", inputScale: 1000 };
  assert.equal(codeOf(() => featuresOf(options, audio)).code, "overflow");
  const { data } = featuresOf({ ...options, storeDtype: "float32" }, audio);
  assert.ok(Math.max(...data) > 65_520);
});

Deno.test("padSeconds: only frames that touch the clip are stored, whatever its length", () => {
  const options = { preset: "whisper", padSeconds: 0.5, storeDtype: "float32" } as const;
  for (const samples of [0, 1, 100, 400, 4000, 7799, 7800, 7999, 8000, 9000, 20_000]) {
    const { data, shape } = featuresOf(options, tone(samples));
    // The same clip, padded or cut by hand.
    const padded = new Float32Array(8000);
    padded.set(tone(samples).samples.subarray(0, 8000));
    const whole = featuresOf(
      { preset: "whisper", storeDtype: "float32" },
      { samples: padded, sampleRate: 16_000 },
    );
    const kept = samples === 0 ? 0 : Math.min(50, Math.ceil((Math.min(samples, 8000) + 200) / 160));
    assert.deepEqual(shape, [80, kept]);
    assert.deepEqual(whole.shape, [80, 50]);
    const silence = whole.data[whole.data.length - 1]!;
    for (let bin = 0; bin < 80; bin++) {
      const row = data.subarray(bin * kept, (bin + 1) * kept);
      assert.deepEqual(row, whole.data.subarray(bin * 50, bin * 50 + kept));
      const rest = whole.data.subarray(bin * 50 + kept, (bin + 1) * 50);
      assert.ok(rest.every((value) => value === silence), `${samples}`);
    }
  }
});

Deno.test("padSeconds: arrays have at most its frames", () => {
  const mel = field.melSpectrogram({ preset: "whisper", padSeconds: 0.5 });
  const given = (frames: number) => ({
    mel: { data: new Float32Array(80 * frames), shape: [80, frames] },
  });
  packed({ mel }, [given(0), given(50)], (dataset) => {
    assert.equal(dataset.field("mel").length(1), 50);
  });
  assert.throws(() => packed({ mel }, [given(51)], () => {}), {
    name: "ManifestError",
    code: "array-shape",
    message: 'Cannot write "mel" of record 0: the given array has shape (80, 51), not ' +
      "(80, at most 50), as padSeconds is 0.5; cut it to 50 frames, or change padSeconds in the " +
      "schema",
  });
});

Deno.test("padSeconds: batches are the model's own input, each padded with its own silence", () => {
  const x = field.melSpectrogram({ preset: "whisper", padSeconds: 0.5, storeDtype: "float32" });
  const lengths = [100, 4000, 8000];
  packed({ x }, lengths.map((samples) => ({ x: tone(samples) })), (dataset) => {
    const reader = dataset.field("x");
    assert.deepEqual(reader.declareBatch(3).shape, [3, 80, 50]);
    using batch = reader.allocateBatch(3) as SpectralBatch<Float32Array>;
    reader.decodeBatch([0, 1, 2], batch);
    assert.deepEqual([...batch.shape], [3, 80, 50]);
    lengths.forEach((samples, row) => {
      const padded = new Float32Array(8000);
      padded.set(tone(samples).samples);
      const whole = featuresOf(
        { preset: "whisper", storeDtype: "float32" },
        { samples: padded, sampleRate: 16_000 },
      );
      assert.deepEqual(batch.data.subarray(row * 4000, (row + 1) * 4000), whole.data);
    });
  });
});

Deno.test("batches: bins or frames first, widened, padded, cropped", () => {
  const x = field.melSpectrogram({ nFft: 64, hopLength: 64, nMels: 3 });
  const array = (frames: number) => ({
    data: Float32Array.from({ length: 3 * frames }, (_, index) => index + frames * 100),
    shape: [3, frames],
  });
  packed({ x }, [{ x: array(2) }, { x: array(4) }], (dataset) => {
    const reader = dataset.field("x");
    const filled = (options: object) => {
      using batch = reader.allocateBatch(2, options) as SpectralBatch;
      reader.decodeBatch([0, 1], batch);
      const size = batch.shape.reduce((a, b) => a * b);
      return {
        shape: [...batch.shape],
        lengths: [...batch.lengths],
        data: [...batch.data.slice(0, size)],
      };
    };
    // deno-fmt-ignore
    assert.deepEqual(filled({ dtype: "float32" }), {
      shape: [2, 3, 4], lengths: [2, 4],
      data: [200, 201, 0, 0, 202, 203, 0, 0, 204, 205, 0, 0,
        400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411],
    });
    // deno-fmt-ignore
    assert.deepEqual(
      filled({ dtype: "float32", layout: "framesFirst", maxFrames: 3, onLonger: "crop", padValue: -1 }),
      {
        shape: [2, 3, 3], lengths: [2, 3],
        data: [200, 202, 204, 201, 203, 205, -1, -1, -1, 400, 404, 408, 401, 405, 409, 402, 406, 410],
      },
    );
    const bits = filled({ padValue: 0.5 });
    assert.deepEqual(bits.data.slice(0, 4), [0x5a40, 0x5a48, 0x3800, 0x3800]);
    assert.equal(codeOf(() => filled({ maxFrames: 3 })).code, "longer-than-batch");
    assert.equal(codeOf(() => filled({ maxFrames: 2 ** 50 })).code, "batch-too-large");
    assert.equal(codeOf(() => filled({ dtype: "int8" })).code, "invalid-option");
    assert.equal(codeOf(() => filled({ layout: "x" })).code, "invalid-option");
    assert.equal(codeOf(() => filled({ padValue: "0" })).code, "invalid-option");
  });
});

Deno.test("float32 is never narrowed for a batch", () => {
  const x = field.melSpectrogram({ storeDtype: "float32" });
  packed({ x }, [], (dataset) => {
    const error = codeOf(() => dataset.field("x").allocateBatch(1, { dtype: "float16" }));
    assert.equal(error.code, "invalid-option");
  });
});

Deno.test("anything but audio, an array or a path is refused", () => {
  const wrong = [undefined, null, 3, {}, { data: [1, 2], shape: [80, 1] }, {
    data: new Float32Array(80),
  }];
  for (const value of wrong) {
    const { code } = codeOf(() => featuresOf({}, value));
    assert.ok(code === "wrong-value" || code === "missing-value", `${code}`);
  }
});
