/** What fields mean: which can mean what, and that kinds never see the option. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { SchemaError } from "../../errors/mod.ts";
import {
  defineDataset,
  field,
  type FieldDefinitions,
  fieldKind,
  type FieldMeaning,
  fieldMeaning,
  fieldMeanings,
  fieldThatMeans,
  irJson,
  parseIr,
} from "../../schema/mod.ts";
import { datasetOf, drawnDataset } from "./_arbitraries.ts";

function errorOf(fields: unknown): SchemaError {
  try {
    defineDataset("Speech", fields as FieldDefinitions);
  } catch (cause) {
    assert.ok(cause instanceof SchemaError, String(cause));
    return cause;
  }
  throw new Error("accepted");
}

/** A field of each kind, with options that it can't do without. */
const required: Readonly<Record<string, object>> = { stems: { names: ["a"] } };
const builders = field as unknown as Readonly<Record<string, (options: object) => never>>;

const integers = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64"];

function canMean(kind: string, means: FieldMeaning): boolean {
  if (means === "label") return true;
  if (means === "key" || means === "transcript") return kind === "text";
  return kind === "text" || kind === "category" || integers.includes(kind);
}

for (const kind of Object.keys(builders)) {
  Deno.test(`a field of kind ${kind} means what its kind can mean, and nothing else`, () => {
    for (const means of fieldMeanings) {
      const fields = { x: builders[kind]!({ ...required[kind], means }) };
      if (!canMean(kind, means)) {
        assert.equal(errorOf(fields).code, "contradiction");
        continue;
      }
      const { ir } = defineDataset("A", fields);
      assert.equal(fieldMeaning(ir.fields[0]!), means);
      assert.equal(fieldThatMeans(ir, means)?.name, "x");
      const { options } = ir.fields[0]!;
      assert.ok(!("means" in fieldKind(kind)!.resolve(options)));
    }
  });
}

Deno.test("a field without a meaning has the fingerprint that it always had", () => {
  const plain = defineDataset("A", { x: field.text() });
  const unsaid = defineDataset("A", { x: field.text({ means: undefined as never }) });
  const said = defineDataset("A", { x: field.text({ means: "transcript" }) });
  assert.equal(irJson(unsaid.ir), irJson(plain.ir));
  assert.notEqual(said.fingerprint, plain.fingerprint);
  assert.equal(
    irJson(said.ir),
    '{"fields":[{"kind":"text","name":"x","options":{"means":"transcript"},"type":12}],"name":"A"}',
  );
});

Deno.test("a meaning that there isn't is refused with those that there are", () => {
  for (const means of ["id", "", null, 3, ["key"]]) {
    const error = errorOf({ x: { kind: "text", options: { means } } });
    assert.equal(error.code, "invalid-option");
    assert.match(error.message, /^Speech\.x\.means: expected one of "key", "speaker", .*, got /);
  }
});

Deno.test("a meaning that the kind can't have is refused", () => {
  const error = errorOf({ x: field.float32({ means: "speaker" as never }) });
  assert.equal(
    error.message,
    'Speech.x.means: a text, a category or an integer can mean "speaker", not a field of kind ' +
      'float32; leave it out, or pass means: "label"',
  );
});

Deno.test("a key has no default", () => {
  const error = errorOf({ id: field.text({ means: "key", default: "" }) });
  assert.equal(error.code, "contradiction");
  assert.match(error.message, /^Speech\.id\.means: each record has a key of its own/);
});

Deno.test("two fields can mean transcript or label, and nothing else", () => {
  for (const means of fieldMeanings) {
    const fields = { one: field.text({ means }), two: field.text({ means }) };
    if (means === "transcript" || means === "label") {
      assert.equal(fieldThatMeans(defineDataset("A", fields).ir, means)?.name, "one");
      continue;
    }
    const error = errorOf(fields);
    assert.equal(error.code, "contradiction");
    assert.equal(error.field, "Speech.two");
    assert.match(error.message, /the field "one" already means "\w+"; leave one of them out$/);
  }
});

Deno.test("defaults and meanings of 64-bit integers are read back", () => {
  for (const kind of ["uint64", "int64"] as const) {
    const { ir } = defineDataset("A", { x: field[kind]({ default: 7n, means: "speaker" }) });
    assert.deepEqual(parseIr(irJson(ir)), ir);
  }
});

Deno.test("parseIr() gives the IR with meanings that irJson() wrote, for any schema", () => {
  fc.assert(fc.property(drawnDataset, fc.nat(7), (drawn, place) => {
    const names = Object.keys(drawn.fields);
    const name = names[place % names.length]!;
    const { kind, options } = drawn.fields[name]!;
    const changed = { kind, options: { ...options, means: "label" } };
    const { ir } = datasetOf({ ...drawn, fields: { ...drawn.fields, [name]: changed } });
    assert.deepEqual(parseIr(irJson(ir)), ir);
    assert.equal(fieldMeaning(ir.fields.find((field) => field.name === name)!), "label");
  }));
});

Deno.test("the compiler knows what a kind can mean", () => {
  field.text({ means: "key" });
  field.uint32({ means: "speaker", default: 0 });
  field.uint64({ means: "source" });
  field.waveform({ means: "label", sampleRate: 8000 });
  field.bytes({ means: "label" });
  field.stems({ names: ["a"], means: "label" });
  field.melSpectrogram({ preset: "whisper", means: "label" });
  // @ts-expect-error: only text is a key
  field.uint32({ means: "key" });
  // @ts-expect-error: sound is no speaker
  field.waveform({ means: "speaker" });
  // @ts-expect-error: there is no such meaning
  field.text({ means: "id" });
  // @ts-expect-error: truth is no split
  field.bool({ means: "split" });
});
