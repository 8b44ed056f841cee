/** Filters by key: looked up in the index where that is faster, and the same records otherwise. */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset, parseWhere, selectRecords } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { Folder } from "../runtime/_speech.ts";

const Utterances = defineDataset("Utterances", {
  utterance: field.text({ means: "key" }),
  speaker: field.uint32(),
});

const count = 9000;
const keys = Array.from({ length: count }, (_, record) => `${record % 7}-é-${record}`);
const dataset = openUtterances();

function openUtterances() {
  using folder = new Folder();
  {
    using writer = createDatasetWriter(folder.file("a.afd"), { ir: Utterances.ir });
    keys.forEach((utterance, record) => writer.append({ utterance, speaker: record % 3 }));
    writer.finish();
  }
  return openDataset(Deno.readFileSync(folder.file("a.afd")));
}

Deno.test("a few keys are found in the index, which reads one text for each", () => {
  const wanted = [4095, 4096, 17, 8999, 17];
  const filter = { utterance: [...wanted.map((record) => keys[record]!), "no such key", ""] };
  const { records, filterReads } = selectRecords(dataset, filter);
  assert.deepEqual([...records], [17, 4095, 4096, 8999]);
  assert.equal(filterReads, wanted.length);
  const none = selectRecords(dataset, { utterance: "no such key" });
  assert.deepEqual([none.records.length, none.filterReads], [0, 0]);
});

Deno.test("keys combine with other conditions like any text", () => {
  const filter = {
    or: [{ utterance: keys[3]! }, { utterance: keys[7]!, speaker: 0 }, {
      utterance: keys[9]!,
      speaker: 0,
    }],
    not: { utterance: [keys[3]!, keys[5]!] },
  };
  assert.deepEqual([...selectRecords(dataset, filter).records], [9]);
  const others = selectRecords(dataset, { not: { utterance: keys[8999]! } });
  assert.deepEqual([others.records.length, others.filterReads], [count - 1, 1]);
});

Deno.test("keys are found in whatever form their characters are composed", () => {
  const filter = { utterance: keys[12]!.normalize("NFD") };
  assert.notEqual(filter.utterance, keys[12]);
  assert.deepEqual([...selectRecords(dataset, filter).records], [12]);
  const prefix = { utterance: { prefix: "0-é-1".normalize("NFD") } };
  const begun = keys.flatMap((key, record) => key.startsWith("0-é-1") ? [record] : []);
  assert.deepEqual([...selectRecords(dataset, prefix).records], begun);
});

Deno.test("many keys are compared with the text of each record, and find the same ones", () => {
  const many = keys.filter((_, record) => record % 5 === 0);
  const { records, filterReads } = selectRecords(dataset, {
    utterance: many.map((key) => key.normalize("NFD")),
  });
  assert.deepEqual([...records], keys.flatMap((_, record) => record % 5 === 0 ? [record] : []));
  assert.ok(filterReads > many.length && filterReads <= count);
});

Deno.test("keys are texts on the command line, whatever they look like", () => {
  const where = parseWhere(`utterance=${keys[1]},${keys[2]} and speaker=1`, dataset.ir);
  assert.deepEqual(where, { and: [{ utterance: [keys[1], keys[2]] }, { speaker: 1 }] });
  assert.deepEqual([...selectRecords(dataset, where).records], [1]);
});
