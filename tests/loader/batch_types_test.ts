/** The types of what `batches` returns depend on the options of each field. */
import assert from "node:assert/strict";
import type { PackedTokensDataset } from "../../generated/tokens.ts";
import type { WhisperSpeechDataset } from "../../generated/whisper.ts";
import type { SpeechDataset } from "../../generated/speech.ts";
import {
  type BatchFor,
  type BatchTypesOf,
  type CodedField,
  type LoadableField,
  openDataset,
  type StemsField,
} from "../../runtime/mod.ts";
import { SpeechFile } from "./_speech_file.ts";

Deno.test("options of a field's batches are accepted, and determine its batches' types", async () => {
  using file = new SpeechFile(20, () => 50);
  using speech = file.open();
  const options = { batchSize: 8, drop: "last" } as const;
  for await (using plain of speech.batches({ ...options, fields: ["audio"] })) {
    const data: Int16Array = plain.fields.audio.data;
    assert.equal(data.constructor, Int16Array);
    // @ts-expect-error: It wasn't chosen.
    assert.equal(plain.fields.speaker, undefined);
  }
  const converted = { audio: { dtype: "float32" }, speaker: {} } as const;
  for await (using floats of speech.batches({ ...options, fields: converted })) {
    const { audio, speaker } = floats.fields;
    const [data, shape]: [Float32Array, [number, number, number]] = [audio.data, audio.shape];
    assert.equal(data[0], floats.indices[0]! / 32_768);
    assert.deepEqual(shape, [8, 50, 1]);
    assert.equal(speaker.data[0], floats.indices[0]);
  }
  for (const workers of [0, 1]) {
    const mono = speech.batches({
      ...options,
      workers,
      fields: { audio: { dtype: "float32", layout: "mono", padTo: { multipleOf: 32 } } },
    });
    for await (using mixed of mono) {
      const { data, shape }: { data: Float32Array; shape: [number, number] } = mixed.fields.audio;
      assert.equal(data[64], mixed.indices[1]! / 32_768);
      assert.deepEqual(shape, [8, 64]);
    }
  }
  using reader = openDataset(file.path);
  const reflective = reader.batches({ ...options, fields: { audio: { dtype: "float32" } } });
  for await (using read of reflective) {
    const { data } = read.fields["audio"] as unknown as { data: Float32Array };
    assert.equal(data.constructor, Float32Array);
  }
});

Deno.test("unknown options are errors, to the compiler too", () => {
  using file = new SpeechFile(20);
  using speech = file.open();
  const batchSize = 8;
  const calls = [
    // @ts-expect-error: There is no such option.
    () => speech.batches({ batchSize, fields: { audio: { padTO: "batch" } } }),
    // @ts-expect-error: There is no such type.
    () => speech.batches({ batchSize, fields: { audio: { dtype: "int64" } } }),
    // @ts-expect-error: There is no such field.
    () => speech.batches({ batchSize, fields: { audios: {} } }),
    // @ts-expect-error: There is no such field.
    () => speech.batches({ batchSize, fields: ["audios"] }),
  ];
  for (const call of calls) assert.throws(call, { name: "UsageError" });
});

/** Only for the compiler. */
export async function tokensAndFeatures(
  tokens: PackedTokensDataset,
  speech: WhisperSpeechDataset,
): Promise<void> {
  const options = { batchSize: 8 } as const;
  for await (
    using flat of tokens.batches({
      ...options,
      fields: { codes: { dtype: "int64", order: "flattened" } },
    })
  ) flat.fields.codes.data satisfies BigInt64Array;
  const delayed = { codes: { order: "delay", padValue: 1024 } } as const;
  for await (using late of tokens.batches({ ...options, fields: delayed })) {
    late.fields.codes.data satisfies Uint16Array;
  }
  const moshi = {
    codes: { order: "delay", padValue: -1, delays: [0, 1], dtype: "int32" },
  } as const;
  for await (using apart of tokens.batches({ ...options, fields: moshi })) {
    apart.fields.codes.data satisfies Int32Array;
  }
  // @ts-expect-error: A delay leaves gaps, and 0 would be a token.
  tokens.batches({ ...options, fields: { codes: { order: "delay" } } });
  const split = { codes: { order: "firstAndRest", dtype: "int64" } } as const;
  for await (using parts of tokens.batches({ ...options, fields: split })) {
    const { rest, restShape, kept } = parts.fields.codes;
    [rest, restShape, kept] satisfies [BigInt64Array, number[], Uint32Array];
  }
  for await (using wide of speech.batches({ ...options, fields: { mel: { dtype: "float32" } } })) {
    wide.fields.mel.data satisfies Float32Array;
  }
  for await (using stored of speech.batches({ ...options, fields: ["mel"] })) {
    stored.fields.mel.data satisfies Uint16Array;
  }
}

/** Only for the compiler: fields declare the batches that `allocateBatch` returns. */
export function declaredBatches(
  { audio }: SpeechDataset,
  { codes }: PackedTokensDataset,
  { mel }: WhisperSpeechDataset,
  { coded, stems }: {
    readonly coded: CodedField<Int16Array>;
    readonly stems: StemsField<Int32Array, "drums">;
  },
): void {
  type Audio = typeof audio;
  audio.allocateBatch(1) satisfies Made<Audio, object>;
  audio.allocateBatch(1, { dtype: "float32" }) satisfies Made<Audio, { dtype: "float32" }>;
  const mono = { dtype: "float32", layout: "mono" } as const;
  audio.allocateBatch(1, mono) satisfies Made<Audio, typeof mono>;
  type Codes = typeof codes;
  codes.allocateBatch(1) satisfies Made<Codes, object>;
  codes.allocateBatch(1, { dtype: "int32" }) satisfies Made<Codes, { dtype: "int32" }>;
  codes.allocateBatch(1, { dtype: "int64" }) satisfies Made<Codes, { dtype: "int64" }>;
  type Mel = typeof mel;
  mel.allocateBatch(1) satisfies Made<Mel, object>;
  mel.allocateBatch(1, { dtype: "float32" }) satisfies Made<Mel, { dtype: "float32" }>;
  type Coded = typeof coded;
  coded.allocateBatch(1) satisfies Made<Coded, object>;
  coded.allocateBatch(1, { dtype: "float32" }) satisfies Made<Coded, { dtype: "float32" }>;
  type OfStems = typeof stems;
  const drums = { stems: ["drums"] } as const;
  stems.allocateBatch(1, drums) satisfies Made<OfStems, typeof drums>;
  stems.allocateBatch(1, { dtype: "float32" }) satisfies Made<OfStems, { dtype: "float32" }>;
}

/** The batch that a field declares for its options. */
type Made<Field extends LoadableField, Given> = BatchFor<BatchTypesOf<Field>, Given>;
