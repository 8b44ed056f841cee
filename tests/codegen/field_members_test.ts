/** The reflective reader's fields offer the same as those of generated modules, kind by kind. */
import assert from "node:assert/strict";
import {
  type ChunkedField,
  type ChunkedFieldReader,
  type CodecTokensField,
  type CodedBatch,
  type CodedField,
  type FieldReader,
  openDataset,
  openDatasetAsync,
  type PitchField,
  type SpectralField,
  type StemsField,
  type StemsFieldReader,
  type TextField,
  type WaveformField,
} from "../../runtime/mod.ts";
import { Kinds } from "../fields/_kinds.ts";
import { everyField, EveryKind, writeEveryKind } from "../loader/_every_kind.ts";
import { fieldOf, type GeneratedField } from "./_generated.ts";

/** Members of the base classes of generated modules that nothing else has. */
const inner = [
  "file",
  "coding",
  "reader",
  "longest",
  "value",
  "table",
  "dtype",
  "channels",
  "sampleBytes",
  "channelsOf",
  "planRows",
  "planWindowRows",
  "copyRows",
  "spreadRow",
  "extentError",
  "channelsError",
  "tooLong",
  "decodeError",
  "entry",
  "rowChannels",
  "decodedTypes",
  "tracksOf",
  "check",
  "planRow",
  "planWindow",
  "decodeTracks",
  "payloadBytes",
  "firstsOf",
  "plannedExtents",
  "windowExtents",
  "framesOf",
  "prefetchMetadata",
  "prefetchPlanned",
  "prepare",
  "copied",
] as const;

type Inner = typeof inner[number];
type Outer =
  | keyof CodedField
  | keyof ChunkedField
  | keyof CodecTokensField
  | keyof PitchField
  | keyof SpectralField
  | keyof StemsField
  | keyof TextField
  | keyof WaveformField;
/** For the compiler: none of them can be called from outside. */
export const areInner: [Inner & Outer] extends [never] ? true : false = true;

const kinds = await Kinds.of(everyField);
const folder = Deno.makeTempDirSync();
const path = `${folder}/every_kind.afd`;

Deno.test.beforeAll(() => writeEveryKind(path, 5));
Deno.test.afterAll(() => {
  Deno.removeSync(folder, { recursive: true });
  kinds[Symbol.dispose]();
});

/** An object's members, however it gets them; private ones aren't visible. */
function membersOf(object: object): Set<string> {
  const names = new Set<string>();
  for (let of = object; of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    for (const name of Object.getOwnPropertyNames(of)) names.add(name);
  }
  return names;
}

for (const { name, kind } of EveryKind.ir.fields) {
  Deno.test(`a field of ${kind} has the members of a generated one`, () => {
    using generated = kinds.module.open(path);
    using reflective = openDataset(path);
    const found = membersOf(reflective.field(name));
    const missing = [...membersOf(fieldOf(generated, name))]
      .filter((member) => !found.has(member) && !(inner as readonly string[]).includes(member));
    assert.deepEqual(missing, []);
  });
}

Deno.test("a dataset has the members of a generated one, except its fields", async () => {
  using generated = kinds.module.open(path);
  using reflective = openDataset(path);
  const found = membersOf(reflective);
  const missing = [...membersOf(generated)]
    .filter((member) => !found.has(member) && !Object.hasOwn(everyField, member));
  assert.deepEqual(missing, []);
  using waiting = await openDatasetAsync(new Blob([Deno.readFileSync(path)]));
  assert.deepEqual(await waiting.toRecordAsync(3), generated.toRecord(3));
  waiting.close();
  assert.throws(() => waiting.toRecord(3), { code: "closed" });
});

/** A field of either reader, with all members that only some kinds have. */
type AnyField =
  & GeneratedField
  & Required<Pick<FieldReader, "plan" | "planWindows" | "decodePlanned" | "frameAt">>
  & Required<Pick<FieldReader, "decodeWindow" | "decodeWindowAsync">>
  & { locate?(batch: object): void };

const windowed = EveryKind.ir.fields.filter(({ kind }) =>
  [
    "waveform",
    "flac",
    "opus",
    "chunkedWaveform",
    "spectrogram",
    "melSpectrogram",
    "mfcc",
    "codecTokens",
    "pitch",
  ]
    .includes(kind)
);

/** Room for a few samples or frames of a field, whatever its type, channels or bins. */
function outOf(field: { allocateBatch(size: number): object }): Int16Array {
  const batch = field.allocateBatch(0) as { data: Int16Array };
  const Values = batch.data.constructor as new (length: number) => Int16Array;
  return new Values(4000);
}

Deno.test("decoding step by step, and windows, work as in a generated field", () => {
  using generated = kinds.module.open(path);
  using reflective = openDataset(path);
  for (const { name } of windowed) {
    const [one, other] = [fieldOf(generated, name), reflective.field(name)].map((reader) => {
      const field = reader as unknown as AnyField;
      const read = [];
      const options = { padTo: "batch", onLonger: "crop" };
      const batch = field.allocateBatch(3, options) as unknown as {
        data: Int16Array;
        shape: number[];
      };
      const contents = () => batch.data.slice(0, batch.shape.reduce((a, b) => a * b, 1));
      field.plan([3, 0, 1], batch);
      field.locate?.(batch);
      field.decodePlanned(batch);
      read.push([...batch.shape], contents());
      field.planWindows([2, 4], [3, 1], 2, batch);
      field.locate?.(batch);
      field.decodePlanned(batch);
      read.push([...batch.shape], contents());
      const out = outOf(field);
      read.push(field.decodeWindow(1, 2, 5, out), out.slice());
      return read;
    });
    assert.deepEqual(one, other, name);
  }
});

Deno.test("asynchronous reads give the same as in a generated field", async () => {
  const blob = new Blob([Deno.readFileSync(path)]);
  using generated = await kinds.module.openAsync(blob);
  using reflective = await openDatasetAsync(blob);
  for (const { name } of EveryKind.ir.fields) {
    const fields = [fieldOf(generated, name), reflective.field(name)];
    const values = [];
    for (const reader of fields as AnyField[]) {
      using _lease = await reader.prefetch([2, 4]);
      values.push([reader.decode(2), reader.decode(4)]);
    }
    assert.deepEqual(values[0], values[1], name);
  }
  for (const { name } of [...windowed, { name: "stems" }]) {
    const windows = [];
    for (const reader of [fieldOf(generated, name), reflective.field(name)]) {
      const field = reader as unknown as AnyField;
      const out = outOf(field);
      windows.push([await field.decodeWindowAsync(3, 1, 6, out), out]);
    }
    assert.deepEqual(windows[0], windows[1], name);
  }
});

Deno.test("members that only one kind has exist: frames by time, chunks, stems, stored text", async () => {
  using generated = kinds.module.open(path);
  using reflective = openDataset(path);
  const both = <Field>(name: string) =>
    [fieldOf(generated, name), reflective.field(name)] as unknown as [Field, Field];
  const [frames, otherFrames] = both<AnyField>("codecTokens").map((tokens) =>
    [0, 0.013, 0.02, 1, 7.77].map((seconds) => tokens.frameAt(seconds))
  );
  assert.deepEqual(frames, otherFrames);
  assert.deepEqual(frames, [0, 1, 2, 75, 583]);

  const chunks = both<ChunkedFieldReader>("chunkedWaveform").map((field) => {
    const { chunkSamples, hopSamples, totalChunks } = field;
    const out = new Int16Array(chunkSamples);
    const batch = field.allocateBatch(2) as CodedBatch;
    field.decodeChunkBatch([0, 2], batch);
    return [
      { chunkSamples, hopSamples, totalChunks },
      [...field.chunks()],
      [...field.chunks(2)],
      field.locateChunk(3),
      [field.chunkCount(4), field.firstChunk(4)],
      [field.decodeChunk(4, 0, out), out],
      batch.data.slice(),
    ];
  });
  assert.deepEqual(chunks[0], chunks[1]);
  const [one, other] = both<ChunkedFieldReader>("chunkedWaveform");
  const [waited, late] = [new Int16Array(one.chunkSamples), new Int16Array(one.chunkSamples)];
  await one.decodeChunkAsync(1, 0, waited);
  await other.decodeChunkAsync(1, 0, late);
  assert.deepEqual(late, waited);
  const batches = [one, other].map((field) => field.allocateBatch(1) as CodedBatch);
  await one.decodeChunkBatchAsync([1], batches[0]!);
  await other.decodeChunkBatchAsync([1], batches[1]!);
  assert.deepEqual(batches[0]!.data, batches[1]!.data);

  const stems = both<StemsFieldReader>("stems").map((field) => {
    const out = new Int16Array(20);
    const kept = field.decodeWindow(1, 5, 20, out, { stems: ["voice"] });
    const there = [0, 1].map((record) => field.names.map((stem) => field.hasStem(record, stem)));
    return [[...field.names], there, kept, out];
  });
  assert.deepEqual(stems[0], stems[1]);
  assert.deepEqual(stems[0]![1], [[true, false, true], [true, true, true]]);
  const [text, otherText] = both<TextField>("text");
  assert.deepEqual(text.bytes(3), otherText.bytes(3));
});
