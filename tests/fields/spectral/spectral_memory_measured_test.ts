/** Long audio gives the same features as all at once, in memory that doesn't grow with it. */
import assert from "node:assert/strict";
import { dspKernels } from "../../../kernels/mod.ts";
import { FeatureExtractor } from "../../../kernels/features.ts";
import { featureParameters } from "../../../runtime/mod.ts";
import { createDatasetWriter, openDataset } from "../../../runtime/mod.ts";
import {
  defineDataset,
  field,
  fieldKind,
  type ResolvedSpectral,
  type Spectrogram,
} from "../../../schema/mod.ts";

const rate = 16_000;

/** A source of `seconds` that makes its samples on demand. */
function longSource(seconds: number) {
  let done = 0;
  const piece = new Int16Array(rate);
  return {
    sampleRate: rate,
    channels: 1,
    format: "int16" as const,
    frames: undefined,
    next() {
      if (done === seconds) return undefined;
      fill(piece, done++);
      return piece;
    },
    [Symbol.dispose]() {},
  };
}

/** One second of a slow sweep that swells and fades. */
function fill(piece: Int16Array, second: number): void {
  for (let index = 0; index < piece.length; index++) {
    const time = second + index / rate;
    piece[index] = 9000 * (1.2 + Math.sin(time / 40)) * Math.sin(300 * time + 20 * Math.sin(time));
  }
}

for (const preset of ["original", "whisper", "librosa-mfcc", "nemo"] as const) {
  Deno.test(`${preset}: five minutes in pieces give the same as the whole clip at once`, () => {
    const seconds = 300;
    const kind = preset === "librosa-mfcc" ? "mfcc" : "melSpectrogram";
    const options = { from: "audio", preset, storeDtype: "float32" as const };
    const x = kind === "mfcc" ? field.mfcc(options) : field.melSpectrogram(options);
    const { ir } = defineDataset("A", { audio: field.waveform(), x });
    const path = Deno.makeTempFileSync({ suffix: ".afd" });
    try {
      const openAudio = () => longSource(seconds);
      using writer = createDatasetWriter(path, { ir, overwrite: true, openAudio });
      writer.append({ audio: "long" });
      writer.finish();
      using dataset = openDataset(path);
      const found = dataset.field("x").decode(0) as Spectrogram;
      const resolved = fieldKind(kind)!.resolve(ir.fields[1]!.options) as ResolvedSpectral;
      using extractor = new FeatureExtractor(featureParameters(kind, resolved, rate));
      const samples = new Float32Array(seconds * rate);
      const piece = new Int16Array(rate);
      for (let second = 0; second < seconds; second++) {
        fill(piece, second);
        samples.set(Float32Array.from(piece, (value) => value / 32_768), second * rate);
      }
      const { data, bins, frames } = extractor.compute(samples);
      assert.deepEqual(found.shape, [bins, frames]);
      assert.ok(found.data.every((value, index) => value === data[index]));
    } finally {
      Deno.removeSync(path);
    }
  });
}

Deno.test("an hour of audio takes less than 100 MB more than at the start", () => {
  const fields = {
    audio: field.waveform(),
    mel: field.melSpectrogram({ from: "audio", preset: "whisper" }),
    nemo: field.melSpectrogram({ from: "audio", preset: "nemo" }),
  };
  const { ir } = defineDataset("A", fields);
  const path = Deno.makeTempFileSync({ suffix: ".afd" });
  try {
    let largest = 0;
    const openAudio = () => {
      const source = longSource(3600);
      const next = source.next;
      source.next = () => {
        largest = Math.max(largest, Deno.memoryUsage().rss);
        return next.call(source);
      };
      return source;
    };
    using writer = createDatasetWriter(path, { ir, overwrite: true, openAudio });
    // Warm up: code, kernels and tables are loaded before the measurement.
    writer.append({ audio: { samples: new Int16Array(rate), sampleRate: rate } });
    const before = Deno.memoryUsage().rss;
    writer.append({ audio: "long" });
    largest = Math.max(largest, Deno.memoryUsage().rss);
    writer.finish();
    largest = Math.max(largest, Deno.memoryUsage().rss);
    assert.ok(largest - before < 100e6, `${(largest - before) / 1e6} MB more`);
    using dataset = openDataset(path);
    assert.equal(dataset.field("mel").length(1), 360_000);
  } finally {
    Deno.removeSync(path);
  }
});

Deno.test("successive writers of features take no more of the kernels' memory", () => {
  const folder = Deno.makeTempDirSync();
  const { ir } = defineDataset("A", {
    audio: field.waveform(),
    mel: field.melSpectrogram({ from: "audio", preset: "whisper" }),
    cepstra: field.mfcc({ from: "audio", preset: "kaldi-mfcc" }),
  });
  const write = (file: number) => {
    const writer = createDatasetWriter(`${folder}/${file}.afd`, { ir });
    for (let clip = 0; clip < 5; clip++) {
      writer.append({ audio: { samples: new Float32Array(16_000 + clip), sampleRate: 16_000 } });
    }
    writer.finish();
  };
  const bytes = () => dspKernels().bytes().buffer.byteLength;
  try {
    for (let file = 0; file < 3; file++) write(file);
    const before = bytes();
    for (let file = 3; file < 30; file++) write(file);
    assert.ok(bytes() - before < 2 ** 20, `${bytes() - before} bytes more`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
