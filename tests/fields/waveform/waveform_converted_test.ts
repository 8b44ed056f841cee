/** Batches of waveforms that are converted, scaled and laid out as they are decoded. */
import assert from "node:assert/strict";
import { openSpeech } from "../../../generated/speech.ts";
import { createSpeechWriter } from "../../../generated/speech_writer.ts";
import { createDatasetWriter, openDataset } from "../../../runtime/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";

/** Runs `use` with the path of a temporary file. */
function withFile(use: (path: string) => void): void {
  const folder = Deno.makeTempDirSync({ prefix: "audiofield-converted-" });
  try {
    use(`${folder}/a.afd`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Packs mono clips with these samples into the example's dataset. */
function withSpeech(
  clips: readonly Int16Array<ArrayBuffer>[],
  use: (speech: ReturnType<typeof openSpeech>) => void,
): void {
  withFile((path) => {
    const writer = createSpeechWriter(path);
    for (const samples of clips) writer.append({ audio: { samples, sampleRate: 16_000 } });
    writer.finish();
    using speech = openSpeech(path);
    use(speech);
  });
}

/** Clips longer than a tile, of exactly one, and shorter ones. */
const lengths = [20_000, 8_192, 3, 0, 16_385];
const clips = lengths.map((length, clip) =>
  Int16Array.from({ length }, (_, index) => ((index * 7919 + clip * 13) % 65_536) - 32_768)
);

Deno.test("int16 becomes float32 while it is batched: samples ÷ 32,768, then zeros", () => {
  withSpeech(clips, (speech) => {
    using batch = speech.audio.allocateBatch(6, { dtype: "float32", padTo: "batch" });
    for (const indices of [[0, 1, 2, 3, 4], [2, 3], [4, 4, 1]]) {
      batch.data.fill(9);
      speech.audio.decodeBatch(indices, batch);
      const width = Math.max(...indices.map((index) => lengths[index]!));
      assert.deepEqual(batch.shape, [indices.length, width, 1]);
      indices.forEach((index, row) => {
        const wanted = new Float32Array(width);
        wanted.set(Float32Array.from(clips[index]!, (sample) => sample / 32_768));
        assert.deepEqual(batch.data.subarray(row * width, (row + 1) * width), wanted);
        assert.equal(batch.lengths[row], lengths[index]);
      });
    }
  });
});

Deno.test("each row is multiplied by its gain, in float32", () => {
  withSpeech(clips, (speech) => {
    using batch = speech.audio.allocateBatch(2, { dtype: "float32", layout: "mono" });
    batch.gains.set([0.1, -3]);
    speech.audio.decodeBatch([0, 4], batch);
    const [, width] = batch.shape;
    assert.deepEqual(batch.shape, [2, 20_000]);
    for (const at of [0, 1, 8_191, 8_192, 16_384]) {
      assert.equal(batch.data[at], Math.fround(clips[0]![at]! / 32_768 * Math.fround(0.1)));
      assert.equal(batch.data[width + at], Math.fround(clips[4]![at]! / 32_768 * -3));
    }
  });
});

Deno.test("windows are converted like whole clips", () => {
  withSpeech(clips, (speech) => {
    using batch = speech.audio.allocateBatch(3, { dtype: "float32", maxSamples: 10_000 });
    speech.audio.decodeWindowBatch([0, 1, 2], [15_000, 100, 7], 9_000, batch);
    assert.deepEqual(batch.shape, [3, 9_000, 1]);
    assert.deepEqual([...batch.lengths], [5_000, 8_092, 0]);
    assert.equal(batch.data[4_999], clips[0]![19_999]! / 32_768);
    assert.equal(batch.data[5_000], 0);
    assert.equal(batch.data[9_000 + 8_091], clips[1]![8_191]! / 32_768);
    assert.ok(batch.data.subarray(18_000, 27_000).every((sample) => sample === 0));
  });
});

Deno.test("clips with their own channel counts are laid out or mixed, and zero-filled", () => {
  withFile((path) => {
    const { ir } = defineDataset("A", { audio: field.waveform({ channels: "source" }) });
    const writer = createDatasetWriter(path, { ir });
    const stereo = Int16Array.of(16_384, -16_384, 8_192, 0, 1, 2);
    writer.append({ audio: { samples: stereo, sampleRate: 16_000, channels: 2 } });
    writer.append({ audio: { samples: Int16Array.of(-32_768, 32_767), sampleRate: 16_000 } });
    writer.finish();
    using dataset = openDataset(path);
    const audio = dataset.field("audio");
    const valuesOf = (layout: string) => {
      const batch = audio.allocateBatch(2, { dtype: "float32", layout }) as {
        shape: number[];
        data: Float32Array;
      };
      audio.decodeBatch([0, 1], batch);
      return [batch.shape, Array.from(batch.data, (value) => value * 32_768)];
    };
    assert.deepEqual(valuesOf("channelsLast"), [
      [2, 3, 2],
      [16_384, -16_384, 8_192, 0, 1, 2, -32_768, 0, 32_767, 0, 0, 0],
    ]);
    assert.deepEqual(valuesOf("channelsFirst"), [
      [2, 2, 3],
      [16_384, 8_192, 1, -16_384, 0, 2, -32_768, 32_767, 0, 0, 0, 0],
    ]);
    assert.deepEqual(valuesOf("mono"), [[2, 3], [0, 4_096, 1.5, -32_768, 32_767, 0]]);
  });
});

Deno.test("impossible batches are refused, with the option's name", () => {
  withSpeech(clips.slice(2, 3), ({ audio }) => {
    const codeOf = (options: object) => {
      try {
        audio.allocateBatch(1, options)[Symbol.dispose]();
      } catch (error) {
        return (error as { code: string; message: string }).message;
      }
      return undefined;
    };
    assert.match(codeOf({ dtype: "int32" })!, /dtype.*float32/);
    assert.match(codeOf({ dtype: "float32", layout: "planar" })!, /layout.*channelsLast/);
    assert.match(codeOf({ layout: "mono" })!, /no option "layout"/);
    assert.match(codeOf({ dtype: "float32", gain: 2 })!, /no option "gain"/);
    assert.match(codeOf({ dtype: "float32", maxSamples: -1 })!, /maxSamples/);
    assert.equal(codeOf({ dtype: "float32" }), undefined);
    using batch = audio.allocateBatch(1, { dtype: "float32" });
    assert.throws(() => audio.decodeBatch([0, 0], batch), { code: "batch-too-small" });
    assert.throws(() => audio.decodeBatch([1], batch), { code: "no-such-record" });
  });
});

Deno.test("a disposed batch is refused, and frees the kernels' memory once", () => {
  withSpeech(clips, ({ audio }) => {
    const batch = audio.allocateBatch(2, { dtype: "float32" });
    audio.decodeBatch([0, 1], batch);
    batch[Symbol.dispose]();
    batch[Symbol.dispose]();
    assert.throws(() => audio.decodeBatch([0], batch), { code: "disposed" });
    using other = audio.allocateBatch(2, { dtype: "float32" });
    audio.decodeBatch([4], other);
    assert.equal(other.data[16_384], clips[4]![16_384]! / 32_768);
  });
});
