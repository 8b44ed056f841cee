import assert from "node:assert/strict";
import { readDocComments } from "../../codegen/mod.ts";
import { textOf } from "./_workspace.ts";
import { defineDataset, field } from "../../schema/mod.ts";

const schema = `
import * as audiofield from "audiofield";
const { field } = audiofield;
/** Not this one. */

/**
 * Speech, in two
 *   indented lines.
 *
 * @see somewhere else
 */
export const Speech = audiofield.defineDataset("Speech", {
  // Not a doc comment.
  /** Mono PCM. */
  audio: field.waveform(),
  /* Not a doc comment either. */
  speaker: field.uint32(),
  /** Quoted. */
  "transcript": field.text(),
  /**
   * Two
   * lines.
   */ blob: field.bytes(),
  /** */ flag: field.bool(),
});
export const Music = audiofield.defineDataset("Music", { x: field.text() });
`;

Deno.test("readDocComments() reads the comments above datasets and fields", () => {
  const docs = readDocComments(schema);
  assert.deepEqual([...docs.keys()], ["Speech", "Music"]);
  assert.equal(docs.get("Speech")?.dataset, "Speech, in two\n  indented lines.");
  assert.deepEqual([...docs.get("Speech")?.fields ?? []], [
    ["audio", "Mono PCM."],
    ["transcript", "Quoted."],
    ["blob", "Two\nlines."],
    ["flag", ""],
  ]);
  assert.deepEqual(docs.get("Music"), { dataset: "", fields: new Map() });
});

Deno.test("readDocComments() reads files with Windows line endings the same way", async () => {
  const datasets = [defineDataset("Speech", { audio: field.waveform(), blob: field.bytes() })];
  const unix = await textOf(datasets, readDocComments(schema));
  assert.equal(await textOf(datasets, readDocComments(schema.replaceAll("\n", "\r\n"))), unix);
});

Deno.test("moduleTexts() produces the same schema and fingerprint without comments", async () => {
  const datasets = [defineDataset("Speech", { audio: field.waveform(), blob: field.bytes() })];
  const irOf = (text: string) => /Ir: DatasetIr = ([^;]*);/.exec(text)?.[1];
  const [with_, without] = [
    await textOf(datasets, readDocComments(schema)),
    await textOf(datasets),
  ];
  assert.notEqual(with_, without);
  assert.ok(irOf(with_)?.includes("waveform"));
  assert.equal(irOf(with_), irOf(without));
});

Deno.test("generated modules say what fields mean, with and without comments", async () => {
  const datasets = [defineDataset("Speech", {
    audio: field.waveform({ means: "label" }),
    speaker: field.uint32({ means: "speaker" }),
    blob: field.bytes(),
  })];
  const text = await textOf(datasets, readDocComments(schema));
  assert.match(text, /\* Mono PCM\.\n +\*\n +\* It means `label`\.\n/);
  assert.match(text, /\/\*\* A field of kind `uint32`\. It means `speaker`\. \*\//);
  assert.ok(!text.includes("undefined`"));
  const plain = await textOf([defineDataset("Speech", { audio: field.waveform() })]);
  assert.ok(!plain.includes("It means"));
});
