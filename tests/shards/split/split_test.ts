/** Parts of a dataset: whole groups, close to their shares, the same everywhere. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { JsonObject } from "../../../schema/mod.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { verifyFile } from "../../../runtime/mod.ts";
import { readDatasetJson } from "../../../runtime/shards/dataset_json.ts";
import { encodeSplit, readSplit } from "../../../runtime/shards/splits.ts";
import { assignGroups } from "../../../shards/split/assign_groups.ts";
import { splitDataset } from "../../../shards/split/split_dataset.ts";
import { TestFolder } from "../../_test_folder.ts";
import { partsOf, type Values, writeSharded } from "../_sharded.ts";

const Speech = defineDataset("Speech", {
  id: field.text({ means: "key" }),
  who: field.category({ means: "speaker" }),
  age: field.uint8(),
});

const parts = [{ name: "train", share: 80 }, { name: "test", share: 20 }];
const speaker = (record: number) => `s${record % 31}`;
const records: Values[] = Array.from({ length: 700 }, (_, record) => ({
  id: `clip ${record}`,
  who: speaker(record),
  age: record % 90,
}));

function splitsOf(folder: string): Record<string, Uint32Array> {
  const { json } = readDatasetJson(folder);
  return Object.fromEntries(
    Object.keys(json["splits"] as JsonObject).map((name) => [name, readSplit(folder, json, name)!]),
  );
}

Deno.test("groups are dealt out whole, by their shares, whatever their order", () => {
  const group = fc.record({ value: fc.string(), records: fc.integer({ min: 1, max: 20 }) });
  const drawn = fc.uniqueArray(group, { selector: ({ value }) => value, maxLength: 60 });
  fc.assert(
    fc.property(
      drawn,
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 5 }),
      fc.nat(),
      (groups, shares, seed) => {
        const options = { parts: shares.map((share, at) => ({ name: `${at}`, share })), seed };
        const assigned = assignGroups(groups, options);
        const reversed = assignGroups(groups.toReversed(), options);
        assert.deepEqual([...reversed].reverse(), [...assigned]);
        const total = groups.reduce((sum, { records }) => sum + records, 0);
        const sum = shares.reduce((one, other) => one + other, 0);
        shares.forEach((share, part) => {
          const own = groups.reduce(
            (sum, { records }, at) => sum + (assigned[at] === part ? records : 0),
            0,
          );
          // Nothing has more than its share by more than the last group that it got.
          assert.ok(own - total * share / sum < 20, `${own}`);
        });
      },
    ),
  );
});

Deno.test("no speaker is in two parts, and other shards of the same records split the same", () => {
  using folder = new TestFolder();
  const found = [[100, 350], [699]].map((cuts, at) => {
    const path = folder.file(`${at}`);
    Deno.mkdirSync(path);
    writeSharded(path, Speech.ir, partsOf(records, cuts));
    const made = splitDataset(path, { parts, by: "speaker", seed: 1 });
    const splits = splitsOf(path);
    assert.deepEqual(made.map(({ records }) => records), [
      splits["train"]!.length,
      splits["test"]!.length,
    ]);
    assert.ok(verifyFile(path).ok);
    return splits;
  });
  assert.deepEqual(found[0], found[1]);
  const { train, test } = found[0] as { train: Uint32Array; test: Uint32Array };
  assert.deepEqual([...train, ...test].sort((a, b) => a - b), records.map((_, at) => at));
  const speakers = new Set([...train].map(speaker));
  assert.ok([...test].every((record) => !speakers.has(speaker(record))));
  assert.ok(test.length > 80 && test.length < 200, `${test.length}`);
});

Deno.test("many ranges are kept in a file of their own, which goes when it is replaced", () => {
  using folder = new TestFolder();
  const many = Array.from({ length: 10_000 }, (_, record) => ({
    id: `${record}`,
    who: "a",
    age: record % 90,
  }));
  writeSharded(folder.path, Speech.ir, [many]);
  splitDataset(folder.path, { parts, seed: 1 });
  const first = splitsOf(folder.path);
  const files = () => [...Deno.readDirSync(folder.file("splits"))].map(({ name }) => name).sort();
  assert.deepEqual(files().map((name) => name.replace(/-\w{8}\./, "-*.")), [
    "test-*.u32",
    "train-*.u32",
  ]);
  assert.throws(() => splitDataset(folder.path, { parts, seed: 2 }), { code: "exists" });
  splitDataset(folder.path, { parts, seed: 2, overwrite: true });
  assert.notDeepEqual(splitsOf(folder.path), first);
  assert.equal(files().length, 2);
  const [file] = files();
  const bytes = Deno.readFileSync(folder.file(`splits/${file}`));
  bytes[40]! ^= 1;
  Deno.writeFileSync(folder.file(`splits/${file}`), bytes);
  assert.throws(() => splitsOf(folder.path), { name: "IntegrityError", code: "split" });
});

Deno.test("splits come back as they were written; wrong ones are refused", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(9999), { maxLength: 3000 }).map((all) => all.sort((a, b) => a - b)),
      (numbers) => {
        using folder = new TestFolder();
        const { entry, bytes } = encodeSplit("x", Uint32Array.from(numbers));
        if (bytes !== undefined && "file" in entry) {
          Deno.mkdirSync(folder.file("splits"));
          Deno.writeFileSync(folder.file(entry.file), bytes);
        }
        const json = { records: 10_000, splits: { x: entry } } as unknown as JsonObject;
        assert.deepEqual([...readSplit(folder.path, json, "x")!], numbers);
      },
    ),
    { numRuns: 30 },
  );
  const wrong: unknown[] = [
    null,
    { records: 3 },
    { records: 3, ranges: [[0, 2]] },
    { records: 3, ranges: [[0, 4]] },
    { records: 4, ranges: [[2, 4], [0, 2]] },
    { records: 2, ranges: [[9, 11]] },
    { records: 1, ranges: [[0, 1, 2]] },
    { records: 2 ** 40, ranges: [] },
    { records: 1, file: "../x.u32", sha256: "" },
  ];
  for (const entry of wrong) {
    const json = { records: 10, splits: { x: entry } } as unknown as JsonObject;
    assert.throws(() => readSplit(".", json, "x"), { code: "split" }, JSON.stringify(entry));
  }
  assert.equal(readSplit(".", { records: 1, splits: {} }, "x"), undefined);
});

Deno.test("what can't be split is refused, and dataset.json stays as it was", () => {
  using folder = new TestFolder();
  writeSharded(folder.path, Speech.ir, [records.slice(0, 3)]);
  const before = Deno.readTextFileSync(folder.file("dataset.json"));
  const refused = [
    [{ parts, by: "who", seed: 1 }, "too-few-groups"],
    [{ parts, by: "words", seed: 1 }, "no-such-field"],
  ] as const;
  const three = Array.from({ length: 4 }, (_, at) => ({ name: `${at}`, share: 1 }));
  assert.throws(() => splitDataset(folder.path, { ...refused[0][0], parts: three }), {
    code: refused[0][1],
  });
  assert.throws(() => splitDataset(folder.path, refused[1][0]), { code: refused[1][1] });
  assert.equal(Deno.readTextFileSync(folder.file("dataset.json")), before);
  const Said = defineDataset("Said", { part: field.category({ means: "split" }), a: field.flac() });
  Deno.mkdirSync(folder.file("said"));
  writeSharded(folder.file("said"), Said.ir, [[]]);
  assert.throws(() => splitDataset(folder.file("said"), { parts, seed: 1 }), {
    code: "split-field",
  });
});
