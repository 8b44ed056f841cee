/** Filters that aren't: what is refused, and what the error says. */
import assert from "node:assert/strict";
import {
  createDatasetWriter,
  openDataset,
  type RecordFilter,
  selectRecords,
} from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { errorOf, Folder } from "../runtime/_speech.ts";
import { clipsOf } from "./_dataset.ts";

const dataset = clipsOf([{ samples: 10, speaker: 3 }]);

function left(filter: RecordFilter): number {
  return selectRecords(dataset, filter).records.length;
}

const wrong: readonly (readonly [string, unknown])[] = [
  ["no-such-field", { speeker: 3 }],
  ["invalid-filter", { speaker: "3" }],
  ["invalid-filter", { speaker: 3n }],
  ["invalid-filter", { speaker: [] }],
  ["invalid-filter", { speaker: NaN }],
  ["invalid-filter", { speaker: { min: 3, max: 2 } }],
  ["invalid-filter", { speaker: { least: 3 } }],
  ["invalid-filter", { id: 3.5 }],
  ["invalid-filter", { id: 2 ** 53 }],
  ["invalid-filter", { id: "3.5" }],
  ["invalid-filter", { id: "0x3" }],
  ["invalid-filter", { id: "03" }],
  ["invalid-filter", { id: 2n ** 64n }],
  ["invalid-filter", { id: { min: "" } }],
  ["invalid-filter", { id: true }],
  ["invalid-filter", { speaker: {} }],
  ["invalid-filter", { speaker: { min: undefined } }],
  ["invalid-filter", { speaker: undefined }],
  ["invalid-filter", { speaker: null }],
  ["invalid-filter", { speaker: [1, "2"] }],
  ["invalid-filter", { speaker: [[1]] }],
  ["invalid-filter", { speaker: { above: 3, max: 3 } }],
  ["invalid-filter", { speaker: { min: 3, below: 3 } }],
  ["invalid-filter", { speaker: { above: 3, below: 3 } }],
  ["invalid-filter", { speaker: { above: NaN } }],
  ["invalid-filter", { speaker: new Date(3) }],
  ["invalid-filter", { speaker: { prefix: "3" } }],
  ["invalid-filter", { speaker: { missing: true } }],
  ["invalid-filter", { speaker: { length: { min: 1 } } }],
  ["invalid-filter", { clean: "true" }],
  ["invalid-filter", { clean: [] }],
  ["invalid-filter", { text: 3 }],
  ["invalid-filter", { text: [] }],
  ["invalid-filter", { text: ["a", 3] }],
  ["invalid-filter", { text: {} }],
  ["invalid-filter", { text: "\ud800" }],
  ["invalid-filter", { text: { prefix: 3 } }],
  ["invalid-filter", { text: { prefix: [] } }],
  ["invalid-filter", { text: { prefix: "\udc00" } }],
  ["invalid-filter", { text: { missing: 1 } }],
  ["invalid-filter", { text: { missing: true, suffix: "a" } }],
  ["invalid-filter", { text: { min: "a" } }],
  ["invalid-filter", { audio: { seconds: { min: Infinity } } }],
  ["invalid-filter", { audio: { seconds: { above: Infinity } } }],
  ["invalid-filter", { audio: { seconds: {} } }],
  ["invalid-filter", { audio: { seconds: { below: -1 } } }],
  ["invalid-filter", { audio: { length: { min: 3, below: 3 } } }],
  ["invalid-filter", { audio: { prefix: "a" } }],
  ["invalid-filter", { audio: { missing: true } }],
  ["invalid-filter", { audio: "a" }],
  ["invalid-filter", { and: [] }],
  ["invalid-filter", { or: [] }],
  ["invalid-filter", { or: { speaker: 3 } }],
  ["invalid-filter", { not: [{ speaker: 3 }] }],
  ["invalid-filter", { not: null }],
  ["invalid-filter", { and: [3] }],
  ["invalid-filter", { and: [[]] }],
  ["invalid-filter", new Map([["speaker", 3]])],
  ["invalid-filter", "speaker=3"],
  ["invalid-filter", null],
  ["no-such-field", { not: { and: [{ speaker: 1 }, { speakers: 3 }] } }],
  ["no-such-field", { missing: true }],
  ["no-such-field", JSON.parse('{"__proto__":{"speaker":3}}')],
  ["invalid-filter", { clean: 1 }],
  ["invalid-filter", { clean: { min: 0 } }],
  ["invalid-filter", { audio: 3 }],
  ["invalid-filter", { audio: {} }],
  ["invalid-filter", { audio: { min: 3 } }],
  ["invalid-filter", { audio: { seconds: 3 } }],
  ["invalid-filter", { audio: { seconds: { min: -1 } } }],
  ["invalid-filter", { audio: { seconds: { min: 2, max: 1 } } }],
  ["invalid-filter", { audio: { length: null } }],
  ["invalid-filter", { text: { seconds: { min: 1 } } }],
];

for (const [code, filter] of wrong) {
  const text = JSON.stringify(
    filter,
    (_, value) => typeof value === "bigint" ? `${value}n` : value,
  );
  Deno.test(`the filter ${text} is refused as ${code}`, () => {
    assert.equal(errorOf(() => left(filter as RecordFilter)).code, code);
  });
}

function nested(levels: number, around: (filter: unknown) => unknown): unknown {
  let filter: unknown = { speaker: 3 };
  for (let level = 0; level < levels; level++) filter = around(filter);
  return filter;
}

for (
  const [name, around] of [
    ["not", (filter) => ({ not: filter })],
    ["and", (filter) => ({ and: [filter] })],
    ["or", (filter) => ({ or: [{ speaker: 1 }, filter] })],
  ] as readonly (readonly [string, (filter: unknown) => unknown])[]
) {
  Deno.test(`filters nest 64 deep in "${name}", and no deeper`, () => {
    left(nested(63, around) as RecordFilter);
    for (const levels of [64, 1_000, 100_000]) {
      const error = errorOf(() => left(nested(levels, around) as RecordFilter));
      assert.match(error.message, /filters nest at most 64 deep/);
    }
  });
}

Deno.test("conditions that are huge, deep or circular are shown in part", () => {
  const circular: Record<string, unknown> = {};
  circular["speaker"] = circular;
  const conditions = [
    { speaker: "x".repeat(1_000_000) },
    { speaker: nested(100_000, (inner) => [inner]) },
    { speaker: Array.from({ length: 1_000_000 }, () => ({ min: "x" })) },
    circular,
    { speaker: { ["x".repeat(1_000_000)]: 3 } },
  ];
  for (const condition of conditions) {
    const error = errorOf(() => left(condition as RecordFilter));
    assert.equal(error.code, "invalid-filter");
    assert.ok(error.message.length < 500, `${error.message.length}`);
  }
  const self: Record<string, unknown> = {};
  self["not"] = self;
  assert.match(errorOf(() => left(self as RecordFilter)).message, /filters nest at most 64 deep/);
});

Deno.test("errors name near fields, what the field is, what was found, and what helps", () => {
  const messages: readonly (readonly [unknown, RegExp])[] = [
    [{ speeker: 3 }, /no field "speeker"; its fields are .*; did you mean "speaker"\?$/],
    [
      { speaker: "3" },
      /by "speaker", a field of kind uint32: found "3", wanted a number, a list of/,
    ],
    [{ id: 0.5 }, /found 0\.5, wanted an integer \(a BigInt, a safe integer or decimal text\)/],
    [{ text: 84 }, /wanted a text, a list of texts, .*; write it as text, "84"$/],
    [{ not: { clean: 1 } }, /by "clean", a field of kind bool: found 1, wanted true, false/],
    [{ or: [{ clean: true }, 7] }, /: or\[1\] in the filter is 7, wanted an object/],
    [{ and: 7 }, /: "and" in the filter is 7, wanted a list of filters/],
  ];
  for (const [filter, message] of messages) {
    assert.match(errorOf(() => left(filter as RecordFilter)).message, message);
  }
});

Deno.test("a category beyond the last is an error that names its record", () => {
  using folder = new Folder();
  const { ir } = defineDataset("Speakers", { speaker: field.category() });
  {
    using writer = createDatasetWriter(folder.file("speakers.afd"), { ir });
    for (let record = 0; record < 5000; record++) writer.append({ speaker: `s${record % 3}` });
    writer.finish();
  }
  const bytes = Deno.readFileSync(folder.file("speakers.afd"));
  using sound = openDataset(bytes);
  new DataView(bytes.buffer).setUint32(sound.file.entry(0).tableOffset + 4 * 4500, 3, true);
  using damaged = openDataset(bytes, { checksums: "never" });
  for (
    const filter of [{ speaker: "s1" }, { speaker: { prefix: "t" } }, {
      speaker: { missing: false },
    }]
  ) {
    const error = errorOf(() => selectRecords(damaged, filter));
    assert.equal(error.code, "category-number");
    assert.deepEqual([error.field, error.record, error.found], ["speaker", 4500, 3]);
  }
});

Deno.test("a filter by texts names the record whose bytes are damaged", () => {
  using folder = new Folder();
  const { ir } = defineDataset("Texts", { text: field.text() });
  {
    using writer = createDatasetWriter(folder.file("texts.afd"), { ir });
    // Apart from the tables, which lie after it, by more than a block of checksums.
    for (const text of ["", "first", "x".repeat(100_000)]) writer.append({ text });
    writer.finish();
  }
  const bytes = Deno.readFileSync(folder.file("texts.afd"));
  const place = new TextDecoder("latin1").decode(bytes).indexOf("first");
  bytes[place]! ^= 1;
  using damaged = openDataset(bytes);
  const error = errorOf(() => selectRecords(damaged, { text: ["", "other"] }));
  assert.deepEqual([error.name, error.field, error.record], ["IntegrityError", "text", 1]);
  assert.equal(selectRecords(damaged, { text: { missing: false } }).records.length, 2);
});
