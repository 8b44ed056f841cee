import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError, IntegrityError } from "../../errors/mod.ts";
import {
  decodeDirectory,
  type Directory,
  encodeDirectory,
} from "../../runtime/container/directory.ts";
import { getUint53, setUint53 } from "../../runtime/container/uint53.ts";
import { checkPreamble, encodePreamble } from "../../runtime/container/preamble.ts";
import { decodeTrailer, encodeTrailer } from "../../runtime/container/trailer.ts";

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const uint53 = fc.maxSafeNat();

const entry = fc.record({
  typeId: uint32,
  itemSize: uint32,
  tableOffset: uint53,
  configOffset: uint53,
  configLength: uint32,
  totals: fc.record({
    maxWidth: uint32,
    totalBytes: uint53,
    maxBytes: uint53,
    totalLength: uint53,
    maxLength: uint53,
  }),
});

const lookup = fc.record({
  fieldIndex: uint32,
  entries: uint32,
  position: uint53,
  byteLength: uint53,
});

const directory: fc.Arbitrary<Directory> = fc.record({
  recordCount: uint32,
  fingerprint: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  payloadEnd: uint53,
  checksumOffset: uint53,
  irOffset: uint53,
  irLength: uint32,
  provenanceOffset: uint53,
  provenanceLength: uint32,
  fields: fc.array(entry, { minLength: 1, maxLength: 20 }),
  lookups: fc.array(lookup, { maxLength: 5 }),
  checksumsOfChecksums: fc.array(uint32, { maxLength: 40 }),
});

Deno.test("setUint53() and getUint53() carry every safe integer", () => {
  fc.assert(fc.property(uint53, fc.nat(7), (value, offset) => {
    const view = new DataView(new ArrayBuffer(16));
    setUint53(view, offset, value);
    assert.equal(getUint53(view, offset), value);
    assert.equal(view.getBigUint64(offset, true), BigInt(value));
  }));
});

Deno.test("decodeDirectory() returns what encodeDirectory() was given", () => {
  fc.assert(fc.property(directory, (given) => {
    const bytes = encodeDirectory(given);
    assert.equal(bytes.length % 8, 0);
    const read = decodeDirectory(bytes, "a.afd");
    assert.deepEqual(
      { ...read, fingerprint: [...read.fingerprint] },
      plain({ ...given, fingerprint: [...given.fingerprint] }),
    );
    assert.deepEqual([...encodeDirectory(read)], [...bytes]);
  }));
});

Deno.test("decodeDirectory() refuses a directory of any other length", () => {
  fc.assert(fc.property(directory, fc.nat(2000), (given, length) => {
    const bytes = encodeDirectory(given);
    const other = new Uint8Array(length);
    other.set(bytes.subarray(0, length));
    if (length === bytes.length) return;
    assert.throws(() => decodeDirectory(other, "a.afd"), IntegrityError);
  }));
});

Deno.test("decodeDirectory() accepts any bytes without crashing or using much memory", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
    try {
      const { fields, checksumsOfChecksums, lookups } = decodeDirectory(bytes, "a.afd");
      const least = fields.length * 64 + checksumsOfChecksums.length * 4 + lookups.length * 32;
      assert.ok(least < bytes.length);
    } catch (cause) {
      assert.ok(cause instanceof IntegrityError);
    }
  }));
});

Deno.test("decodeTrailer() returns what encodeTrailer() was given", () => {
  const trailer = fc.record({
    fileLength: uint53,
    tailOffset: uint53,
    directoryOffset: uint53,
    directoryLength: uint32,
    tailChecksum: uint32,
  });
  fc.assert(fc.property(trailer, (given) => {
    const bytes = encodeTrailer(given);
    assert.equal(bytes.length, 64);
    assert.deepEqual(decodeTrailer(bytes, { file: "a.afd", size: given.fileLength }), plain(given));
    assert.throws(
      () => decodeTrailer(bytes, { file: "a.afd", size: given.fileLength - 1 }),
      FormatError,
    );
  }));
});

Deno.test("decodeTrailer() refuses any changed byte", () => {
  const bytes = encodeTrailer({
    fileLength: 4096,
    tailOffset: 1024,
    directoryOffset: 2048,
    directoryLength: 512,
    tailChecksum: 77,
  });
  fc.assert(fc.property(fc.nat(63), fc.integer({ min: 1, max: 255 }), (position, change) => {
    const changed = bytes.slice();
    changed[position]! ^= change;
    assert.throws(
      () => decodeTrailer(changed, { file: "a.afd", size: 4096 }),
      (cause) => cause instanceof FormatError || cause instanceof IntegrityError,
    );
  }));
});

Deno.test("checkPreamble() accepts what encodePreamble() makes, and no other signature", () => {
  const preamble = encodePreamble();
  checkPreamble(preamble, "a.afd");
  for (let position = 0; position < 8; position++) {
    const changed = preamble.slice();
    changed[position]! ^= 0x20;
    assert.throws(() => checkPreamble(changed, "a.afd"), FormatError);
  }
  assert.throws(() => checkPreamble(preamble.subarray(0, 63), "a.afd"), FormatError);
});

/** fast-check's records may lack a prototype, which deepEqual notices. */
function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}
