/** Names that are awkward in code, end to end: generated, compiled, written and read. */
import fc from "fast-check";
import { SchemaError } from "../../errors/mod.ts";
import { type Dataset, defineDataset, field, type FieldDefinitions } from "../../schema/mod.ts";
import { clashingDatasets, keywords } from "../schema/_arbitraries.ts";
import { generatedAgrees } from "./_agree.ts";
import { generatedModule } from "./_generated.ts";
import { drawnRecord } from "./_records.ts";
import { textOf, Workspace } from "./_workspace.ts";
import assert from "node:assert/strict";

const kinds = [
  () => field.waveform(),
  () => field.uint32(),
  () => field.text(),
  () => field.waveform({ mono: false, dtype: "float32" }),
  () => field.bool({ default: true }),
  () => field.bytes(),
  () => field.int64({ default: -1n }),
  () => field.text({ default: "*/ ${x} `" }),
];

/** Fields with these names, one kind after another. */
function fieldsOf(names: readonly string[]): FieldDefinitions {
  return Object.fromEntries(names.map((name, index) => [name, kinds[index % kinds.length]!()]));
}

/** Every keyword as a waveform, which has a private member with its name, and as other kinds. */
const withKeywords = [
  defineDataset("Sounds", Object.fromEntries(keywords.map((name) => [name, field.waveform()]))),
  defineDataset("Kinds", fieldsOf(keywords)),
];

/** Names that equal the library's own: `AudioInput`, `DatasetWriter`, `openFile`, … */
const clashing = [...clashingDatasets, "Byte", "Checked", "Read", "Extent"].map((name) =>
  defineDataset(name, fieldsOf(["audio", "run", "text", "integer", "writer", "error"]))
);

async function compiled(modules: ReadonlyMap<string, readonly Dataset[]>): Promise<Workspace> {
  const workspace = new Workspace();
  await Promise.all([...modules].map(async ([name, datasets]) => {
    await workspace.generate(name, datasets);
  }));
  await workspace.gates();
  return workspace;
}

Deno.test("moduleTexts() makes awkward names work", async (t) => {
  const modules = new Map<string, readonly Dataset[]>([
    ...withKeywords.map((dataset) => [`${dataset.name}.ts`, [dataset]] as const),
    ...new Map(clashing.map((dataset) => [`${dataset.name}.ts`, [dataset]] as const)),
    ["two.ts", [
      defineDataset("Speech", fieldsOf(["a", "b", "c", "d"])),
      defineDataset("Audio", { audio: field.waveform() }),
    ]],
  ]);
  using workspace = await compiled(modules);
  for (const [file, datasets] of modules) {
    const exported = await workspace.import(file);
    for (const { ir, name } of datasets) {
      await t.step(`${name} in ${file}`, async () => {
        const module = generatedModule(exported, name);
        const records = fc.sample(drawnRecord(ir), { numRuns: 2, seed: 7 });
        await generatedAgrees({ ir, module, records, stem: workspace.path(`${file}.${name}`) });
      });
    }
  }
});

Deno.test("moduleTexts() refuses datasets in one file whose names collide", async () => {
  const text = field.text();
  const pairs = [
    [defineDataset("Speech", { x: text }), defineDataset("SpeechAsync", { x: text })],
    [defineDataset("Speech", { audioX: text }), defineDataset("SpeechAudio", { x: text })],
    [defineDataset("Speech", { x: text }), defineDataset("Speech", { y: text })],
  ];
  for (const datasets of pairs) {
    await assert.rejects(textOf(datasets), (error) => {
      assert.ok(error instanceof SchemaError);
      assert.equal(error.code, "name-collision");
      assert.match(error.message, /both generate the name .*; rename a dataset or a field, or put/);
      return true;
    });
  }
});

Deno.test("moduleTexts() accepts datasets whose names merely look alike", async () => {
  const text = field.text();
  await textOf([defineDataset("Speech", { x: text }), defineDataset("Speeches", { x: text })]);
  await textOf([defineDataset("A", { x: text }), defineDataset("AIr", { x: text })]);
});
