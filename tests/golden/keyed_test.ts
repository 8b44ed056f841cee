/**
 * The golden file of keys: a small corpus that has a key and a speaker for each record, committed as
 * bytes. It fails when a change to the library changes what is written, or what old files are read as.
 * How it is written again is in `golden_test.ts`.
 */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { packed } from "../container/_varied.ts";

const Corpus = defineDataset("Corpus", {
  transcript: field.text({ means: "transcript", default: "" }),
  id: field.text({ means: "key" }),
  speaker: field.category({ means: "speaker" }),
  split: field.uint8({ means: "split", default: 0 }),
});

const records = [
  { id: "84-121123-0000", speaker: "84", transcript: "go" },
  { id: "84-121123-0001", speaker: "84", transcript: "do you hear", split: 2 },
  { id: "clips/Zoë/1", speaker: "f03" },
  { id: "日本語 🎧", speaker: "ö" },
  { id: "Zoe\u0308", speaker: "f03", transcript: "ü" },
];

const path = new URL("keyed_v1_3.afd", import.meta.url).pathname;

if (Deno.env.get("AUDIOFIELD_WRITE_GOLDEN") === "1") {
  Deno.writeFileSync(path, packed(Corpus.ir, records));
}

Deno.test("createDatasetWriter() writes the golden file of keys from its records", () => {
  const golden = Deno.readFileSync(path);
  const written = packed(Corpus.ir, records);
  const difference = written.findIndex((byte, index) => byte !== golden[index]);
  assert.equal(difference, -1, `byte ${difference} differs`);
  assert.equal(written.length, golden.length);
});

Deno.test("the golden file of keys is of version 1.3, and sound", () => {
  const golden = Deno.readFileSync(path);
  assert.deepEqual([...golden.subarray(8, 12)], [1, 0, 3, 0]);
  assert.deepEqual(verifyFile(path), { ok: true, records: 5, checked: 5, damaged: [] });
});

Deno.test("openDataset() finds the golden file's records by key", () => {
  using dataset = openDataset(path);
  assert.equal(
    dataset.file.fingerprint,
    "015e5b93ebc7f5604b5a5dc7088dc321d72a3f447c458a5eaeb02a79228c18cc",
  );
  records.forEach(({ id, speaker, transcript = "", split = 0 }, record) => {
    assert.equal(dataset.byKey(id), record);
    assert.equal(dataset.keyOf(record), id.normalize("NFC"));
    assert.deepEqual(dataset.toRecord(record), {
      transcript,
      id: id.normalize("NFC"),
      speaker,
      split,
    });
  });
  assert.equal(dataset.findKey("84-121123-0002"), undefined);
});
