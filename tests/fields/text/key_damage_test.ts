/** Key indices that aren't what they should be: found by `verify`, and never trusted. */
import assert from "node:assert/strict";
import { AudiofieldError } from "../../../errors/mod.ts";
import { openDataset } from "../../../runtime/mod.ts";
import { verifyFile } from "../../../runtime/verify/mod.ts";
import { type Tampered, tampered } from "../../container/_tamper.ts";
import { openCode } from "../../container/_reads.ts";
import { fileOf } from "./_keyed.ts";

const keys = Array.from({ length: 200 }, (_, record) => `key ${record}`);
const sound = fileOf(keys);

const indexAt = ({ directory }: Tampered) => directory.lookups[0]!.position;
const recordsAt = (file: Tampered) => indexAt(file) + keys.length * 8;

function codesOf(bytes: Uint8Array<ArrayBuffer>): string[] {
  return verifyFile(bytes).damaged.map(({ record, field, code }) => `${record} ${field} ${code}`);
}

/** What looking for every key gives: its record, or the code of an error. */
function lookups(bytes: Uint8Array<ArrayBuffer>): (number | string | undefined)[] {
  using dataset = openDataset(bytes);
  return keys.map((key) => {
    try {
      return dataset.findKey(key);
    } catch (cause) {
      assert.ok(cause instanceof AudiofieldError, String(cause));
      return cause.code;
    }
  });
}

Deno.test("an index that isn't sorted is found", () => {
  const bytes = tampered(sound, (file) => {
    const at = indexAt(file);
    const first = file.bytes.slice(at, at + 8);
    file.bytes.copyWithin(at, at + 8, at + 16);
    file.bytes.set(first, at + 8);
  });
  assert.deepEqual(codesOf(bytes), ["null id key-index"]);
});

Deno.test("a wrong hash is found", () => {
  const bytes = tampered(sound, (file) => {
    const at = indexAt(file) + 80;
    file.bytes[at] = file.bytes[at]! ^ 1;
  });
  assert.deepEqual(codesOf(bytes), ["null id key-index"]);
  // The key isn't found, and no other is found in its stead.
  const found = lookups(bytes);
  assert.equal(found.filter((record) => record === undefined).length, 1);
  found.forEach((record, at) => assert.ok(record === undefined || record === at));
});

Deno.test("a wrong record is found, and never returned", () => {
  const bytes = tampered(sound, (file) => {
    const at = recordsAt(file);
    const [one, other] = [file.view.getUint32(at, true), file.view.getUint32(at + 4, true)];
    file.setU32(at, other);
    file.setU32(at + 4, one);
  });
  assert.deepEqual(codesOf(bytes), ["null id key-index"]);
  const found = lookups(bytes);
  assert.equal(found.filter((record) => record === "key-index").length, 2);
  found.forEach((record, at) => assert.ok(record === "key-index" || record === at));
});

Deno.test("a record beyond the last one is found, and never read", () => {
  const bytes = tampered(sound, (file) => file.setU32(recordsAt(file) + 40, 200));
  assert.deepEqual(codesOf(bytes), ["null id key-index"]);
  assert.equal(lookups(bytes).filter((record) => record === "key-index").length, 1);
});

Deno.test("an index that is one hash all over ends every lookup", () => {
  const bytes = tampered(sound, (file) => {
    const at = indexAt(file);
    for (let entry = 1; entry < keys.length; entry++) {
      file.bytes.copyWithin(at + entry * 8, at, at + 8);
    }
  });
  assert.deepEqual(codesOf(bytes), ["null id key-index"]);
  const found = lookups(bytes);
  // The hash is that of one key, which is found; the others' hashes are missing.
  assert.equal(found.filter((record) => record === undefined).length, keys.length - 1);
  found.forEach((record, at) => assert.ok(record === undefined || record === at));
});

Deno.test("an index that is cut off, or of another number of keys, isn't opened", () => {
  const changes: ((file: Tampered, entryAt: number) => void)[] = [
    (file, at) => file.setU64(at + 16, keys.length * 12 - 12),
    (file, at) => file.setU64(at + 16, keys.length * 12 + 1),
    (file, at) => file.setU32(at + 4, keys.length - 1),
    (file, at) => file.setU32(at, 0),
    (file, at) => file.setU64(at + 8, 64),
    (file, at) => file.setU64(at + 8, file.bytes.length),
  ];
  for (const change of changes) {
    const bytes = tampered(sound, (file) => {
      // The last entry of the directory.
      change(file, file.directoryAt + file.trailer.directoryLength - 32);
    });
    assert.equal(openCode(bytes), "directory");
  }
});

Deno.test("a key that two records have is found, with the later one", () => {
  const bytes = tampered(fileOf(["one", "two", "six"]), (file) => {
    file.bytes.copyWithin(file.payloadAt(1, 2), file.payloadAt(1, 0), file.payloadAt(1, 0) + 3);
  });
  // And the index has the hash that the key had before.
  assert.deepEqual(codesOf(bytes), ["null id key-index", "2 id duplicate-key"]);
});

Deno.test("an invalid key is found", () => {
  const cases: [change: readonly number[], code: string][] = [
    [[0x61, 0x00, 0x62], "invalid-key"],
    [[0x65, 0xcc, 0x88], "invalid-key"], // e with a diaeresis, in NFD.
    [[0x61, 0xff, 0x62], "utf-8"],
  ];
  for (const [change, code] of cases) {
    const bytes = tampered(fileOf(["one", "two"]), (file) => {
      file.bytes.set(change, file.payloadAt(1, 1));
    });
    assert.deepEqual(codesOf(bytes), [`1 id ${code}`]);
  }
});

Deno.test("a key that was changed isn't where the index has it", () => {
  const bytes = tampered(fileOf(["one", "two"]), (file) => {
    file.bytes[file.payloadAt(1, 1)] = 0x61;
  });
  assert.deepEqual(codesOf(bytes), ["null id key-index"]);
});

Deno.test("a damaged block of the index is reported once, as damage of the field", () => {
  const bytes = sound.slice();
  const { position } = openDataset(sound).file.lookup(1);
  bytes[position + 4] = bytes[position + 4]! ^ 1;
  const { damaged } = verifyFile(bytes);
  assert.ok(damaged.some(({ code }) => code === "checksum"));
  assert.ok(!damaged.some(({ code }) => code === "key-index"));
});
