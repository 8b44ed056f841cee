/** Records are gone from every file of a folder, the others are as they were, and the scan can tell. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { openDataset, verifyFile } from "../../../runtime/mod.ts";
import { readDatasetJson } from "../../../runtime/shards/dataset_json.ts";
import { readSplit } from "../../../runtime/shards/splits.ts";
import { defineDataset, field, type JsonObject } from "../../../schema/mod.ts";
import { BytePatterns } from "../../../shards/redact/byte_patterns.ts";
import { redactDataset } from "../../../shards/redact/redact_dataset.ts";
import { splitDataset } from "../../../shards/split/split_dataset.ts";
import { TestFolder } from "../../_test_folder.ts";
import { partsOf, writeSharded } from "../_sharded.ts";

const Speech = defineDataset("Speech", {
  id: field.text({ means: "key" }),
  speaker: field.category({ means: "speaker" }),
  blob: field.bytes(),
});

const time = "2026-01-02T03:04:05.678Z";

/** Bytes that no other record has. */
function noise(seed: number, length = 500): Uint8Array {
  let state = seed * 2_654_435_761 + 1;
  return Uint8Array.from({ length }, () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b_3c6d) + 0x9e37_79b9;
    return state >>> 24;
  });
}

const recordOf = (record: number) => ({
  id: `clip/${record}.wav`,
  speaker: `speaker ${record % 5}`,
  blob: noise(record),
});

function write(folder: TestFolder, cuts: readonly number[], count = 20): string[] {
  const records = Array.from({ length: count }, (_, record) => recordOf(record));
  const parts = partsOf(records, cuts);
  const { shards } = writeSharded(folder.path, Speech.ir, parts);
  Deno.mkdirSync(folder.file("sources"));
  Deno.mkdirSync(folder.file("plan/inputs"), { recursive: true });
  parts.forEach((part, shard) => {
    const lines = part.map(({ id }) => `${JSON.stringify({ bytes: 1, path: `corpus/${id}` })}\n`);
    Deno.writeTextFileSync(folder.file(`sources/00000${shard}.jsonl`), lines.join(""));
    Deno.writeTextFileSync(folder.file(`plan/inputs/00000${shard}.jsonl`), lines.join(""));
  });
  return shards;
}

const these = (records: readonly number[]) => () => ({ records: Uint32Array.from(records) });

function filesBelow(path: string): string[] {
  return [...Deno.readDirSync(path)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(`${path}/${name}`) : [`${path}/${name}`]
  );
}

/** Whether any file below a folder has these bytes. */
function holds(folder: string, bytes: Uint8Array): boolean {
  return filesBelow(folder).some((path) => {
    const all = Deno.readFileSync(path);
    return all.some((_, at) => bytes.every((byte, index) => all[at + index] === byte));
  });
}

Deno.test("removed records are in no file any more, and the others are as they were", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 3 }),
      fc.uniqueArray(fc.nat(19), { minLength: 1, maxLength: 19 }),
      async (cuts, drawn) => {
        using folder = new TestFolder();
        const shards = write(folder, cuts);
        splitDataset(folder.path, {
          parts: [{ name: "a", share: 1 }, { name: "b", share: 1 }],
          seed: 1,
        });
        const splitBefore = splitOf(folder.path, "a");
        const gone = drawn.sort((a, b) => a - b);
        const options = { reason: "asked to", time };
        const { records, remaining } = await redactDataset(folder.path, these(gone), options);
        assert.equal(records, gone.length);
        assert.deepEqual(remaining, []);
        assert.ok(verifyFile(folder.path).ok);
        const kept = Array.from({ length: 20 }, (_, record) => record)
          .filter((record) => !gone.includes(record));
        using dataset = openDataset(folder.path);
        assert.deepEqual(
          kept.map((_, place) => dataset.toRecord(place)),
          kept.map((record) => recordOf(record)),
        );
        for (const record of gone) {
          assert.ok(!holds(folder.path, recordOf(record).blob.subarray(0, 20)));
          assert.ok(!holds(folder.path, new TextEncoder().encode(`clip/${record}.wav`)));
        }
        const sources = filesBelow(folder.file("sources")).sort().map(
          Deno.readTextFileSync as never,
        );
        assert.deepEqual(
          sources.join("").trimEnd().split("\n").map((line) => JSON.parse(line).path),
          kept.map((record) => `corpus/clip/${record}.wav`),
        );
        // Shards without any of them are untouched.
        const { json, shards: now } = readDatasetJson(folder.path);
        const parts = partsOf(Array.from({ length: 20 }, (_, at) => at), cuts);
        const untouched = shards.filter((_, at) => !parts[at]!.some((one) => gone.includes(one)));
        assert.deepEqual(untouched.filter((name) => !now.some(({ file }) => file === name)), []);
        const [{ keys, ...rest }] = json["redactions"] as unknown as [JsonObject];
        assert.deepEqual(rest, { reason: "asked to", records: gone.length, time });
        assert.equal((keys as string[]).length, gone.length);
        const renumbered = [...splitBefore].filter((record) => kept.includes(record))
          .map((record) => kept.indexOf(record));
        assert.deepEqual([...splitOf(folder.path, "a")], renumbered);
      },
    ),
    { numRuns: 12 },
  );
});

function splitOf(folder: string, name: string): Uint32Array {
  return readSplit(folder, readDatasetJson(folder).json, name)!;
}

Deno.test("what is left in a file that nobody knows of is found; equal records are told apart", async () => {
  using folder = new TestFolder();
  const records = Array.from({ length: 6 }, (_, record) => recordOf(record));
  // Records 1 and 4 are the same recording.
  records[4] = { ...records[4]!, blob: records[1]!.blob };
  writeSharded(folder.path, Speech.ir, [records.slice(0, 3), records.slice(3)]);
  Deno.writeFileSync(folder.file("copy.bin"), noise(2).subarray(3, 300));
  Deno.writeTextFileSync(folder.file("notes.json"), JSON.stringify(["clip/2.wav"]));
  const options = { reason: "", time };
  const { remaining } = await redactDataset(folder.path, these([1, 2]), options);
  assert.deepEqual(
    remaining.map(({ file, what, record, sameAs }) =>
      [file.replace(/-\w{8}\./, "-*."), what, record, sameAs].join(" ")
    ),
    ["copy.bin payload 2 ", "notes.json key  ", "shards/000001-*.afd payload 1 2"],
  );
});

Deno.test("patterns are found wherever they lie, and nothing else is", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 }),
      fc.array(fc.record({ which: fc.nat(40), gap: fc.nat(70) }), { maxLength: 20 }),
      (seeds, places) => {
        const patterns = new BytePatterns<number>();
        for (const seed of seeds) assert.ok(patterns.add(noise(seed, 64), seed));
        const parts: Uint8Array[] = [];
        const wanted: [number, number][] = [];
        let at = 0;
        for (const { which, gap } of places) {
          const seed = seeds[which] ?? 2000 + which;
          parts.push(new Uint8Array(gap).fill(7), noise(seed, 64));
          at += gap;
          if (seeds.includes(seed)) wanted.push([seed, at]);
          at += 64;
        }
        const found: [number, number][] = [];
        const all = Uint8Array.from(parts.flatMap((part) => [...part]));
        patterns.search(all, (seed, place) => found.push([seed, place]));
        assert.deepEqual(found, wanted);
      },
    ),
  );
  const patterns = new BytePatterns<string>();
  assert.ok(!patterns.add(new Uint8Array(1000).fill(3), "silence"));
  assert.ok(!patterns.add(noise(1, 15), "short"));
});

Deno.test("a redaction that was interrupted can be run again", async () => {
  using folder = new TestFolder();
  const [first] = write(folder, [10]);
  const old = Deno.readFileSync(folder.file(first!));
  const stop = new Error("killed");
  await assert.rejects(
    redactDataset(folder.path, these([3]), {
      reason: "r",
      time,
      checkpoint: () => Promise.reject(stop),
    }),
    stop,
  );
  assert.ok(verifyFile(folder.path).ok);
  await redactDataset(folder.path, these([3]), { reason: "r", time });
  // The run was killed before it removed what it had replaced.
  Deno.writeFileSync(folder.file(first!), old);
  const again = await redactDataset(folder.path, these([]), { reason: "r", time });
  assert.equal(again.records, 0);
  assert.ok(!holds(folder.path, recordOf(3).blob.subarray(0, 20)));
  await assert.rejects(redactDataset(folder.path, these([]), { reason: "r", time }), {
    code: "nothing-to-redact",
  });
  const all = Array.from({ length: 19 }, (_, record) => record);
  await assert.rejects(redactDataset(folder.path, these(all), { reason: "r", time }), {
    code: "all-redacted",
  });
});
