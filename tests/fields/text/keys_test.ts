/** Keys: written, refused, and found again, over every storage. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { createDatasetWriter, openDataset, openDatasetAsync } from "../../../runtime/mod.ts";
import { verifyFile } from "../../../runtime/verify/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { errorOf, fileOf, Keyed } from "./_keyed.ts";
import { packed } from "../../container/_varied.ts";

/** Keys of all sorts, as they are normalised. */
const key = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  fc.stringMatching(/^[a-c/]{1,4}$/),
  fc.constantFrom("é", "ü/ß", "日本語", "🎧", "\u2028", "\ufeff", "a".repeat(4096), "__proto__"),
).map((text) => text.normalize("NFC")).filter((text) =>
  // deno-lint-ignore no-control-regex
  text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text) && text !== ""
);

const keys = fc.uniqueArray(key, { maxLength: 60 });

Deno.test("every key is found, and no other, over every storage", async () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/keyed.afd`;
  await fc.assert(
    fc.asyncProperty(keys, key, async (all, other) => {
      const bytes = fileOf(all);
      Deno.writeFileSync(path, bytes);
      const absent = all.includes(other) ? `${other}!` : other;
      for (const storage of ["mapped", "positioned", "memory"] as const) {
        using dataset = openDataset(path, { storage });
        all.forEach((each, record) => {
          assert.equal(dataset.byKey(each), record);
          assert.equal(dataset.findKey(each.normalize("NFD")), record);
          assert.equal(dataset.keyOf(record), each);
        });
        if (!all.includes(absent)) assert.equal(dataset.findKey(absent), undefined);
      }
      using blob = await openDatasetAsync(new Blob([bytes]));
      for (const [record, each] of all.entries()) {
        assert.equal(await blob.byKeyAsync(each), record);
        assert.equal(await blob.keyOfAsync(record), each);
      }
      if (!all.includes(absent)) assert.equal(await blob.findKeyAsync(absent), undefined);
      assert.deepEqual(verifyFile(bytes).damaged, []);
    }),
    { numRuns: 60 },
  );
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("the same keys make the same index, in whatever way the file was written", () => {
  const bytes = fileOf(["b", "a", "c"]);
  assert.equal(bytes[10], 3);
  assert.deepEqual(fileOf(["b", "a", "c"]), bytes);
});

Deno.test("a key that another record has is refused, and names both records", () => {
  const folder = Deno.makeTempDirSync();
  const writer = createDatasetWriter(`${folder}/a.afd`, { ir: Keyed.ir });
  writer.append({ id: "one" });
  writer.append({ id: "two" });
  assert.throws(() => writer.append({ id: "one" }), {
    name: "ManifestError",
    code: "duplicate-key",
    field: "id",
    record: 2,
    found: 0,
    message:
      'Cannot write "id" of record 2: record 0 has the key "one" already; give each record ' +
      "its own key",
  });
  // Nothing of it is kept, and its number goes to the next record.
  assert.equal(writer.append({ id: "three" }), 2);
  assert.throws(() => writer.append({ id: "three" }), { found: 2 });
  writer.abort();
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("a record that fails for another reason leaves its key to others", () => {
  const { ir } = defineDataset("D", { id: field.text({ means: "key" }), n: field.uint8() });
  const folder = Deno.makeTempDirSync();
  const writer = createDatasetWriter(`${folder}/a.afd`, { ir });
  assert.throws(() => writer.append({ id: "one", n: 256 }), { code: "wrong-value" });
  writer.append({ id: "one", n: 1 });
  writer.finish();
  using dataset = openDataset(`${folder}/a.afd`);
  assert.equal(dataset.byKey("one"), 0);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("NFC and NFD of a key are the same key", () => {
  const [composed, decomposed] = ["Zo\u00eb", "Zoe\u0308"];
  assert.equal(errorOf(() => fileOf([composed, decomposed])).code, "duplicate-key");
  using dataset = openDataset(fileOf([decomposed]));
  assert.equal(dataset.keyOf(0), composed);
  assert.equal(dataset.byKey(composed), 0);
  assert.equal(dataset.byKey(decomposed), 0);
});

Deno.test("invalid keys are refused, with the reason", () => {
  const wrong: [key: unknown, code: string, message: RegExp][] = [
    ["", "invalid-key", /^Cannot write "id" of record 0: its key "" is empty$/],
    ["a\0b", "invalid-key", /its key "a\\u0000b" has a control character$/],
    ["a\nb", "invalid-key", /has a control character$/],
    ["\x7f", "invalid-key", /has a control character$/],
    ["\ud800", "invalid-key", /has a lone surrogate$/],
    ["x".repeat(4097), "invalid-key", /has 4097 bytes, more than 4096$/],
    ["x".repeat(2 ** 20), "invalid-key", /its key "x{60}" has 1048576 bytes, more than 4096$/],
    ["é".repeat(2049), "invalid-key", /has 4098 bytes/],
    [84, "wrong-value", /expected text, got 84$/],
    [undefined, "missing-value", /expected text, got nothing$/],
    [null, "wrong-value", /expected text/],
  ];
  for (const [id, code, message] of wrong) {
    const error = errorOf(() => packed(Keyed.ir, [{ id }]));
    assert.equal(error.code, code);
    assert.match(error.message, message);
  }
  using dataset = openDataset(fileOf(["x".repeat(4096), "é".repeat(2048)]));
  assert.equal(dataset.byKey("é".repeat(2048)), 1);
});

Deno.test("looking up an invalid key finds nothing", () => {
  using dataset = openDataset(fileOf(["one"]));
  for (const text of ["", "\0", "x".repeat(2 ** 20), "\ud800", "One", "one "]) {
    assert.equal(dataset.findKey(text), undefined);
    assert.equal(errorOf(() => dataset.byKey(text)).code, "no-such-key");
  }
  assert.throws(() => dataset.findKey(1 as never), { name: "UsageError", code: "invalid-key" });
  assert.throws(() => dataset.byKey("two"), {
    name: "UsageError",
    message: 'Cannot find "two" in "(memory)": none of its 1 record has that key',
  });
});

Deno.test("a dataset without a key field says so", async () => {
  const { ir } = defineDataset("Plain", { id: field.text() });
  const bytes = packed(ir, [{ id: "one" }]);
  using dataset = openDataset(bytes);
  for (
    const run of [() => dataset.byKey("one"), () => dataset.findKey("one"), () => dataset.keyOf(0)]
  ) {
    assert.throws(run, { name: "UsageError", code: "no-key-field" });
  }
  using blob = await openDatasetAsync(new Blob([bytes]));
  await assert.rejects(blob.byKeyAsync("one"), { code: "no-key-field" });
});

Deno.test("what must be waited for isn't read at once", async () => {
  using blob = await openDatasetAsync(new Blob([fileOf(["one"])]));
  assert.throws(() => blob.byKey("one"), { code: "must-wait" });
});

Deno.test("a lookup in a Blob of many keys takes a few blocks", async () => {
  const count = 30_000;
  const bytes = fileOf(Array.from({ length: count }, (_, record) => `clip-${record}`));
  using blob = await openDatasetAsync(new Blob([bytes]));
  const { counters } = blob.file.storage;
  let most = 0;
  for (let record = 0; record < count; record += 1009) {
    const before = { ...counters };
    assert.equal(await blob.byKeyAsync(`clip-${record}`), record);
    most = Math.max(most, counters.reads - before.reads);
    // Of 12 bytes for each key, and as many for the records themselves.
    assert.ok(counters.bytes - before.bytes <= 9 * 65_536, `${counters.bytes - before.bytes}`);
  }
  assert.ok(most <= 6, `${most} requests`);
  const before = counters.reads;
  assert.equal(await blob.findKeyAsync("clip-x"), undefined);
  assert.ok(counters.reads - before <= 2);
});
