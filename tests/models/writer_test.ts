/** Writers that have codec models compute fields of tokens. */
import assert from "node:assert/strict";
import { AudiofieldError, AudioInputError, ModelError, UsageError } from "../../errors/mod.ts";
import {
  type CodecTokens,
  createDatasetWriter,
  openDataset,
  verifyFile,
} from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { LevelModel, levelTokens } from "./_level_model.ts";

const level = { nCodebooks: 2, vocabSize: 65_536, frameRate: 50 };

/** Tokens computed from another field, and tokens that records contain, or contain audio for. */
const Both = defineDataset("Both", {
  audio: field.waveform(),
  codes: field.codecTokens({ from: "audio", ...level }),
  own: field.codecTokens({ ...level, packing: "bits" }),
});

/** Samples whose level shows where they are. */
function ramp(length: number, start = 0): Int16Array {
  return Int16Array.from({ length }, (_, at) => start + at);
}

function floats(samples: Int16Array): Float32Array {
  return Float32Array.from(samples, (sample) => sample / 32_768);
}

async function inFile(run: (path: string) => Promise<void>): Promise<void> {
  const folder = Deno.makeTempDirSync();
  try {
    await run(`${folder}/out.afd`);
    const left = [...Deno.readDirSync(folder)].filter(({ name }) => name !== "out.afd");
    assert.deepEqual(left, [], "nothing is left behind");
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function models(): { codes: LevelModel; own: LevelModel } {
  return { codes: new LevelModel(), own: new LevelModel() };
}

Deno.test("appendAsync() stores tokens computed from stored audio, from audio, and given as tokens", async () => {
  await inFile(async (path) => {
    const codecModels = models();
    using writer = createDatasetWriter(path, { ir: Both.ir, codecModels });
    const samples = ramp(16_100);
    const other = ramp(700, -5000);
    const tokens = { data: Uint16Array.of(1, 2, 3, 65_535), shape: [2, 2] as const };
    const audio = { samples, sampleRate: 16_000 };
    assert.equal(
      await writer.appendAsync({ audio, own: { samples: other, sampleRate: 16_000 } }),
      0,
    );
    assert.equal(await writer.appendAsync({ audio: { ...audio, samples: other }, own: tokens }), 1);
    const nothing = { samples: new Int16Array(0), sampleRate: 16_000 };
    assert.equal(await writer.appendAsync({ audio: nothing, own: nothing }), 2);
    writer.finish();
    using dataset = openDataset(path);
    const decoded = (name: string, record: number) => {
      const { data, shape } = dataset.field(name).decode(record) as CodecTokens;
      return { data: Array.from(data), shape };
    };
    const wanted = (samples: Int16Array) => ({
      data: Array.from(levelTokens(floats(samples))),
      shape: [2, Math.ceil(samples.length / 320)],
    });
    assert.deepEqual(decoded("codes", 0), wanted(samples));
    assert.deepEqual(decoded("own", 0), wanted(other));
    assert.deepEqual(decoded("codes", 1), wanted(other));
    assert.deepEqual(decoded("own", 1), { data: [1, 2, 3, 65_535], shape: [2, 2] });
    assert.deepEqual(decoded("codes", 2), { data: [], shape: [2, 0] });
    assert.equal(codecModels.codes.runs, 2);
    const { sha256 } = new LevelModel();
    const codecModel = { sha256, sampleRate: 16_000, channels: 1, hopLength: 320 };
    assert.deepEqual(dataset.file.provenance, { codes: { codecModel }, own: { codecModel } });
    assert.equal(dataset.file.fingerprint, Both.fingerprint);
    assert.deepEqual(verifyFile(path).damaged, []);
  });
});

Deno.test("appendAsync() encodes long audio in pieces, and keeps it on disk until then", async () => {
  await inFile(async (path) => {
    const codecModels = models();
    using writer = createDatasetWriter(path, { ir: Both.ir, codecModels });
    // More than a spool keeps in memory.
    const samples = ramp(16_000 * 120);
    const own = { data: new Uint16Array(0), shape: [2, 0] as const };
    await writer.appendAsync({ audio: { samples, sampleRate: 16_000 }, own });
    writer.finish();
    using dataset = openDataset(path);
    const { data } = dataset.field("codes").decode(0) as CodecTokens;
    assert.deepEqual(data, levelTokens(floats(samples)));
    assert.equal(codecModels.codes.runs, 12);
  });
});

Deno.test("append() refuses a record that must wait, and accepts the next", async () => {
  await inFile(async (path) => {
    using writer = createDatasetWriter(path, { ir: Both.ir, codecModels: models() });
    const audio = { samples: ramp(640), sampleRate: 16_000 };
    assert.throws(() => writer.append({ audio, own: audio }), (error) => {
      assert.ok(error instanceof UsageError);
      assert.equal(error.code, "append-async");
      assert.equal(error.field, "own");
      return true;
    });
    assert.equal(await writer.appendAsync({ audio, own: audio }), 0);
    writer.finish();
  });
});

Deno.test("a record that gives a value for a computed field is refused", async () => {
  await inFile(async (path) => {
    const writer = createDatasetWriter(path, { ir: Both.ir, codecModels: models() });
    const audio = { samples: ramp(640), sampleRate: 16_000 };
    const codes = { data: Uint16Array.of(1, 2, 3, 4), shape: [2, 2] };
    await assert.rejects(writer.appendAsync({ audio, codes, own: codes }), {
      code: "computed-field",
      field: "codes",
    });
    writer.abort();
  });
});

Deno.test("appendAsync() keeps nothing of a record that fails while it waits", async () => {
  await inFile(async (path) => {
    const codecModels = models();
    using writer = createDatasetWriter(path, { ir: Both.ir, codecModels });
    const audio = { samples: ramp(640), sampleRate: 16_000 };
    codecModels.own.encode = () =>
      Promise.reject(new ModelError("Cannot run it", { code: "model-run" }));
    await assert.rejects(writer.appendAsync({ audio, own: audio }), (error) => {
      assert.ok(error instanceof ModelError);
      assert.deepEqual([error.field, error.record], ["own", 0]);
      return true;
    });
    delete (codecModels.own as Partial<LevelModel>).encode;
    assert.equal(await writer.appendAsync({ audio, own: audio }), 0);
    writer.finish();
    using dataset = openDataset(path);
    assert.equal(dataset.recordCount, 1);
    assert.deepEqual(verifyFile(path).damaged, []);
  });
});

Deno.test("appendAsync() takes one record at a time, and may be aborted in between", async () => {
  await inFile(async (path) => {
    const writer = createDatasetWriter(path, { ir: Both.ir, codecModels: models() });
    const audio = { samples: ramp(640), sampleRate: 16_000 };
    const first = writer.appendAsync({ audio, own: audio });
    assert.throws(() => writer.append({ audio, own: audio }), { code: "writer-state" });
    assert.equal(await first, 0);
    const second = writer.appendAsync({ audio, own: audio });
    writer.abort();
    await assert.rejects(second, AudiofieldError);
  });
});

Deno.test("NaN is refused, naming the field, the record and the sample", async () => {
  await inFile(async (path) => {
    const writer = createDatasetWriter(path, { ir: Both.ir, codecModels: models() });
    const audio = { samples: ramp(640), sampleRate: 16_000 };
    const samples = new Float32Array(640);
    samples[77] = NaN;
    await assert.rejects(
      writer.appendAsync({ audio, own: { samples, sampleRate: 16_000 } }),
      (error) => {
        assert.ok(error instanceof AudioInputError);
        assert.deepEqual([error.code, error.field, error.record], ["non-finite", "own", 0]);
        return true;
      },
    );
    writer.abort();
  });
});

const misfits: readonly (readonly [string, Readonly<Record<string, LevelModel>>, string])[] = [
  ["another number of codebooks", { codes: misfit({ nCodebooks: 3 }) }, "codec-model"],
  ["another hop", { codes: misfit({ hopLength: 160 }) }, "codec-model"],
  ["another rate", { codes: misfit({ sampleRate: 16_001 }) }, "codec-model"],
  ["no field", { codes: new LevelModel(), nowhere: new LevelModel() }, "no-such-field"],
  [
    "a field of another kind",
    { codes: new LevelModel(), audio: new LevelModel() },
    "no-such-field",
  ],
];

for (const [what, codecModels, code] of misfits) {
  Deno.test(`a model of ${what} is refused before any file is written`, () => {
    using folder = new TestFolder();
    const path = folder.file("out.afd");
    assert.throws(() => createDatasetWriter(path, { ir: Both.ir, codecModels }), { code });
    assert.throws(() => Deno.statSync(path), Deno.errors.NotFound);
  });
}

Deno.test("a computed field needs a model before any file is written", () => {
  using folder = new TestFolder();
  const path = folder.file("out.afd");
  assert.throws(() => createDatasetWriter(path, { ir: Both.ir }), {
    code: "no-codec-model",
    field: "codes",
    message: /--codec-model codes=MODEL\.onnx/,
  });
});

function misfit(change: Partial<LevelModel>): LevelModel {
  return Object.assign(new LevelModel(), change);
}
