/** Values of categories: what goes in and comes out, and what is refused. */
import assert from "node:assert/strict";
import type { CategoryFieldReader } from "../../../runtime/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { Kinds } from "../_kinds.ts";

/** Strings that are easily taken for each other, or sorted wrongly; some of them repeat. */
const strings = [
  "s12",
  "",
  "s1",
  "\u00e9",
  "e\u0301",
  "s12",
  "\uffff",
  "🎧",
  "\0",
  "",
  "日本語",
  "\ufeffs12",
  "🎧",
  "s12 ",
  "x".repeat(65_535),
  "é".repeat(32_767),
];

function categoriesOf(reader: { field(name: string): object }, name: string): CategoryFieldReader {
  return reader.field(name) as CategoryFieldReader;
}

Deno.test("categories come back as they went in, each string stored once", async () => {
  using kinds = await Kinds.of({ x: field.category() });
  using reader = kinds.pack(...strings.map((x) => ({ x })));
  const categories = categoriesOf(reader, "x");
  const known = [...new Set(strings)];
  assert.equal(categories.categoryCount, known.length);
  assert.deepEqual(categories.categories, known);
  strings.forEach((x, index) => {
    assert.equal(categories.decode(index), x);
    assert.equal(categories.metadata(index).number, known.indexOf(x));
    assert.equal(categories.numberOf(x), known.indexOf(x));
  });
  for (const x of ["s", "s13", "e", "é\u0301", "\ud800", "\ufffd", "🎧🎧"]) {
    assert.equal(categories.numberOf(x), undefined);
  }
  assert.equal(reader.file.view(10, 1)[0], 3);
  assert.ok(Object.isFrozen(categories.categories));
  assert.equal(categories.categories, categories.categories);
});

Deno.test("a generated field gives strings, numbers and the list of categories", async () => {
  using kinds = await Kinds.of({ before: field.text(), x: field.category() });
  assert.deepEqual(kinds.roundTrip({ before: "b", x: "84" }), { before: "b", x: "84" });
  using packed = kinds.pack({ before: "", x: "84" }, { before: "", x: "121" });
  using generated = kinds.module.open(packed.file.storage.view(0, packed.file.storage.size));
  const { x } = generated as unknown as {
    x: CategoryFieldReader & { metadata: { number(index: number): number } };
  };
  assert.deepEqual(x.categories, ["84", "121"]);
  assert.equal(x.metadata.number(1), 1);
  assert.equal(x.numberOf("121"), 1);
  assert.equal(x.decode(0), "84");
});

Deno.test("a dataset without records has a field of no categories", async () => {
  using kinds = await Kinds.of({ x: field.category(), y: field.category({ default: "none" }) });
  using reader = kinds.pack();
  for (const name of ["x", "y"]) {
    const categories = categoriesOf(reader, name);
    assert.equal(categories.categoryCount, 0);
    assert.deepEqual(categories.categories, []);
    assert.equal(categories.numberOf("none"), undefined);
    // The first offset, and nothing else.
    assert.equal(reader.file.lookup(name === "x" ? 0 : 1).byteLength, 4);
  }
});

Deno.test("a default stands in for undefined, but not for the empty text", async () => {
  using kinds = await Kinds.of({ x: field.category({ default: "nobody" }) });
  assert.deepEqual(kinds.roundTrip({}), { x: "nobody" });
  assert.deepEqual(kinds.roundTrip({ x: "" }), { x: "" });
});

Deno.test("numbers are refused, with the text that they could be written as", async () => {
  using kinds = await Kinds.of({ x: field.category() });
  for (const [x, text] of [[84, "84"], [84n, "84"], [0.5, "0.5"]] as const) {
    const error = kinds.refusal({ x }, { x: "" });
    assert.deepEqual([error.name, error.code, error.field], ["ManifestError", "wrong-value", "x"]);
    assert.match(error.message, /expected text, got \S+; write it as text: "/);
    assert.equal(error.hint, `write it as text: "${text}"`);
  }
  for (const x of [null, true, ["a"], {}]) {
    assert.equal(kinds.refusal({ x }, { x: "" }).hint, undefined);
  }
  assert.equal(kinds.refusal({}, { x: "" }).code, "missing-value");
});

Deno.test("lone surrogates and strings of more than 65,535 bytes are refused", async () => {
  using kinds = await Kinds.of({ x: field.category() });
  for (const x of ["\ud800", "a\udc00"]) {
    assert.match(kinds.refusal({ x }, { x: "" }).message, /expected text without lone surrogates/);
  }
  for (const x of ["x".repeat(65_536), "é".repeat(32_768), "x".repeat(1_000_000)]) {
    const error = kinds.refusal({ x }, { x: "" });
    assert.match(error.message, /expected at most 65535 bytes of UTF-8, got .*field\.text\(\)/);
  }
});

Deno.test("a default must be a category itself", () => {
  const wanted = /^A\.x\.default: expected well-formed text of at most 65535 bytes of UTF-8, got/;
  for (const fallback of [1, null, "\ud800", "x".repeat(65_536)]) {
    const options = { default: fallback } as { default: string };
    assert.throws(() => defineA(options), { code: "invalid-option", message: wanted });
  }
  assert.throws(() => defineA({ categories: ["a"] } as object), {
    code: "unknown-option",
    message: /the options are default/,
  });
});

function defineA(options: object): unknown {
  return defineDataset("A", { x: field.category(options) });
}

Deno.test("an integer field that is given a name says what such fields are", async () => {
  using kinds = await Kinds.of({ x: field.uint32(), y: field.int64({ default: 0n }) });
  for (const record of [{ x: "84" }, { x: 1, y: "84" }]) {
    const error = kinds.refusal(record, { x: 1 });
    assert.match(
      error.message,
      /an integer from .* got "84"; use field\.category\(\) for names/,
    );
  }
  assert.equal(kinds.refusal({ x: 0.5 }, { x: 1 }).hint, undefined);
});
