/** Filters as the command line has them: the vectors, and that everything that is read can be used. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type FieldConditions, parseWhere, selectRecords } from "../../runtime/mod.ts";
import { type DatasetIr, irJson, parseIr } from "../../schema/mod.ts";
import { errorOf } from "../runtime/_speech.ts";
import { filteredDataset, filteredRecords, filterOf } from "./_filters.ts";
import { whereOf } from "./_where_text.ts";
import vectors from "./where_vectors.json" with { type: "json" };

const ir = parseIr(irJson(vectors.schema as DatasetIr));

for (const { where, filter } of vectors.filters) {
  Deno.test(`the filter ${JSON.stringify(where)} is its JSON`, () => {
    assert.deepEqual(parseWhere(where, ir), filter);
  });
}

for (const { where, column, code = "invalid-where" } of vectors.errors) {
  Deno.test(`the filter ${JSON.stringify(where)} is wrong at column ${column}`, () => {
    const error = errorOf(() => parseWhere(where, ir));
    assert.deepEqual(error.place, { text: where, column }, error.message);
    assert.equal(error.code, code);
    assert.match(error.message, new RegExp(`at column ${column}: `));
  });
}

Deno.test("a filter written as text selects what the same filter as JSON selects", () => {
  fc.assert(
    fc.property(
      filteredRecords,
      fc.array(filterOf("text"), { minLength: 10 }),
      (records, filters) => {
        using dataset = filteredDataset(records);
        for (const filter of filters) {
          const read = parseWhere(whereOf(filter), dataset.ir);
          const [one, other] = [read, filter].map((each) => selectRecords(dataset, each).records);
          assert.deepEqual(one, other, whereOf(filter));
        }
      },
    ),
    { numRuns: 20 },
  );
});

Deno.test("fields with the names of operators, which old files may have, can't be compared", () => {
  const old = parseIr(irJson({
    name: "Old",
    fields: ["and", "or", "not", "speaker"]
      .map((name) => ({ name, kind: "uint8", type: 1, options: {} })),
  }));
  for (const [where, column] of [["and=3", 1], ["speaker=3 or or=3", 14]] as const) {
    const error = errorOf(() => parseWhere(where, old));
    assert.deepEqual([error.code, error.place?.column], ["no-such-field", column]);
  }
  assert.equal(errorOf(() => parseWhere("not=3", old)).place?.column, 4);
});

const nested = (open: string, close: string, count: number) =>
  `${open.repeat(count)}speaker=3${close.repeat(count)}`;

Deno.test("parentheses and nots nest 64 deep, and filters as deep as JSON may", () => {
  assert.deepEqual(parseWhere(nested("(", ")", 64), ir), { speaker: 3 });
  let filter: FieldConditions = { speaker: 3 };
  for (let level = 0; level < 63; level++) filter = { not: filter };
  assert.deepEqual(parseWhere(nested("not ", "", 63), ir), filter);
  const columns = [nested("(", ")", 65), nested("not ", "", 64), nested("not ", "", 65)]
    .map((text) => errorOf(() => parseWhere(text, ir)).place?.column);
  assert.deepEqual(columns, [65, 1, 4 * 64 + 1]);
  for (const text of [nested("(", ")", 100_000), nested("not ", "", 100_000)]) {
    assert.equal(errorOf(() => parseWhere(text, ir)).code, "invalid-where");
  }
  // Each parenthesis may hold an "or" whose parts hold an "and".
  const alternating = (count: number) =>
    `${"clean=true or speaker=1 and (".repeat(count)}speaker=3${")".repeat(count)}`;
  parseWhere(alternating(31), ir);
  assert.match(errorOf(() => parseWhere(alternating(32), ir)).message, /nest at most 64 deep/);
});

Deno.test("long filters are read, and errors at their end point there", () => {
  const values = Array.from({ length: 200_000 }, (_, index) => index);
  assert.deepEqual(parseWhere(`speaker=${values.join(",")}`, ir), { speaker: values });
  const text = `split="${"é".repeat(1_000_000)}" x`;
  const error = errorOf(() => parseWhere(text, ir));
  assert.equal(error.place?.column, 1_000_010);
  assert.ok(error.message.length < 200);
});

Deno.test("what stands in a filter is shortened in errors", () => {
  const error = errorOf(() => parseWhere(`speaker=${"x".repeat(1_000_000)}`, ir));
  assert.ok(error.message.length < 400, error.message.slice(0, 400));
  const unknown = errorOf(() => parseWhere(`${"x".repeat(1_000_000)}=1`, ir));
  assert.equal(unknown.code, "no-such-field");
  assert.ok(unknown.message.length < 600);
});

Deno.test("errors name near fields, and what was most likely meant", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ["speeker=3", /did you mean "speaker"\?$/],
    ["clean=true AND speaker=3", /found "AND", wanted "and", "or" or the end; write "and"$/],
    ["split='test'", /quote text with "/],
    ["speaker==3", /write a single "="$/],
    ["clean=true && speaker=3", /write "and"$/],
    ["audio<20", /found "<", wanted "\.seconds" or "\.length"$/],
    ["audio .seconds<20", /found a space, wanted .*; write a unit right after its field$/],
    ["mel.seconds<20", /the schema doesn't fix the rate of "mel"$/],
    ['speaker="3"', /write it without quotation marks$/],
  ];
  for (const [where, message] of cases) {
    assert.match(errorOf(() => parseWhere(where, ir)).message, message);
  }
});
