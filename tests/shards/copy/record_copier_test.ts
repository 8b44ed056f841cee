/** Copied records are the bytes that packing them would give. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { verifyFile } from "../../../runtime/mod.ts";
import { openAfd } from "../../../runtime/shards/open_file.ts";
import { RecordCopier } from "../../../shards/copy/record_copier.ts";
import { type CopyRange, rangesOf } from "../../../shards/copy/record_ranges.ts";
import { defineDataset, field } from "../../../schema/mod.ts";
import { pairFile } from "../../container/_provenance.ts";
import { TestFolder } from "../../_test_folder.ts";
import { partsOf, writeOne, writeSharded } from "../_sharded.ts";
import { drawnFile } from "./_drawn_file.ts";

/** Copies records of files, and returns the bytes of the new one. */
function copied(
  path: string,
  parts: readonly { source: string; ranges?: Iterable<CopyRange> }[],
): Uint8Array {
  using like = openAfd(parts[0]!.source);
  using copier = new RecordCopier(path, { like });
  for (const { source, ranges } of parts) {
    using file = openAfd(source);
    for (const _done of copier.copy(file, ranges)) void _done;
  }
  copier.finish();
  return Deno.readFileSync(path);
}

Deno.test("copied records are what packing them gives", () => {
  fc.assert(
    fc.property(
      drawnFile(8),
      fc.array(fc.nat(8), { maxLength: 3 }),
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      ({ ir, records }, cuts, keeps) => {
        using folder = new TestFolder();
        const whole = folder.file("whole.afd");
        writeOne(whole, ir, records);
        const bytes = Deno.readFileSync(whole);
        assert.deepEqual(copied(folder.file("all.afd"), [{ source: whole }]), bytes);

        const parts = partsOf(records, cuts.map((cut) => Math.min(cut, records.length)));
        const sources = parts.map((part, at) => {
          const source = folder.file(`part_${at}.afd`);
          writeOne(source, ir, part);
          return { source };
        });
        assert.deepEqual(copied(folder.file("joined.afd"), sources), bytes);

        writeSharded(folder.path, ir, parts);
        assert.deepEqual(copied(folder.file("one.afd"), [{ source: folder.path }]), bytes);

        const kept = [...records.keys()].filter((record) => keeps[record]);
        writeOne(folder.file("few.afd"), ir, kept.map((record) => records[record]!));
        for (const source of [whole, folder.path]) {
          const name = folder.file(`kept_${source === whole}.afd`);
          const found = copied(name, [{ source, ranges: rangesOf(kept) }]);
          assert.deepEqual(found, Deno.readFileSync(folder.file("few.afd")));
          assert.ok(verifyFile(name).ok);
        }
      },
    ),
    { numRuns: 40 },
  );
});

const Keyed = defineDataset("Keyed", {
  id: field.text({ means: "key" }),
  speaker: field.category(),
  count: field.uint32(),
});

const keyedRecord = (record: number) => ({
  id: `clip ${record}`,
  speaker: `s${record * 7 % 13}`,
  count: record,
});

Deno.test("runs end where pages of tables do", () => {
  using folder = new TestFolder();
  const records = Array.from({ length: 9000 }, (_, record) => keyedRecord(record));
  const whole = folder.file("whole.afd");
  writeOne(whole, Keyed.ir, records);
  assert.deepEqual(
    copied(folder.file("all.afd"), [{ source: whole }]),
    Deno.readFileSync(whole),
  );
});

Deno.test("two records with the same key are named with their files, and nothing is left", () => {
  using folder = new TestFolder();
  const [one, other] = [folder.file("one.afd"), folder.file("other.afd")];
  writeOne(one, Keyed.ir, [0, 1, 2].map(keyedRecord));
  writeOne(other, Keyed.ir, [5, 6, 1].map(keyedRecord));
  const out = folder.file("out.afd");
  assert.throws(() => copied(out, [{ source: one }, { source: other }]), {
    name: "ManifestError",
    code: "duplicate-key",
    message: `Cannot copy record 2 of "${other}" to "${out}": record 1 of "${one}" has the same ` +
      "key; leave one of them out with `audiofield subset --drop`",
  });
  assert.deepEqual([...Deno.readDirSync(folder.path)].map(({ name }) => name).sort(), [
    "one.afd",
    "other.afd",
  ]);
});

Deno.test("files of other schemas and other models are refused", () => {
  using folder = new TestFolder();
  const Other = defineDataset("Keyed", { id: field.text({ means: "key" }) });
  const [one, other] = [folder.file("one.afd"), folder.file("other.afd")];
  writeOne(one, Keyed.ir, [0].map(keyedRecord));
  writeOne(other, Other.ir, [{ id: "a" }]);
  assert.throws(() => copied(folder.file("out.afd"), [{ source: one }, { source: other }]), {
    name: "FormatError",
    code: "other-schema",
  });
});

Deno.test("records from different models are refused, and the model is kept", () => {
  using folder = new TestFolder();
  const paths = ["a", "a", "b"].map((sha256, at) => {
    const path = folder.file(`${at}.afd`);
    const codecModel = { sha256: sha256.repeat(64), sampleRate: 16_000, channels: 1, hopLength: 9 };
    Deno.writeFileSync(path, pairFile({ text: { codecModel } }));
    return { source: path };
  });
  copied(folder.file("same.afd"), paths.slice(0, 2));
  using same = openAfd(folder.file("same.afd"));
  assert.equal(same.provenance["text"]!.codecModel.sha256, "a".repeat(64));
  assert.equal(same.recordCount, 4);
  assert.throws(() => copied(folder.file("out.afd"), paths), { code: "other-models" });
});

Deno.test("ascending records make the fewest ranges", () => {
  assert.deepEqual([...rangesOf([])], []);
  assert.deepEqual([...rangesOf([0])], [{ start: 0, end: 1 }]);
  assert.deepEqual([...rangesOf([1, 2, 3, 7, 9, 10])], [
    { start: 1, end: 4 },
    { start: 7, end: 8 },
    { start: 9, end: 11 },
  ]);
});
