import assert from "node:assert/strict";
import { openSpeech, openSpeechAsync } from "../../generated/speech.ts";
import { createDatasetWriter } from "../../runtime/mod.ts";
import { defineDataset, field, type FieldDefinitions } from "../../schema/mod.ts";
import { errorOf, Folder } from "./_speech.ts";

const audio = field.waveform();
const transcript = field.text({ default: "" });
const speaker = field.uint32({ default: 0 });

const others: readonly (readonly [FieldDefinitions, string])[] = [
  [
    { audio: field.waveform({ sampleRate: 8_000 }), transcript, speaker },
    '"audio" has sampleRate 8000 in the file, not at its default',
  ],
  [
    { audio, transcript, speaker: field.uint16({ default: 0 }) },
    'field "speaker" is of kind uint16 in the file, not uint32',
  ],
  [
    { audio, transcript, speaker: field.uint32() },
    '"speaker" has default at its default in the file, not 0',
  ],
  [{ audio, speaker, transcript }, 'field 1 is "speaker" in the file, not "transcript"'],
  [{ audio, transcript }, 'the file has no field "speaker"'],
  [
    { audio, transcript, speaker, note: field.text() },
    'the file has an extra field, "note"',
  ],
];

for (const [fields, difference] of others) {
  Deno.test(`openSpeech() says that ${difference}`, async () => {
    using folder = new Folder();
    const path = folder.file("other.afd");
    createDatasetWriter(path, { ir: defineDataset("Speech", fields).ir }).finish();
    const error = errorOf(() => openSpeech(path));
    assert.equal(error.name, "FormatError");
    assert.equal(error.code, "other-schema");
    assert.equal(error.file, path);
    assert.ok(error.message.startsWith(`Cannot open "${path}" as Speech: ${difference};`));
    const blob = new Blob([Deno.readFileSync(path)]);
    await assert.rejects(openSpeechAsync(blob), { code: "other-schema" });
  });
}

Deno.test("openSpeech() opens what the reflective writer wrote with the same schema", () => {
  using folder = new Folder();
  const path = folder.file("same.afd");
  const { ir } = defineDataset("Speech", { audio, transcript, speaker });
  createDatasetWriter(path, { ir }).finish();
  openSpeech(path).close();
});
