/** `batches` shows what a batch exports, for every kind, with workers and without. */
import assert from "node:assert/strict";
import {
  type BatchView,
  type CategoryField,
  type ExportingBatch,
  type FieldReader,
  loadBatches,
  type LoaderOptions,
  openDataset,
  type StemsField,
  type TextField,
} from "../../runtime/mod.ts";
import type { PackedTokensCodesField } from "../../generated/tokens.ts";
import type { SpeechAudioField, SpeechSpeakerField } from "../../generated/speech.ts";
import type { WhisperSpeechMelField } from "../../generated/whisper.ts";
import { fieldKinds } from "../../schema/mod.ts";
import { EveryKind, optionsOf, writeEveryKind } from "./_every_kind.ts";
import { MaskedDataset, maskedFields } from "./_masked_dataset.ts";
import { type Members, shownOf } from "./_shown.ts";
import { SpeechFile } from "./_speech_file.ts";

/** Whether two types are identical. */
type Same<One, Other> = [One, Other] extends [Other, One] ? true : false;

/** Only for the compiler: the types show the members that batches export, and no others. */
export const shownTypes: readonly true[] = [
  true satisfies Same<
    keyof BatchView<PackedTokensCodesField>,
    "data" | "shape" | "rest" | "restShape" | "lengths" | "kept" | "frames" | "dtype"
  >,
  true satisfies Same<
    BatchView<PackedTokensCodesField, { order: "firstAndRest"; dtype: "int64" }>["rest"],
    BigInt64Array
  >,
  true satisfies Same<
    keyof BatchView<SpeechAudioField>,
    "data" | "shape" | "lengths" | "rowSamples" | "dtype"
  >,
  true satisfies Same<BatchView<SpeechAudioField, { dtype: "float32" }>["data"], Float32Array>,
  true satisfies Same<
    keyof BatchView<WhisperSpeechMelField>,
    "data" | "shape" | "lengths" | "frames" | "dtype"
  >,
  true satisfies Same<
    keyof BatchView<StemsField>,
    "data" | "shape" | "lengths" | "present" | "dtype"
  >,
  true satisfies Same<keyof BatchView<SpeechSpeakerField>, "data" | "shape">,
  true satisfies Same<keyof BatchView<TextField>, "values" | "shape" | "lengths">,
  true satisfies Same<
    keyof BatchView<CategoryField>,
    "data" | "shape" | "values" | "categories"
  >,
];

const folder = Deno.makeTempDirSync();
const path = `${folder}/every_kind.afd`;
const count = 11;
const batchSize = 4;

Deno.test.beforeAll(() => writeEveryKind(path, count));
Deno.test.afterAll(() => Deno.removeSync(folder, { recursive: true }));

Deno.test("the dataset of all kinds has every kind", () => {
  const kinds = fieldKinds().map(({ kind }) => kind);
  assert.deepEqual(EveryKind.ir.fields.map(({ kind }) => kind).toSorted(), kinds.toSorted());
});

const rounds = Math.max(...EveryKind.ir.fields.map(({ kind }) => optionsOf(kind).length));

/** The options of each field's batches in a round; kinds with fewer start over. */
function fieldsOf(round: number): Record<string, object> {
  return Object.fromEntries(EveryKind.ir.fields.map(({ name, kind }) => {
    const options = optionsOf(kind);
    return [name, options[round % options.length]!];
  }));
}

/** The batch that a field itself makes from these records, with rows as long as a loader's. */
function decoded(
  reader: FieldReader,
  options: object,
  { indices, capacity = indices.length }: { indices: readonly number[]; capacity?: number },
): ExportingBatch & Disposable & Members {
  const isPadded = reader.decodeWindow !== undefined;
  const batch = reader.allocateBatch(capacity, isPadded ? { padTo: "batch", ...options } : options);
  reader.decodeBatch(indices, batch);
  return batch as ExportingBatch & Disposable & Members;
}

for (const workers of [0, 1]) {
  Deno.test(`batches() show what fields' own batches do, for every kind and option, with ${workers} workers`, async (t) => {
    using dataset = openDataset(path);
    for (let round = 0; round < rounds; round++) {
      const fields = fieldsOf(round);
      await t.step(JSON.stringify(fields["codecTokens"]), async () => {
        let records = 0;
        const options = { batchSize, workers, fields: fields as LoaderOptions["fields"] & object };
        for await (using batch of dataset.batches(options)) {
          const indices = [...batch.indices];
          records += indices.length;
          for (const [name, given] of Object.entries(fields)) {
            using own = decoded(dataset.field(name), given, { indices });
            const view = { exports: own.exports, rows: indices.length };
            const shown = batch.fields[name] as Members;
            const where = `${name} ${JSON.stringify(given)}`;
            assert.deepEqual(Object.keys(shown).toSorted(), Object.keys(own.exports).toSorted());
            assert.deepEqual(shownOf(shown, view), shownOf(own, view), where);
          }
        }
        assert.equal(records, count);
      });
    }
  });
}

Deno.test("a batch in a larger one equals the batch by itself: nothing of the previous one is left", () => {
  using dataset = openDataset(path);
  for (let round = 0; round < rounds; round++) {
    for (const [name, given] of Object.entries(fieldsOf(round))) {
      const reader = dataset.field(name);
      using large = decoded(reader, given, { indices: [0, 1, 2, 3, 4], capacity: 7 });
      for (const indices of [[9, 5], [], [3], [9, 5, 1, 1], [6, 7], [0, 1, 2, 3, 4, 5, 6]]) {
        reader.decodeBatch(indices, large);
        using own = decoded(reader, given, { indices, capacity: indices.length });
        const view = { exports: own.exports, rows: indices.length };
        const where = `${name} ${JSON.stringify([given, indices])}`;
        assert.deepEqual(shownOf(large, view), shownOf(own, view), where);
        const rows = large["indices"] as Uint32Array | undefined;
        if (rows !== undefined) assert.deepEqual([...rows], indices, where);
      }
    }
  }
});

for (const storage of ["mapped", "positioned"] as const) {
  for (const workers of [0, 2]) {
    Deno.test(`a batch of a new kind shows all it exports, ${storage}, with ${workers} workers`, async () => {
      using file = new SpeechFile(22, (record) => 30 + record);
      using speech = file.open({ storage });
      const dataset = {
        file: speech.file,
        fields: maskedFields(new MaskedDataset(speech.file)),
        module: {
          url: new URL("./_masked_dataset.ts", import.meta.url).href,
          dataset: "MaskedDataset",
        },
      };
      let records = 0;
      const loader = loadBatches(dataset, { batchSize: 8, workers, fields: ["audio"] });
      for await (using batch of loader) {
        const { audio } = batch.fields;
        const indices = [...batch.indices];
        const rows = indices.length;
        records += rows;
        assert.deepEqual(Object.keys(audio).toSorted(), [
          "data",
          "loudest",
          "mask",
          "maskShape",
          "ranges",
          "scratch",
          "shape",
          "unit",
          "words",
        ]);
        assert.deepEqual([...audio.shape], [rows, 3]);
        assert.deepEqual([...audio.maskShape], [rows, 2]);
        const hz: Float32Array = audio.data;
        const mask: Uint8Array = audio.mask;
        assert.deepEqual([...hz.slice(0, 3 * rows)], indices.flatMap((r) => [r, r + 0.5, r + 1]));
        assert.deepEqual([...mask.slice(0, 2 * rows)], indices.flatMap((r) => [r % 2, 1]));
        assert.deepEqual([...audio.scratch.slice(0, rows)], indices.map((r) => BigInt(r)));
        assert.deepEqual([...audio.ranges], indices.flatMap((r) => [r, -r]));
        assert.deepEqual(audio.words.slice(), indices.map((r) => `word ${r}`));
        assert.equal(audio.loudest, Math.max(...indices) + 0.25);
        assert.equal(audio.unit, "Hz");
      }
      assert.equal(records, 22);
    });
  }
}
