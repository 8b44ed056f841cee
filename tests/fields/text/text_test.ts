import assert from "node:assert/strict";
import { field } from "../../../schema/mod.ts";
import { Kinds } from "../_kinds.ts";

const texts = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ufeff",
  "\ufeffwith a byte order mark",
  "line\r\nends\n",
  "e\u0301 isn't \u00e9",
  "日本語 🎧 \u{10ffff}",
  "\uffff\ufffe",
  "x".repeat(200_000),
];

Deno.test("text comes back as it went in", async () => {
  using kinds = await Kinds.of({ before: field.text(), x: field.text() });
  for (const x of texts) assert.deepEqual(kinds.roundTrip({ before: "b", x }), { before: "b", x });
});

Deno.test("text is stored as UTF-8 without a byte order mark or a terminator", async () => {
  using kinds = await Kinds.of({ x: field.text() });
  using reader = kinds.pack({ x: "é\0" });
  const { position, length } = reader.field("x").extent(0)!;
  assert.deepEqual([...reader.file.view(position, length)], [0xc3, 0xa9, 0]);
  assert.equal(reader.field("x").length(0), 3);
});

Deno.test("text refuses lone surrogates, which UTF-8 can't hold", async () => {
  using kinds = await Kinds.of({ x: field.text() });
  for (const x of ["\ud800", "a\udc00", "\udc00\ud800"]) {
    const error = kinds.refusal({ x }, { x: "" });
    assert.equal(error.name, "ManifestError");
    assert.equal(error.code, "wrong-value");
    assert.equal(error.field, "x");
    assert.equal(error.record, 1);
    assert.match(error.message, /: expected text without lone surrogates, got "/);
  }
});

Deno.test("text refuses anything but text", async () => {
  using kinds = await Kinds.of({ x: field.text() });
  const wrong: [unknown, string][] = [
    [1, "1"],
    [null, "null"],
    [["a"], "an array"],
    [new Uint8Array(1), "an object (Uint8Array)"],
    [Object.create(null), "an object (no prototype)"],
  ];
  for (const [x, found] of wrong) {
    const error = kinds.refusal({ x }, { x: "" });
    assert.equal(error.message, `Cannot write "x" of record 1: expected text, got ${found}`);
  }
  assert.equal(kinds.refusal({}, { x: "" }).code, "missing-value");
});

Deno.test("text's default stands in for undefined, but not for the empty text", async () => {
  const fallback = '"\\`${}\n\u2028é';
  using kinds = await Kinds.of({ x: field.text({ default: fallback }) });
  assert.deepEqual(kinds.roundTrip({}), { x: fallback });
  assert.deepEqual(kinds.roundTrip({ x: "" }), { x: "" });
});

Deno.test("text's batches hold strings that stay valid when the batch is reused", async () => {
  using kinds = await Kinds.of({ x: field.text() });
  using reader = kinds.pack({ x: "one" }, { x: "" }, { x: "größer" });
  const batch = reader.field("x").allocateBatch(4) as {
    values: string[];
    lengths: Uint32Array;
    shape: number[];
  };
  reader.field("x").decodeBatch([2, 1, 2], batch);
  const first = [...batch.values];
  assert.deepEqual([...batch.lengths], [8, 0, 8]);
  reader.field("x").decodeBatch([0], batch);
  assert.deepEqual(first, ["größer", "", "größer"]);
  assert.deepEqual(batch.values, ["one"]);
  assert.deepEqual(batch.shape, [1]);
});
