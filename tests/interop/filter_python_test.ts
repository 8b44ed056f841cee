/** `read_where.py` reads filters as the library does, and `read_filter.py` selects the same records. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type FieldConditions, openDataset, parseWhere, selectRecords } from "../../runtime/mod.ts";
import { type DatasetIr, irJson, parseIr } from "../../schema/mod.ts";
import {
  type FilteredRecord,
  filteredRecords,
  filterOf,
  writeFiltered,
} from "../loader/_filters.ts";
import { whereOf } from "../loader/_where_text.ts";
import vectors from "../loader/where_vectors.json" with { type: "json" };
import { pythonTest, runPython } from "./_python.ts";

pythonTest(
  "read_where.py reads the vectors, and finds the columns of the wrong ones",
  (folder) => {
    const { filters, errors } = vectors;
    const texts = [...filters, ...errors].map(({ where }) => where);
    const ir = parseIr(irJson(vectors.schema as DatasetIr));
    assert.deepEqual(answers(folder, ["read_where.py", writeIr(folder, ir)], texts), [
      ...filters.map(({ filter }) => ({ filter })),
      ...errors.map(({ column, code = "invalid-where" }) => ({ column, code })),
    ]);
  },
);

pythonTest("read_where.py reads random texts as the library does", (folder) => {
  const ir = writeRecords(`${folder}/filtered.afd`);
  const texts = fc.sample(filterOf("text"), 300).map(whereOf);
  assert.deepEqual(
    answers(folder, ["read_where.py", writeIr(folder, ir)], texts),
    texts.map((text) => ({ filter: parseWhere(text, ir) })),
  );
});

pythonTest("read_filter.py selects the records that the library selects", (folder) => {
  const path = `${folder}/filtered.afd`;
  writeRecords(path);
  // JSON has neither infinity nor bigint.
  const filters = fc.sample(filterOf("json"), 500)
    .map((filter) =>
      JSON.stringify(filter, (_, value) => typeof value === "bigint" ? `${value}` : value)
    )
    .filter((text) => !text.includes("null"))
    .map((text) => JSON.parse(text));
  assert.ok(filters.length > 100);
  using dataset = openDataset(path);
  const selected = filters.map((filter) => [...selectRecords(dataset, filter).records]);
  assert.deepEqual(answers(folder, ["read_filter.py", path], filters), selected);
  assert.ok(new Set(selected.map(String)).size > 20);
});

pythonTest("read_filter.py refuses what the library refuses", (folder) => {
  const path = `${folder}/filtered.afd`;
  writeRecords(path);
  const conditions = [
    null,
    true,
    1,
    1.5,
    "x",
    "05",
    "5",
    "-0",
    "18446744073709551616",
    "\ud800",
    [],
    [1, "a"],
    [[1]],
    {},
    { least: 1 },
    { min: 5, max: 1 },
    { min: 1, below: 1 },
    { above: 1, max: 1 },
    { above: 1, below: 1 },
    { min: 0.7, below: 0.70000001 },
    { min: 1e39, max: 1e300 },
    { prefix: [] },
    { prefix: "" },
    { missing: 1 },
    { missing: false, length: { min: 1 } },
    { length: {} },
    { length: 5 },
    { length: { min: -1 } },
    { seconds: { min: 0.5, below: 0.5 } },
    { seconds: { max: 0.1 } },
  ];
  using dataset = openDataset(path);
  const names = [...dataset.fields.keys(), "nothing"];
  const single = names.flatMap((name) => conditions.map((condition) => ({ [name]: condition })));
  const joined = [{}, { and: [] }, { or: {} }, { not: [] }, { and: [5] }, { not: { or: [{}] } }, 5];
  const deep = [63, 64].map((depth) =>
    Array.from({ length: depth }).reduce((filter) => ({ not: filter }), { small: 1 })
  );
  const filters = [...single, ...joined, ...deep];
  const selected = filters.map((filter) => {
    try {
      return [...selectRecords(dataset, filter as FieldConditions).records];
    } catch (error) {
      return { code: (error as { code?: string }).code };
    }
  });
  assert.deepEqual(answers(folder, ["read_filter.py", path], filters), selected);
});

/** What a program answers to a list of texts or filters. */
function answers(
  folder: string,
  [program, of]: [program: string, of: string],
  asked: readonly unknown[],
): unknown {
  const path = `${folder}/asked.json`;
  Deno.writeTextFileSync(path, JSON.stringify(asked));
  const { code, stdout, stderr } = runPython(program, [of, path]);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

function writeIr(folder: string, ir: DatasetIr): string {
  const path = `${folder}/schema.json`;
  Deno.writeTextFileSync(path, irJson(ir));
  return path;
}

/** Writes many random records, and returns their schema. */
function writeRecords(path: string): DatasetIr {
  const records: FilteredRecord[] = fc.sample(filteredRecords, 20).flat();
  writeFiltered(path, records);
  using dataset = openDataset(path);
  return dataset.ir;
}
