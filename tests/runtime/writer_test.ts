import assert from "node:assert/strict";
import { openSpeech } from "../../generated/speech.ts";
import { createSpeechWriter, type SpeechInput } from "../../generated/speech_writer.ts";
import { clip, errorOf, Folder } from "./_speech.ts";

/** A record that fails in its last field, after the others have been written. */
const failing: SpeechInput = { ...clip(50_000), speaker: -1 };

Deno.test("append() returns the record's index", () => {
  using folder = new Folder();
  using writer = createSpeechWriter(folder.file("a.afd"));
  assert.deepEqual([writer.append(clip(3)), writer.append(clip(0))], [0, 1]);
  assert.equal(writer.recordCount, 2);
  assert.ok(writer.byteLength > 0);
});

Deno.test("append() drops a record that fails and accepts the next, with the same bytes", () => {
  using folder = new Folder();
  const [plain, retried] = [folder.file("plain.afd"), folder.file("retried.afd")];
  for (const path of [plain, retried]) {
    using writer = createSpeechWriter(path);
    for (let index = 0; index < 5; index++) {
      if (path === retried) {
        for (const record of [failing, { ...clip(9), audio: "missing.wav" }, {} as never]) {
          errorOf(() => writer.append(record));
        }
        errorOf(() => writer.append({ ...clip(1), another: 1 } as never));
      }
      assert.equal(writer.append(clip(30_000, index)), index);
    }
  }
  assert.deepEqual(Deno.readFileSync(retried), Deno.readFileSync(plain));
});

Deno.test("append() names the field, the record, what was found and what was wanted", () => {
  using folder = new Folder();
  using writer = createSpeechWriter(folder.file("a.afd"));
  writer.append(clip(1));
  const error = errorOf(() => writer.append(failing));
  assert.equal(error.name, "ManifestError");
  assert.equal(error.code, "wrong-value");
  assert.deepEqual([error.field, error.record], ["speaker", 1]);
  assert.deepEqual([error.found, error.wanted], ["-1", "an integer from 0 to 4294967295"]);
  const unknown = errorOf(() => writer.append({ ...clip(1), sparker: 1 } as never));
  assert.equal(
    unknown.message,
    'Cannot write record 1: the dataset has no field "sparker"; its fields are audio, ' +
      "transcript, speaker",
  );
  for (const record of [null, undefined, 3, "x"]) {
    assert.equal(errorOf(() => writer.append(record as never)).code, "wrong-value");
  }
});

Deno.test("append() takes records of a class and with inherited values", () => {
  using folder = new Folder();
  const path = folder.file("a.afd");
  {
    using writer = createSpeechWriter(path);
    writer.append(Object.create(clip(4, 7)));
  }
  using speech = openSpeech(path);
  assert.equal(speech.toRecord(0).speaker, 7);
});

Deno.test("a writer is discarded when its last append failed, and finished otherwise", () => {
  using folder = new Folder();
  const [failed, recovered] = [folder.file("failed.afd"), folder.file("recovered.afd")];
  {
    using writer = createSpeechWriter(failed);
    writer.append(clip(1));
    errorOf(() => writer.append(failing));
  }
  {
    using writer = createSpeechWriter(recovered);
    errorOf(() => writer.append(failing));
    writer.append(clip(1));
  }
  assert.deepEqual(folder.names(), ["recovered.afd"]);
});

Deno.test("a writer is discarded when an append's error leaves its block", () => {
  using folder = new Folder();
  errorOf(() => {
    using writer = createSpeechWriter(folder.file("a.afd"));
    writer.append(clip(1));
    writer.append(failing);
  });
  assert.deepEqual(folder.names(), []);
});

Deno.test("await using finishes a writer too", async () => {
  using folder = new Folder();
  {
    await using writer = createSpeechWriter(folder.file("a.afd"));
    writer.append(clip(1));
  }
  assert.deepEqual(folder.names(), ["a.afd"]);
});

Deno.test("finish() completes the file after a failed append; then the writer is closed", () => {
  using folder = new Folder();
  const path = folder.file("a.afd");
  using writer = createSpeechWriter(path);
  writer.append(clip(5));
  errorOf(() => writer.append(failing));
  writer.finish();
  using speech = openSpeech(path);
  assert.equal(speech.recordCount, 1);
  assert.equal(errorOf(() => writer.append(clip(1))).code, "writer-state");
  assert.equal(errorOf(() => writer.finish()).code, "writer-state");
  writer.abort();
  assert.deepEqual(folder.names(), ["a.afd"]);
});

Deno.test("abort() leaves nothing behind, and disposing afterwards does nothing", () => {
  using folder = new Folder();
  {
    using writer = createSpeechWriter(folder.file("a.afd"));
    writer.append(clip(100_000));
    writer.abort();
    assert.equal(errorOf(() => writer.append(clip(1))).code, "writer-state");
    assert.equal(errorOf(() => writer.finish()).code, "writer-state");
  }
  assert.deepEqual(folder.names(), []);
});

Deno.test("createSpeechWriter() refuses a file that exists, unless it may overwrite", () => {
  using folder = new Folder();
  const path = folder.file("a.afd");
  Deno.writeTextFileSync(path, "precious");
  const error = errorOf(() => createSpeechWriter(path));
  assert.deepEqual([error.name, error.code, error.file], ["FileError", "exists", path]);
  assert.equal(Deno.readTextFileSync(path), "precious");
  {
    using writer = createSpeechWriter(path, { overwrite: true });
    writer.append(clip(1));
    assert.equal(Deno.readTextFileSync(path), "precious");
    writer.abort();
  }
  assert.equal(Deno.readTextFileSync(path), "precious");
  {
    using writer = createSpeechWriter(path, { overwrite: true });
    writer.append(clip(1));
    writer.finish();
  }
  using speech = openSpeech(path);
  assert.equal(speech.recordCount, 1);
  assert.deepEqual(folder.names(), ["a.afd"]);
});

Deno.test("DatasetWriter replaces a file only in finish(), never when disposed of", () => {
  using folder = new Folder();
  const path = folder.file("a.afd");
  Deno.writeTextFileSync(path, "precious");
  const error = errorOf(() => {
    using writer = createSpeechWriter(path, { overwrite: true });
    writer.append(clip(1));
  });
  assert.deepEqual([error.name, error.code, error.file], ["UsageError", "not-finished", path]);
  assert.equal(Deno.readTextFileSync(path), "precious");
  assert.deepEqual(folder.names(), ["a.afd"]);
});

Deno.test("createSpeechWriter() refuses pipes and devices, even to overwrite them", () => {
  using folder = new Folder();
  const path = folder.file("pipe");
  const { success } = new Deno.Command("mkfifo", { args: [path] }).outputSync();
  assert.ok(success);
  const error = errorOf(() => createSpeechWriter(path, { overwrite: true }));
  assert.deepEqual([error.name, error.code], ["FileError", "not-a-file"]);
  assert.ok(Deno.lstatSync(path).isFifo);
});

Deno.test("createSpeechWriter() refuses folders, and paths that lead nowhere", () => {
  using folder = new Folder();
  assert.equal(errorOf(() => createSpeechWriter(folder.path)).name, "FileError");
  const nowhere = errorOf(() => createSpeechWriter(folder.file("no/where.afd")));
  assert.deepEqual([nowhere.name, nowhere.code], ["FileError", "not-found"]);
});

Deno.test("createSpeechWriter() reads audio files by path", () => {
  using folder = new Folder();
  const audio = new URL("../data/clips/p01_speech_16k_s16.wav", import.meta.url).pathname;
  const path = folder.file("a.afd");
  {
    using writer = createSpeechWriter(path);
    writer.append({ audio });
    const late = { path: audio, startSeconds: 3_600, durationSeconds: 1 };
    const error = errorOf(() => writer.append({ audio: late }));
    assert.deepEqual([error.code, error.file, error.record], ["segment-past-end", audio, 1]);
    writer.append({ audio: { path: audio, startSeconds: 0.5, durationSeconds: 0.25 } });
    writer.append({ audio: { path: audio, startSeconds: 0.25 } });
    writer.finish();
  }
  using speech = openSpeech(path);
  const whole = speech.toRecord(0).audio.samples;
  assert.deepEqual(speech.toRecord(1).audio.samples, whole.slice(8_000, 12_000));
  assert.deepEqual(speech.toRecord(2).audio.samples, whole.slice(4_000));
  const wav = Deno.readFileSync(audio);
  const { samples } = speech.toRecord(0).audio;
  const data = new Int16Array(wav.slice(wav.length - samples.byteLength).buffer);
  assert.deepEqual(samples, data);
});

Deno.test("createSpeechWriter() makes the same bytes from samples in any array", () => {
  using folder = new Folder();
  const { samples } = clip(40_000).audio as { samples: Int16Array };
  const larger = new Int16Array(samples.length + 3);
  larger.set(samples, 3);
  const files = [samples, larger.subarray(3), Int32Array.from(samples, (value) => value * 65_536)]
    .map((given, index) => {
      const path = folder.file(`${index}.afd`);
      using writer = createSpeechWriter(path);
      writer.append({ audio: { samples: given, sampleRate: 16_000, channels: 1 } });
      writer.finish();
      return Deno.readFileSync(path);
    });
  assert.deepEqual(files[1], files[0]);
  assert.deepEqual(files[2], files[0]);
});
