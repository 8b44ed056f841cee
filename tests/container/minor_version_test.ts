/** A file's minor version is the highest that any of its parts needs. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { packed } from "./_varied.ts";
import { tampered } from "./_tamper.ts";

Deno.test("a field that means something needs version 1.3", () => {
  const plain = defineDataset("A", { x: field.text(), y: field.uint8() });
  const said = defineDataset("A", { x: field.text(), y: field.uint8({ means: "speaker" }) });
  const records = [{ x: "one", y: 1 }];
  assert.equal(packed(plain.ir, records)[10], 0);
  const bytes = packed(said.ir, records);
  assert.equal(bytes[10], 3);
  assert.deepEqual(verifyFile(bytes), { ok: true, records: 1, checked: 1, damaged: [] });
  using dataset = openDataset(bytes);
  assert.deepEqual(dataset.toRecord(0), { x: "one", y: 1 });
});

Deno.test("a lower minor version than a meaning needs is found", () => {
  const { ir } = defineDataset("A", { y: field.uint8({ means: "label" }) });
  const bytes = tampered(packed(ir, [{ y: 1 }]), (file) => void (file.bytes[10] = 2));
  assert.deepEqual(verifyFile(bytes).damaged.map(({ code }) => code), ["version"]);
});
