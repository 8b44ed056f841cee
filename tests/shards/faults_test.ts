/** Folders that aren't what they say: errors that name the file, and never other records. */
import assert from "node:assert/strict";
import { AudiofieldError, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { TestFolder } from "../_test_folder.ts";
import { writeOne, writeSharded } from "./_sharded.ts";

const { ir } = defineDataset("Small", { id: field.text({ means: "key" }), blob: field.bytes() });
const records = Array.from({ length: 9 }, (_, record) => ({
  id: `key ${record}`,
  blob: new Uint8Array(1000 * record).fill(record),
}));

/** A sound folder of three shards. */
class Folder extends TestFolder {
  readonly shards = writeSharded(this.path, ir, [0, 3, 6].map((at) => records.slice(at, at + 3)))
    .shards;

  get text(): string {
    return Deno.readTextFileSync(this.file("dataset.json"));
  }

  set text(text: string) {
    Deno.writeTextFileSync(this.file("dataset.json"), text);
  }

  /** Changes `dataset.json`. */
  change(change: (json: Listed) => void): void {
    const json = JSON.parse(this.text);
    change(json);
    this.text = JSON.stringify(json);
  }

  /** The code and message of the error that opening and reading everything gives. */
  error(storage?: "mapped" | "positioned" | "memory"): string {
    try {
      using dataset = openDataset(this.path, storage === undefined ? {} : { storage });
      for (let record = 0; record < dataset.recordCount; record++) {
        assert.deepEqual(dataset.toRecord(record), records[record]);
      }
    } catch (cause) {
      if (!(cause instanceof AudiofieldError)) throw cause;
      return `${cause.name}/${cause.code}: ${cause.message}`;
    }
    return "sound";
  }
}

interface Listed extends Record<string, unknown> {
  fingerprint: string;
  records: number;
  shards: {
    file: string[];
    records: number[];
    bytes: number[];
    checksum: string[];
    payloadEnd: number[];
  };
}

const swap = (values: unknown[]) => [values[0], values[1]] = [values[1], values[0]];

const wrongLists: readonly (readonly [string, (json: Listed) => void, RegExp])[] = [
  ["another format", (json) => json["format"] = "zip", /FormatError\/dataset-json/],
  ["a later version", (json) => json["version"] = [2, 0], /FormatError\/version.*update/],
  ["no version", (json) => delete json["version"], /FormatError\/dataset-json.*copy it again/],
  ["half a version", (json) => json["version"] = [2], /FormatError\/dataset-json.*\[2\]/],
  [
    "another fingerprint",
    (j) => j.fingerprint = "0".repeat(64),
    /IntegrityError\/dataset-json.*its fingerprint/,
  ],
  ["no schema", (json) => delete json["ir"], /FormatError\/schema/],
  [
    "another schema",
    (json) => (json["ir"] as { name: string }).name = "Other",
    /dataset-json.*fingerprint/,
  ],
  [
    "a shard twice",
    (j) => j.shards.file[1] = j.shards.file[0]!,
    /dataset-json.*lists the shard.*twice/,
  ],
  [
    "a path that climbs out",
    (j) => j.shards.file[0] = "../shards/a.afd",
    /dataset-json.*isn't a path in the folder/,
  ],
  ["an absolute path", (j) => j.shards.file[0] = "/etc/passwd", /dataset-json.*isn't a path/],
  [
    "a column that is too short",
    (j) => j.shards.bytes.pop(),
    /dataset-json.*3 files, but 2 values of "bytes"/,
  ],
  ["no shards", (json) => delete (json as Partial<Listed>).shards, /dataset-json/],
  ["a negative size", (json) => json.shards.bytes[0] = -1, /dataset-json.*"bytes"/],
  ["a checksum that isn't one", (json) => json.shards.checksum[0] = "xyz", /dataset-json/],
  [
    "payloads past the end",
    (json) => json.shards.payloadEnd[0] = 10 ** 9,
    /dataset-json.*payloads/,
  ],
  ["another sum of records", (json) => json.records++, /dataset-json.*says 10 records/],
  ["another checksum", (j) => j.shards.checksum[0] = "0".repeat(64), /dataset-index/],
  ["exchanged counts", (json) => json.shards.records[0] = 2, /dataset-json/],
  ["another order", (json) => Object.values(json.shards).forEach(swap), /dataset-index/],
  ["a shard fewer", (json) => {
    for (const column of Object.values(json.shards)) column.pop();
    json.records = 6;
  }, /dataset-index/],
  ["another size", (json) => json.shards.bytes[1]!++, /IntegrityError\/shard.*000001.*bytes/],
  [
    "another end of payloads",
    (j) => j.shards.payloadEnd[1]! -= 64,
    /IntegrityError\/(shard|dataset-index)/,
  ],
];

for (const [what, change, wanted] of wrongLists) {
  Deno.test(`dataset.json with ${what}`, () => {
    using folder = new Folder();
    folder.change(change);
    assert.match(folder.error(), wanted);
    assert.match(folder.error("positioned"), wanted);
  });
}

Deno.test("dataset.json that was cut short, anywhere", () => {
  using folder = new Folder();
  const { text } = folder;
  assert.equal(folder.error(), "sound");
  for (let end = 0; end < text.length; end += 37) {
    folder.text = text.slice(0, end);
    assert.match(folder.error(), /FormatError\/dataset-json.*dataset\.json/);
  }
  Deno.removeSync(folder.file("dataset.json"));
  assert.match(folder.error(), /FileError\/is-a-directory/);
});

const wrongShards:
  readonly (readonly [string, (folder: Folder, paths: string[]) => void, RegExp])[] = [
    ["missing", (_, [, two]) => Deno.removeSync(two!), /FileError\/not-found.*000001/],
    ["foreign", (folder, [, two]) => {
      Deno.removeSync(two!);
      const other = records.slice(3, 6).map((record) => ({
        ...record,
        blob: record.blob.map(() => 9),
      }));
      writeOne(two!, ir, other);
      assert.ok(folder.shards.length > 0);
    }, /IntegrityError\/shard.*000001.*checksum/],
    ["exchanged", (_, [one, two, three]) => {
      Deno.renameSync(two!, `${one}.old`);
      Deno.renameSync(three!, two!);
      Deno.renameSync(`${one}.old`, three!);
    }, /IntegrityError\/shard.*000001/],
    [
      "truncated",
      (_, [, two]) => Deno.truncateSync(two!, 5000),
      /IntegrityError\/shard.*000001.*5000 bytes/,
    ],
    ["empty", (_, [, two]) => Deno.truncateSync(two!, 0), /IntegrityError\/shard.*000001/],
    ["a folder", (_, [, two]) => {
      Deno.removeSync(two!);
      Deno.mkdirSync(two!);
    }, /FileError\/is-a-directory.*000001/],
  ];

for (const [what, change, wanted] of wrongShards) {
  Deno.test(`a shard that is ${what} is named; the records before it are read`, () => {
    using folder = new Folder();
    change(folder, folder.shards.map((name) => folder.file(name)));
    for (const storage of ["mapped", "positioned", "memory"] as const) {
      assert.match(folder.error(storage), wanted);
      using dataset = openDataset(folder.path, { storage });
      for (let record = 0; record < 3; record++) {
        assert.deepEqual(dataset.toRecord(record), records[record]);
      }
    }
  });
}

Deno.test("a flipped bit in a payload names the shard, and the record in both", () => {
  using folder = new Folder();
  const path = folder.file(folder.shards[2]!);
  const bytes = Deno.readFileSync(path);
  bytes[20_000] = bytes[20_000]! ^ 4;
  Deno.writeFileSync(path, bytes);
  for (const storage of ["mapped", "positioned", "memory"] as const) {
    using dataset = openDataset(folder.path, { storage });
    const blob = dataset.field("blob");
    const batch = blob.allocateBatch(2);
    assert.throws(
      () => blob.decodeBatch([0, 8], batch),
      /"blob" of record 8 \(record 2 of its file\): .*000002-\w+\.afd": bytes 0 to \d+ fail/,
    );
    assert.deepEqual(blob.decode(0), records[0]!.blob);
  }
});

Deno.test("an index that is missing, of another dataset, damaged, or an ordinary file", () => {
  using folder = new Folder();
  using other = new TestFolder();
  writeSharded(other.path, ir, [records.slice(0, 2)]);
  const index = folder.file("index/tables.afd");
  const sound = Deno.readFileSync(index);
  const withIndex = (bytes: Uint8Array) => {
    Deno.writeFileSync(index, bytes);
    return folder.error();
  };
  assert.match(withIndex(Deno.readFileSync(other.file("index/tables.afd"))), /\/dataset-index/);
  assert.match(withIndex(Deno.readFileSync(folder.file(folder.shards[0]!))), /\/dataset-index/);
  assert.match(withIndex(sound.subarray(0, 900)), /FormatError\/truncated.*tables\.afd/);
  const flipped = sound.slice();
  flipped[70] = flipped[70]! ^ 1;
  assert.match(withIndex(flipped), /IntegrityError\/checksum.*tables\.afd/);
  Deno.removeSync(index);
  assert.match(folder.error(), /not-found.*tables\.afd/);
  Deno.writeFileSync(index, sound);
  assert.equal(folder.error(), "sound");
  assert.throws(() => openDataset(index), /it is the index of a dataset/);
});
