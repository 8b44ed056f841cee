/** Lists of records: what their lines may say, and which records they name. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { maxLineBytes } from "../../runtime/lists/byte_lines.ts";
import {
  createDatasetWriter,
  type DatasetReader,
  openDataset,
  openDatasetAsync,
  readRecordList,
  type RecordList,
} from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { errorOf } from "./_speech.ts";

const Keyed = defineDataset("Keyed", { id: field.text({ means: "key" }), speaker: field.uint8() });
const Plain = defineDataset("Plain", { speaker: field.uint8() });

/** A dataset whose records have these keys. */
function keyed(keys: readonly string[]): Uint8Array<ArrayBuffer> {
  return packed(Keyed.ir, keys.map((id, index) => ({ id, speaker: index })));
}

function packed(
  ir: typeof Keyed.ir,
  records: readonly Record<string, unknown>[],
): Uint8Array<ArrayBuffer> {
  const folder = Deno.makeTempDirSync();
  try {
    using writer = createDatasetWriter(`${folder}/a.afd`, { ir });
    for (const record of records) writer.append(record);
    writer.finish();
    return Deno.readFileSync(`${folder}/a.afd`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function list(...lines: readonly unknown[]): RecordList {
  return text(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

function text(lines: string): RecordList {
  return readRecordList(new TextEncoder().encode(lines));
}

const keys = Array.from({ length: 50 }, (_, index) => `84-${String(index).padStart(4, "0")}`);
const bytes = keyed(keys);
const other = "0".repeat(64);

Deno.test("a list names records by keys, in ascending order, each once", () => {
  using dataset = openDataset(bytes);
  const found = list({ key: keys[7] }, { key: keys[3] }, { key: keys[7], why: "noise" })
    .recordsOf(dataset);
  assert.deepEqual([...found.records], [3, 7]);
  assert.deepEqual([found.keys, found.missingKeys, found.isOfOther], [2, 0, false]);
  assert.deepEqual([2, 3, 4, 7, 8].filter((record) => found.has(record)), [3, 7]);
});

Deno.test("a list of this dataset may name records by numbers, keys or both", () => {
  using dataset = openDataset(bytes);
  const header = { dataset: dataset.file.identity };
  const found = list(header, { record: 49 }, { key: keys[4] }, { key: keys[0], record: 0 })
    .recordsOf(dataset);
  assert.deepEqual([...found.records], [0, 4, 49]);
});

Deno.test("a list without a first line must name keys", () => {
  using dataset = openDataset(bytes);
  const error = errorOf(() => list({ key: keys[1] }, { record: 5 }).recordsOf(dataset));
  assert.equal(`${error.name}/${error.code}`, "ListError/unknown-dataset");
  assert.equal(error.record, 5);
  assert.ok(
    error.message.startsWith(
      'Line 2 of "(memory)": it names record 5, but the list doesn\'t say of which dataset; ' +
        `name records by keys, or begin the list with {"dataset": "${dataset.file.identity}"}`,
    ),
    error.message,
  );
  // A number next to a key means nothing there.
  assert.deepEqual([...list({ key: keys[1], record: 5 }).recordsOf(dataset).records], [1]);
});

Deno.test("in a list of another dataset, numbers are refused, and keys are used and counted", () => {
  using dataset = openDataset(bytes);
  const header = { dataset: other };
  const found = list(header, { key: keys[9], record: 3 }, { key: "gone" }, { key: "lost" })
    .recordsOf(dataset);
  assert.deepEqual([...found.records], [9]);
  assert.deepEqual([found.keys, found.missingKeys, found.isOfOther], [3, 2, true]);
  const error = errorOf(() => list(header, { key: keys[9] }, { record: 3 }).recordsOf(dataset));
  assert.equal(error.code, "other-dataset");
  assert.match(
    error.message,
    /^Line 3 of .*: it names record 3 of another dataset than "\(memory\)"; /,
  );
});

Deno.test("a list of this dataset can't name what isn't in it, or contradict itself", () => {
  using dataset = openDataset(bytes);
  const header = { dataset: dataset.file.identity };
  const cases: [Record<string, unknown>, string, RegExp][] = [
    [{ record: 50 }, "no-such-record", /record 50, but ".*" has 50 records; the last one is 49$/],
    [{ key: "gone" }, "no-such-key", /no record of ".*" has the key "gone", though the list says/],
    [
      { key: keys[2], record: 3 },
      "other-record",
      /it says that "84-0002" is record 3, but in ".*" it is record 2; leave one of the two out$/,
    ],
  ];
  for (const [line, code, message] of cases) {
    const error = errorOf(() => list(header, { record: 0 }, line).recordsOf(dataset));
    assert.equal(error.code, code);
    assert.match(error.message, /^Line 3 of /);
    assert.match(error.message, message);
  }
});

Deno.test("a dataset without keys is named by numbers, and by keys and numbers", () => {
  using dataset = openDataset(packed(Plain.ir, [{ speaker: 1 }, { speaker: 2 }]));
  const header = { dataset: dataset.file.identity };
  const found = list(header, { record: 1 }, { key: "x", record: 0 }).recordsOf(dataset);
  assert.deepEqual([...found.records], [0, 1]);
  assert.equal(errorOf(() => list({ key: "x" }).recordsOf(dataset)).code, "no-key-field");
  // Keys are no way out.
  const unknown = errorOf(() => list({ record: 1 }).recordsOf(dataset)).message;
  assert.match(unknown, /of which dataset; begin the list with \{"dataset": "[0-9a-f]{64}"\} if/);
  const foreign = errorOf(() => list({ dataset: other }, { record: 1 }).recordsOf(dataset)).message;
  assert.match(foreign, /; use it with the dataset that it is of$/);
  assert.equal(errorOf(() => list(header, { key: "x" }).recordsOf(dataset)).code, "no-key-field");
});

Deno.test("a list may be empty, have blank lines, a byte order mark, and end without a line break", () => {
  using dataset = openDataset(bytes);
  assert.deepEqual([...text("").recordsOf(dataset).records], []);
  const found = text(`\ufeff\n\r\n  \t\n{"key":"${keys[5]}"}\r\n\n{"key":"${keys[6]}"}`);
  assert.deepEqual(found.lines.map(({ line }) => line), [4, 6]);
  assert.deepEqual([...found.recordsOf(dataset).records], [5, 6]);
  const header = text(`\ufeff{"dataset":"${other}","by":"me"}\n`);
  assert.deepEqual([header.dataset, header.notes, header.lines], [other, { by: "me" }, []]);
});

Deno.test("other members of a line are kept as notes", () => {
  const { lines } = list({ key: "a", mark: "reject", seconds: [1, 2] }, { key: "b", dataset: "x" });
  assert.deepEqual(lines, [
    { line: 1, key: "a", notes: { mark: "reject", seconds: [1, 2] } },
    { line: 2, key: "b", notes: { dataset: "x" } },
  ]);
});

const wrongLines: readonly (readonly [string, string, RegExp])[] = [
  ["{", "not-json", /it isn't JSON/],
  ["[]", "not-an-object", /it isn't a JSON object$/],
  ["null", "not-an-object", /it isn't a JSON object$/],
  ["{}", "list-line", /it names no record; write \{"key": "…"\} or \{"record": 7\}$/],
  ['{"id":"a"}', "list-line", /it names no record/],
  ['{"key":7}', "list-line", /"key" is 7, wanted a string$/],
  ['{"key":null}', "list-line", /"key" is null, wanted a string$/],
  ['{"record":"7"}', "list-line", /"record" is "7", wanted a whole number from 0$/],
  ['{"record":-1}', "list-line", /"record" is -1/],
  ['{"record":1.5}', "list-line", /"record" is 1.5/],
  ['{"record":9007199254740992}', "list-line", /"record" is 9007199254740992/],
  ['{"key":"a","key":"b"}', "repeated-key", /it gives "key" twice$/],
  [`{"dataset":"${other}"}`, "list-line", /only the first line says which dataset/],
];

for (const [line, code, message] of wrongLines) {
  Deno.test(`a list can't have the line ${line}`, () => {
    const error = errorOf(() => text(`{"key":"a"}\n${line}\n{"key":"b"}\n`));
    assert.equal(`${error.name}/${error.code}`, `ListError/${code}`);
    assert.match(error.message, /^Line 2 of "\(memory\)": /);
    assert.match(error.message, message);
    assert.equal(error.file, "(memory)");
  });
}

Deno.test("the first line must give an identity", () => {
  for (const dataset of ["", "speech", other.toUpperCase().replace("0", "A"), 7, null, [other]]) {
    const error = errorOf(() => list({ dataset }));
    assert.equal(error.code, "list-dataset");
    assert.match(error.message, /which isn't an identity; `audiofield inspect` prints/);
  }
});

Deno.test("a line that isn't UTF-8, or is too long, is an error that names it", () => {
  const notUtf8 = errorOf(() => readRecordList(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)));
  assert.equal(notUtf8.code, "not-utf-8");
  const long = new Uint8Array(maxLineBytes + 20).fill(0x20);
  long.set(new TextEncoder().encode('{"key":"a"}\n'));
  const error = errorOf(() => readRecordList(long));
  assert.equal(error.code, "line-too-long");
  assert.match(error.message, /^Line 2 of "\(memory\)": it is longer than 16 MiB; /);
});

Deno.test("a list is read from a file, and a missing one is an error", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/drop.jsonl`;
    // Lines that begin in one piece and end in another.
    const long = "x".repeat(50_000);
    Deno.writeTextFileSync(path, keys.map((key) => JSON.stringify({ key, long })).join("\n"));
    using dataset = openDataset(bytes);
    assert.equal(readRecordList(path).file, path);
    assert.deepEqual(
      [...readRecordList(path).recordsOf(dataset).records],
      keys.map((_, index) => index),
    );
    assert.equal(errorOf(() => readRecordList(`${folder}/none`)).code, "not-found");
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("datasets that must wait find the same records", async () => {
  using dataset = await openDatasetAsync(new Blob([bytes]));
  const header = { dataset: dataset.file.identity };
  const found = await list(header, { key: keys[8] }, { record: 2 }).recordsOfAsync(dataset);
  assert.deepEqual([...found.records], [2, 8]);
  await assert.rejects(list(header, { key: "gone" }).recordsOfAsync(dataset), /no record of/);
});

Deno.test("any list names exactly the records of its lines", () => {
  using dataset: DatasetReader = openDataset(bytes);
  const { identity } = dataset.file;
  const line = fc.oneof(
    fc.nat(49).map((record) => ({ record, line: { record } as Record<string, unknown> })),
    fc.nat(49).map((record) => ({ record, line: { key: keys[record] } })),
    fc.nat(49).map((record) => ({ record, line: { record, key: keys[record], note: record } })),
  );
  fc.assert(fc.property(fc.array(line), (lines) => {
    const found = list({ dataset: identity }, ...lines.map(({ line }) => line)).recordsOf(dataset);
    const wanted = new Set(lines.map(({ record }) => record));
    assert.deepEqual([...found.records], [...wanted].sort((a, b) => a - b));
    assert.deepEqual(keys.map((_, record) => found.has(record)), keys.map((_, n) => wanted.has(n)));
  }));
});
