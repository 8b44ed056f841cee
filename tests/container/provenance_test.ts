/** A file says which models its fields come from, in addition to its schema. */
import assert from "node:assert/strict";
import { IntegrityError } from "../../errors/mod.ts";
import { ContainerWriter, openDataset, type Provenance, verifyFile } from "../../runtime/mod.ts";
import { Pair, pairFile } from "./_provenance.ts";
import { Tampered, tampered } from "./_tamper.ts";

const sha256 = "5043d1f963ccd11f76dedb66a92b78db392f14c697df8df03647d2211ca40d90";
const model = { sha256, sampleRate: 24_000, channels: 1, hopLength: 320 };
const provenance: Provenance = { text: { codecModel: model } };

Deno.test("a file returns the provenance that it was written with, and is sound", () => {
  const bytes = pairFile(provenance);
  using dataset = openDataset(bytes);
  assert.deepEqual(dataset.file.provenance, provenance);
  assert.equal(dataset.field("text").decode(1), "one");
  assert.deepEqual(verifyFile(bytes).damaged, []);
});

Deno.test("provenance isn't part of the fingerprint, and files without it have version 1.0", () => {
  using without = openDataset(pairFile());
  using with_ = openDataset(pairFile(provenance));
  assert.equal(without.file.fingerprint, with_.file.fingerprint);
  assert.equal(with_.file.fingerprint, Pair.fingerprint);
  assert.deepEqual(without.file.provenance, {});
  assert.equal(pairFile()[10], 0);
  assert.equal(pairFile(provenance)[10], 1);
});

/** Replaces the provenance text with one of the same length. */
function saying(text: string): Uint8Array<ArrayBuffer> {
  return tampered(pairFile(provenance), (file) => {
    const { provenanceOffset, provenanceLength } = file.directory;
    assert.ok(text.length <= provenanceLength);
    file.bytes.set(new TextEncoder().encode(text.padEnd(provenanceLength)), provenanceOffset);
  });
}

const lies: readonly (readonly [string, Uint8Array<ArrayBuffer>])[] = [
  [
    "lies outside its tail",
    tampered(pairFile(provenance), (file) => {
      file.setU64(file.directoryAt + 72, 64);
    }),
  ],
  [
    "lies outside its tail",
    tampered(pairFile(provenance), (file) => {
      file.setU32(file.directoryAt + 80, 0xffff_ffff);
    }),
  ],
  ["isn't JSON", saying('{"text":')],
  ["isn't an object", saying("[1]")],
  [`names "other", which isn't one of its fields`, saying('{"other":{}}')],
  ['names no model for "text"', saying('{"text":{}}')],
  ['names no model for "text"', saying('{"text":{"codecModel":{"sha256":"5043"}}}')],
];

for (const [index, [reason, bytes]] of lies.entries()) {
  Deno.test(`a file whose provenance ${reason} is refused (${index})`, () => {
    assert.throws(() => openDataset(bytes), (error) => {
      assert.ok(error instanceof IntegrityError);
      assert.equal(error.code, "provenance");
      assert.match(error.message, new RegExp(reason.replace(/[()]/g, ".")));
      return true;
    });
    assert.deepEqual(verifyFile(bytes).damaged.map(({ code }) => code), ["provenance"]);
  });
}

Deno.test("provenance has one canonical form: fields in schema order, whatever order they are passed in", () => {
  const one = pairFile({ text: { codecModel: model }, id: { codecModel: model } });
  const other = pairFile({ id: { codecModel: model }, text: { codecModel: model } });
  assert.deepEqual(one, other);
  assert.deepEqual(verifyFile(one).damaged, []);
  const turned = JSON.stringify({ text: { codecModel: model }, id: { codecModel: model } });
  const bytes = tampered(one, (file) => {
    file.bytes.set(new TextEncoder().encode(turned), file.directory.provenanceOffset);
  });
  assert.deepEqual(verifyFile(bytes).damaged.map(({ code }) => code), ["provenance-form"]);
});

Deno.test("provenance of a field that doesn't exist can't be written", () => {
  assert.throws(() => pairFile({ other: { codecModel: model } }), { code: "no-such-field" });
});

Deno.test("verifyFile() reports provenance in a file of version 1.0", () => {
  const bytes = tampered(pairFile(provenance), (file) => file.bytes[10] = 0);
  assert.ok(verifyFile(bytes).damaged.some(({ code }) => code === "reserved"));
});

Deno.test("every truncated or flipped byte of the provenance is noticed", () => {
  const sound = pairFile(provenance);
  const { provenanceOffset, provenanceLength } = new Tampered(sound).directory;
  for (let at = provenanceOffset; at < provenanceOffset + provenanceLength; at += 7) {
    const bytes = sound.slice();
    bytes[at]! ^= 1;
    assert.throws(() => openDataset(bytes), IntegrityError);
  }
});

Deno.test("slots make records wait, in order, and a dropped record waits for nothing", () => {
  const path = Deno.makeTempFileSync();
  const container = new ContainerWriter(path, { ir: Pair.ir, overwrite: true });
  container.beginRecord();
  const work = () => Promise.resolve();
  container.slot(1).defer(work);
  container.slot(0).defer(work);
  assert.deepEqual(container.deferred.map(({ slot }) => slot.field), ["text", "id"]);
  container.dropRecord();
  container.beginRecord();
  assert.equal(container.deferred.length, 0);
  container.abort();
  Deno.removeSync(path);
});
