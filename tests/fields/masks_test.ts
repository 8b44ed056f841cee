/** Features that hold a second array say so: commands know of it from the kind alone. */
import assert from "node:assert/strict";
import type { ExportingBatch } from "../../runtime/batch/batch_exports.ts";
import { openDataset } from "../../runtime/mod.ts";
import { fieldKind } from "../../schema/mod.ts";
import { EveryKind, writeEveryKind } from "../loader/_every_kind.ts";

const folder = Deno.makeTempDirSync();
const path = `${folder}/every_kind.afd`;

Deno.test.beforeAll(() => writeEveryKind(path, 4));
Deno.test.afterAll(() => Deno.removeSync(folder, { recursive: true }));

for (const { name, kind } of EveryKind.ir.fields) {
  const { mask, role } = fieldKind(kind)!;
  if (role !== "features") continue;
  Deno.test(`${kind} holds ${mask === undefined ? "one array" : `data and ${mask}`}`, () => {
    using dataset = openDataset(path);
    const reader = dataset.field(name);
    const arrays = ["data", ...mask === undefined ? [] : [mask]];
    using batch = reader.allocateBatch(2) as ExportingBatch;
    const exported = Object.entries(batch.exports).filter(([, { kind }]) => kind === "array");
    assert.deepEqual(exported.map(([member]) => member), arrays);
    const value = reader.decode(1) as Record<string, unknown>;
    const held = Object.entries(value).filter(([, part]) => ArrayBuffer.isView(part));
    assert.deepEqual(held.map(([member]) => member), arrays);
    if (mask === undefined) return;
    const [data, present] = [value["data"] as Float32Array, value[mask]];
    assert.ok(present instanceof Uint8Array);
    assert.equal(present.length, data.length);
    assert.ok(present.every((one) => one === 0 || one === 1));
  });
}
