/** Type tests: whatever fails here fails in `deno check`, before anything runs. */
import assert from "node:assert/strict";
import {
  type AudioInput,
  defineDataset,
  field,
  type InferInput,
  type InferRecord,
  type Waveform,
} from "../../schema/mod.ts";

/** True for types that are the same in both directions, including `readonly` and `?`. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

/** Merges an intersection, so that it can be compared. */
type Flat<T> = { [K in keyof T]: T[K] };

function holds<_T extends true>(): void {}

const All = defineDataset("All", {
  plain: field.waveform(),
  stereo: field.waveform({ mono: false, dtype: "float32" }),
  wide: field.waveform({ dtype: "int32", sampleRate: 48_000 }),
  speaker: field.uint32(),
  rank: field.int8({ default: 0 }),
  id: field.uint64(),
  offset: field.int64({ default: -1n }),
  gain: field.float32({ default: 1 }),
  noisy: field.bool(),
  male: field.bool({ default: false }),
  transcript: field.text(),
  note: field.text({ default: "" }),
  language: field.category(),
  split: field.category({ default: "train" }),
  blob: field.bytes(),
});

interface AllRecord {
  readonly plain: Waveform<Int16Array>;
  readonly stereo: Waveform<Float32Array>;
  readonly wide: Waveform<Int32Array>;
  readonly speaker: number;
  readonly rank: number;
  readonly id: bigint;
  readonly offset: bigint;
  readonly gain: number;
  readonly noisy: boolean;
  readonly male: boolean;
  readonly transcript: string;
  readonly note: string;
  readonly language: string;
  readonly split: string;
  readonly blob: Uint8Array;
}

interface AllInput {
  readonly plain: AudioInput;
  readonly stereo: AudioInput;
  readonly wide: AudioInput;
  readonly speaker: number;
  readonly id: bigint | number;
  readonly noisy: boolean;
  readonly transcript: string;
  readonly language: string;
  readonly blob: Uint8Array;
  readonly rank?: number;
  readonly offset?: bigint | number;
  readonly gain?: number;
  readonly male?: boolean;
  readonly note?: string;
  readonly split?: string;
}

Deno.test("InferRecord has every field with its decoded type", () => {
  holds<Same<InferRecord<typeof All>, Flat<AllRecord>>>();
});

Deno.test("InferInput leaves out fields with a default, and no others", () => {
  holds<Same<Flat<InferInput<typeof All>>, Flat<AllInput>>>();
});

Deno.test("Same tells types apart", () => {
  // @ts-expect-error: a field's type differs.
  holds<Same<InferRecord<typeof All>, Flat<Omit<AllRecord, "id"> & { readonly id: number }>>>();
  // @ts-expect-error: a required field is optional.
  holds<Same<Flat<InferInput<typeof All>>, Flat<Partial<AllInput>>>>();
});

Deno.test("InferRecord refuses values of a different type", () => {
  const Small = defineDataset("Small", { id: field.int64(), note: field.text({ default: "" }) });
  // @ts-expect-error: 64-bit integers come out as BigInts.
  const wrong: InferRecord<typeof Small> = { id: 1, note: "" };
  // @ts-expect-error: a record has every field, defaults or not.
  const missing: InferRecord<typeof Small> = { id: 1n };
  const right: InferInput<typeof Small> = { id: 1 };
  // @ts-expect-error: text isn't a number.
  const note: InferInput<typeof Small> = { id: 1, note: 2 };
  // @ts-expect-error: there is no such field.
  const other: InferInput<typeof Small> = { id: 1, other: 2 };
  // @ts-expect-error: `id` has no default.
  const nothing: InferInput<typeof Small> = {};
  assert.equal([wrong, missing, right, note, other, nothing].length, 6);
});

Deno.test("field's builders refuse options of a different kind", () => {
  // @ts-expect-error: 16-bit floats aren't a waveform's.
  assert.throws(() => defineDataset("A", { x: field.waveform({ dtype: "float16" }) }));
  // @ts-expect-error: text in place of a number.
  assert.throws(() => defineDataset("A", { x: field.uint8({ default: "1" }) }));
  // @ts-expect-error: bytes have no such option.
  assert.throws(() => defineDataset("A", { x: field.bytes({ default: new Uint8Array(0) }) }));
  // @ts-expect-error: a field must be made by a builder.
  assert.throws(() => defineDataset("A", { x: 3 }));
});
