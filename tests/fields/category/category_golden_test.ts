/**
 * The golden file of version 1.3: categories that are easily taken for each other, and a default. When
 * it is changed on purpose before a release, write it again and say why in the commit:
 *
 *     AUDIOFIELD_WRITE_GOLDEN=1 deno test -A tests/fields/category/category_golden_test.ts
 */
import assert from "node:assert/strict";
import { type CategoryFieldReader, openDataset } from "../../../runtime/mod.ts";
import { verifyFile } from "../../../runtime/verify/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { packed } from "../../container/_varied.ts";

const path = new URL("../../data/category/category_v1_3.afd", import.meta.url).pathname;
const { ir } = defineDataset("Speakers", {
  speaker: field.category(),
  id: field.uint16(),
  language: field.category({ default: "de" }),
  note: field.text(),
});
/** Composed, decomposed, empty, and what UTF-16 and UTF-8 sort differently. */
const speakers = ["84", "\u00e9", "84", "", "e\u0301", "\uffff", "🎧", "84", "🎧", "1272"];
const records = speakers.map((speaker, id) => ({
  speaker,
  id,
  ...(id % 3 === 0 ? {} : { language: id % 2 === 0 ? "en" : "日本語" }),
  note: `record ${id}`,
}));

if (Deno.env.get("AUDIOFIELD_WRITE_GOLDEN") === "1") {
  Deno.mkdirSync(new URL(".", `file://${path}`), { recursive: true });
  Deno.writeFileSync(path, packed(ir, records));
}

Deno.test("the writer writes the golden file's bytes", () => {
  assert.deepEqual(packed(ir, records), Deno.readFileSync(path));
  assert.deepEqual(verifyFile(path), { ok: true, records: 10, checked: 10, damaged: [] });
});

Deno.test("the golden file's categories are read", () => {
  using dataset = openDataset(path);
  assert.equal(dataset.file.view(10, 1)[0], 3);
  const speaker = dataset.field("speaker") as CategoryFieldReader;
  assert.deepEqual(speaker.categories, ["84", "\u00e9", "", "e\u0301", "\uffff", "🎧", "1272"]);
  assert.equal(speaker.numberOf("e\u0301"), 3);
  const language = dataset.field("language") as CategoryFieldReader;
  assert.deepEqual(language.categories, ["de", "日本語", "en"]);
  records.forEach((record, index) => {
    assert.deepEqual(dataset.toRecord(index), { language: "de", ...record });
  });
});

Deno.test("the golden file's part is as the format's page has it, byte by byte", () => {
  using dataset = openDataset(path);
  const { position, byteLength, entries } = dataset.file.lookup(2);
  const bytes = dataset.file.view(position, byteLength).slice();
  assert.equal(entries, 3);
  const words = new Uint32Array(bytes.buffer, 0, 7);
  // "de" ends at 2, "日本語" at 11, "en" at 13; sorted they are "de", "en", "日本語".
  assert.deepEqual([...words], [0, 2, 11, 13, 0, 2, 1]);
  assert.equal(new TextDecoder().decode(bytes.subarray(28)), "de日本語en");
  assert.equal(byteLength, 28 + 13);
});
