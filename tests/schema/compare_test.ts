import assert from "node:assert/strict";
import fc from "fast-check";
import { type Dataset, defineDataset, field, firstDifference } from "../../schema/mod.ts";
import { datasetOf, drawnDataset } from "./_arbitraries.ts";

const wanted = defineDataset("Speech", {
  audio: field.waveform({ sampleRate: 16_000 }),
  transcript: field.text({ default: "" }),
});

const differences: readonly (readonly [Dataset, string])[] = [
  [
    defineDataset("Music", { x: field.text() }),
    'the file holds the dataset "Music", not "Speech"',
  ],
  [
    defineDataset("Speech", { audio: field.waveform() }),
    'the file has no field "transcript"',
  ],
  [
    defineDataset("Speech", {
      audio: field.waveform(),
      transcript: field.text({ default: "" }),
      speaker: field.uint8(),
    }),
    'the file has an extra field, "speaker"',
  ],
  [
    defineDataset("Speech", { transcript: field.text({ default: "" }), audio: field.waveform() }),
    'field 0 is "transcript" in the file, not "audio"',
  ],
  [
    defineDataset("Speech", { audio: field.bytes(), transcript: field.text({ default: "" }) }),
    'field "audio" is of kind bytes in the file, not waveform',
  ],
  [
    defineDataset("Speech", {
      audio: field.waveform({ sampleRate: 8_000 }),
      transcript: field.text({ default: "" }),
    }),
    '"audio" has sampleRate 8000 in the file, not at its default',
  ],
  [
    defineDataset("Speech", { audio: field.waveform(), transcript: field.text() }),
    '"transcript" has default at its default in the file, not ""',
  ],
  [
    defineDataset("Speech", { audio: field.waveform(), transcript: field.text({ default: "-" }) }),
    '"transcript" has default "-" in the file, not ""',
  ],
];

for (const [found, message] of differences) {
  Deno.test(`firstDifference() says that ${message}`, () => {
    assert.equal(firstDifference(found.ir, wanted.ir), message);
  });
}

Deno.test("firstDifference() finds none exactly where fingerprints agree", () => {
  fc.assert(fc.property(drawnDataset, drawnDataset, fc.boolean(), (one, other, same) => {
    const [a, b] = [datasetOf(one), datasetOf(same ? structuredClone(one) : other)];
    const difference = firstDifference(a.ir, b.ir);
    assert.equal(difference === undefined, a.fingerprint === b.fingerprint);
    if (same) assert.equal(difference, undefined);
  }));
});
