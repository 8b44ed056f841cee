/** Every false claim that a file can make to a reader that opens it, with all checksums right. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { openCode } from "./_reads.ts";
import { audio, id, note, smallFile } from "./_small.ts";
import { type Tampered, tampered } from "./_tamper.ts";

const sound = smallFile();

const attacks:
  readonly (readonly [what: string, change: (file: Tampered) => void, code: string])[] = [
    ["a different major version", (file) => file.bytes[8] = 2, "version"],
    ["version 0", (file) => file.bytes[8] = 0, "version"],
    ["an unknown feature", (file) => file.setU32(12, 2), "unknown-feature"],
    ["an unknown feature and a known one", (file) => file.setU32(12, 3), "unknown-feature"],
    ["payloads elsewhere", (file) => file.setU32(12, 1), "index-file"],
    ["the last feature bit", (file) => file.setU32(12, 0x8000_0000), "unknown-feature"],
    ["a signature changed by text mode", (file) => file.bytes[4] = 0x0a, "not-an-afd-file"],
    [
      "a different length",
      (file) => file.setU64(file.trailerAt, file.bytes.length - 64),
      "truncated",
    ],
    ["a length of 2^63", (file) => file.setU64(file.trailerAt, 2n ** 63n), "truncated"],
    ["a tail in the preamble", (file) => file.setU64(file.trailerAt + 8, 0), "trailer"],
    ["a tail at 2^63", (file) => file.setU64(file.trailerAt + 8, 2n ** 63n), "trailer"],
    [
      "a tail after the directory",
      (file) => file.setU64(file.trailerAt + 8, file.directoryAt + 8),
      "trailer",
    ],
    [
      "a directory at 2^64 − 1",
      (file) => file.setU64(file.trailerAt + 16, 2n ** 64n - 1n),
      "trailer",
    ],
    ["a directory of 4 GiB", (file) => file.setU32(file.trailerAt + 24, 0xffff_ffff), "trailer"],
    ["a directory of 0 bytes", (file) => file.setU32(file.trailerAt + 24, 0), "directory"],
    ["a directory without fields", (file) => file.setU32(file.directoryAt + 4, 0), "directory"],
    ["2^32 − 1 fields", (file) => file.setU32(file.directoryAt + 4, 0xffff_ffff), "directory"],
    ["one field fewer", (file) => file.setU32(file.directoryAt + 4, 4), "directory"],
    ["2^32 − 1 checksums", (file) => file.setU32(file.directoryAt + 36, 0xffff_ffff), "directory"],
    ["no checksums", (file) => file.setU32(file.directoryAt + 36, 0), "directory"],
    [
      "2^32 − 1 lookup parts",
      (file) => file.setU32(file.directoryAt + 84, 2 ** 32 - 1),
      "directory",
    ],
    ["a lookup part too many", (file) => file.setU32(file.directoryAt + 84, 1), "directory"],
    ["2^32 − 1 records", (file) => file.setU32(file.directoryAt, 0xffff_ffff), "directory"],
    ["payloads that end at 0", (file) => file.setU64(file.directoryAt + 8, 0), "directory"],
    [
      "payloads that end at 2^63",
      (file) => file.setU64(file.directoryAt + 8, 2n ** 63n),
      "directory",
    ],
    [
      "payloads that end in the tables",
      (file) => file.setU64(file.directoryAt + 8, file.directory.fields[0]!.tableOffset + 1),
      "directory",
    ],
    ["checksums at 0", (file) => file.setU64(file.directoryAt + 16, 0), "directory"],
    ["checksums at 2^63", (file) => file.setU64(file.directoryAt + 16, 2n ** 63n), "directory"],
    [
      "checksums in the tail",
      (file) => file.setU64(file.directoryAt + 16, file.directoryAt),
      "directory",
    ],
    ["a schema elsewhere", (file) => file.setU64(file.directoryAt + 24, 64), "directory"],
    ["a schema of 4 GiB", (file) => file.setU32(file.directoryAt + 32, 0xffff_ffff), "directory"],
    ["a schema of 0 bytes", (file) => file.setU32(file.directoryAt + 32, 0), "schema"],
    ["a different fingerprint", (file) => file.bytes[file.directoryAt + 40]! ^= 1, "directory"],
    ["another kind's number", (file) => file.setU32(file.entryAt(id), 6), "directory"],
    [
      "a kind's number of 2^32 − 1",
      (file) => file.setU32(file.entryAt(id), 0xffff_ffff),
      "directory",
    ],
    ["metadata records of 0 bytes", (file) => file.setU32(file.entryAt(audio) + 4, 0), "directory"],
    [
      "metadata records of 4 GiB",
      (file) => file.setU32(file.entryAt(audio) + 4, 2 ** 32 - 1),
      "directory",
    ],
    ["a table in the preamble", (file) => file.setU64(file.entryAt(note) + 8, 0), "directory"],
    ["a table in the payloads", (file) => file.setU64(file.entryAt(note) + 8, 64), "directory"],
    [
      "a table at 2^64 − 64",
      (file) => file.setU64(file.entryAt(note) + 8, 2n ** 64n - 64n),
      "directory",
    ],
    [
      "a table that ends in the checksums",
      (file) => file.setU64(file.entryAt(audio) + 8, file.directory.checksumOffset - 64),
      "directory",
    ],
    [
      "an unaligned table",
      (file) => file.setU64(file.entryAt(id) + 8, file.directory.fields[id]!.tableOffset + 4),
      "directory",
    ],
  ];

for (const [what, change, code] of attacks) {
  Deno.test(`openDataset() refuses ${what}`, () => {
    const bytes = tampered(sound, change);
    assert.equal(openCode(bytes), code);
    assert.deepEqual(verifyFile(bytes), {
      ok: false,
      records: 0,
      checked: 0,
      damaged: [{ record: null, field: null, code }],
    });
  });
}

Deno.test("openDataset() accepts a higher minor version and its use of reserved bytes", () => {
  const bytes = tampered(sound, (file) => {
    file.bytes[10] = 7;
    file.bytes[20] = 1;
    file.bytes[file.directoryAt + 100] = 1;
    file.bytes[file.trailerAt + 40] = 1;
  });
  using dataset = openDataset(bytes);
  assert.equal(dataset.toRecord(2).id, 2000);
  assert.equal(verifyFile(bytes).ok, true);
});

Deno.test("openDataset() refuses a tail larger than the format allows, before reading it", () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/large.afd`;
  // 8 GiB of nothing between a preamble and a trailer that calls it the tail.
  const size = 2 ** 33;
  const lying = new Uint8Array(128);
  lying.set(sound.subarray(0, 64));
  lying.set(
    tampered(sound, (file) => {
      file.setU64(file.trailerAt, size);
      file.setU64(file.trailerAt + 8, 64);
      file.setU64(file.trailerAt + 16, 64);
    }).subarray(-64),
    64,
  );
  {
    using file = Deno.openSync(path, { create: true, write: true });
    file.writeSync(lying.subarray(0, 64));
    file.seekSync(size - 64, Deno.SeekMode.Start);
    file.writeSync(lying.subarray(64));
  }
  for (const storage of ["positioned", "mapped"] as const) {
    assert.equal(openCode(path, { storage }), "trailer");
  }
  Deno.removeSync(folder, { recursive: true });
});
