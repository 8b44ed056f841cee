/** Errors in loading: class, code, and what they name, with and without workers. */
import assert from "node:assert/strict";
import { type AudiofieldError } from "../../errors/mod.ts";
import type { SpeechDataset } from "../../generated/speech.ts";
import type { LoaderOptions, LoaderState } from "../../runtime/mod.ts";
import { errorOf } from "../runtime/_speech.ts";
import { SpeechFile } from "./_speech_file.ts";

type Named = Pick<AudiofieldError, "name" | "code" | "file" | "field" | "record">;

/** What a program can use; a message ends with its hint, if it has one. */
function namesOf(error: AudiofieldError): Named {
  const { name, code, file, field, record, hint, message } = error;
  if (hint !== undefined) assert.ok(message.endsWith(`; ${hint}`), message);
  return { name, code, file, field, record };
}

async function errorOfAll(speech: SpeechDataset, options: LoaderOptions): Promise<AudiofieldError> {
  try {
    for await (using _batch of speech.batches(options as { batchSize: number }));
  } catch (error) {
    return error as AudiofieldError;
  }
  throw new assert.AssertionError({ message: "nothing was thrown" });
}

const refused: readonly (readonly [
  options: Partial<LoaderOptions>,
  names: Partial<Named>,
  message: RegExp,
])[] = [
  [
    { rank: 2, worldSize: 2 },
    { code: "no-such-rank" },
    /no rank 2 in a world of 2; worldSize is the number of/,
  ],
  [
    { filter: { speaker: 99 } },
    { code: "empty-filter", file: "" },
    /none of its 30 records passes the filter; `audiofield inspect` shows/,
  ],
  [
    { filter: () => true, window: { of: "audio", samples: 1000, short: "skip" } },
    { code: "empty-filter", file: "" },
    /none of its 30 records passes the filter and is as long as the window; use a shorter window/,
  ],
  [
    { window: { of: "audio", samples: 1000, short: "skip" } },
    { code: "empty-filter", file: "" },
    /none of its 30 records is as long as the window in every field; use a shorter/,
  ],
  [
    { filter: { speaker: "Bob" as never } },
    { code: "invalid-filter", file: "", field: "speaker" },
    /by "speaker", a field of kind uint32: found "Bob", wanted a number, a list of numbers, or \{/,
  ],
  [
    { filter: { speeker: 1 } },
    { code: "no-such-field", file: "", field: "speeker" },
    /; its fields are audio, transcript, speaker; did you mean "speaker"\?$/,
  ],
  [
    { batchSize: 64, drop: "last" },
    { code: "too-few-records", file: "" },
    /its 30 records don't fill a batch of 64, and drop is "last"; use a smaller batchSize, or/,
  ],
  [
    { bucket: { of: "audio", maxTotal: 20 } },
    { code: "record-too-long", file: "", field: "audio", record: 11 },
    /or filter by \{ audio: \{ length: \{ max: 20 \} \} \}$/,
  ],
];

for (const [options, names, message] of refused) {
  Deno.test(`batches() refuses ${JSON.stringify(options)}: ${names.code}`, () => {
    using file = new SpeechFile(30);
    using speech = file.open();
    const error = errorOf(() => speech.batches({ batchSize: 4, ...options } as { batchSize: 4 }));
    const { file: named, field, record } = { field: undefined, record: undefined, ...names };
    const path = named === undefined ? undefined : file.path;
    const wanted = { name: "UsageError", code: names.code, file: path, field, record };
    assert.deepEqual(namesOf(error), wanted);
    assert.match(error.message, message);
  });
}

Deno.test("a state is refused with another file, with another seed, and as a string", () => {
  using file = new SpeechFile(30);
  using other = new SpeechFile(31);
  using speech = file.open();
  using others = other.open();
  const options = { batchSize: 4, shuffle: { seed: 1 } };
  const state = JSON.parse(JSON.stringify(speech.batches(options).state())) as LoaderState;
  const of = (run: () => unknown, path: string) => {
    const error = errorOf(run);
    const { code, ...names } = namesOf(error);
    assert.deepEqual(names, {
      name: "UsageError",
      file: path,
      field: undefined,
      record: undefined,
    });
    return `${code}: ${error.hint}`;
  };
  assert.equal(
    of(() => others.batches({ ...options, state }), other.path),
    "other-dataset: open the file that it came from, or start without a state",
  );
  assert.equal(
    of(() => speech.batches({ ...options, shuffle: { seed: 2 }, state }), file.path),
    "other-seed: pass the options that it was made with, or start without a state",
  );
  const text = JSON.stringify(state) as unknown as LoaderState;
  assert.equal(
    of(() => speech.batches({ ...options, state: text }), file.path),
    "invalid-state: it is a string: pass it through JSON.parse first",
  );
});

for (const workers of [0, 1]) {
  const where = workers === 0 ? "" : " in workers";

  Deno.test(`a failed checksum${where} names file, field and record, and says what to do`, async () => {
    using file = new SpeechFile(6, () => 100_000);
    file.damage(3);
    using speech = file.open();
    const error = await errorOfAll(speech, { batchSize: 2, workers });
    assert.deepEqual(namesOf(error), {
      name: "IntegrityError",
      code: "checksum",
      file: file.path,
      field: "audio",
      record: 3,
    });
    assert.ok(typeof error.found === "number" && error.found !== error.wanted);
    assert.match(error.hint!, /^run `audiofield verify` on it/);
  });

  Deno.test(`a file that was closed is reported before batches${where} start`, async () => {
    using file = new SpeechFile(30);
    const speech = file.open();
    await using loader = speech.batches({ batchSize: 4, workers, shuffle: { seed: 1 } });
    speech.close();
    const wanted = { name: "UsageError", code: "closed", file: file.path };
    for (const begin of [() => speech.batches({ batchSize: 4, workers }), () => loader.epoch(1)]) {
      const { name, code, file } = namesOf(errorOf(begin));
      assert.deepEqual({ name, code, file }, wanted);
    }
  });

  Deno.test(`a loader that was closed${where} says so, and not that it was used up`, async () => {
    using file = new SpeechFile(30);
    using speech = file.open();
    const loader = speech.batches({ batchSize: 4, workers, shuffle: { seed: 1 } });
    await loader[Symbol.asyncDispose]();
    for (const batchesOf of [() => loader, () => loader.epoch(1)]) {
      const error = errorOf(() => batchesOf()[Symbol.asyncIterator]());
      assert.equal(namesOf(error).code, "closed");
      assert.match(error.message, /the loader was closed; ask the dataset for batches again$/);
    }
  });
}

Deno.test("workers report a file that is gone, or is no longer a dataset", async () => {
  using file = new SpeechFile(30);
  using speech = file.open({ storage: "positioned" });
  const options = { batchSize: 4, workers: 1 };
  Deno.removeSync(file.path);
  const gone = namesOf(await errorOfAll(speech, options));
  assert.deepEqual([gone.name, gone.code, gone.file], ["FileError", "not-found", file.path]);
  Deno.writeTextFileSync(file.path, "hello");
  const other = namesOf(await errorOfAll(speech, options));
  assert.deepEqual([other.name, other.code, other.file], [
    "FormatError",
    "not-an-afd-file",
    file.path,
  ]);
});
