/** Generated modules of a dataset with keys: small, checked, and the same as without a module. */
import assert from "node:assert/strict";
import {
  createDatasetWriter,
  type DatasetReader,
  type DatasetWriter,
  openDataset,
} from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { textOf, Workspace } from "./_workspace.ts";

/** Named so that its class is called as the library's own. */
const Keyed = defineDataset("Keyed", {
  number: field.uint32({ default: 0 }),
  id: field.text({ means: "key" }),
  audio: field.waveform({ sampleRate: 8000 }),
});

const records = ["b", "a/1", "Zoe\u0308"].map((id, number) => ({
  id,
  number,
  audio: { samples: new Int16Array(20).fill(number), sampleRate: 8000 },
}));

interface KeyedModule {
  createKeyedWriter(path: string): DatasetWriter<object>;
  openKeyed(path: string): DatasetReader;
  openKeyedAsync(blob: Blob): Promise<DatasetReader>;
}

Deno.test("a module of a dataset with keys passes the gates, and does what the reflective one does", async () => {
  using workspace = new Workspace();
  await workspace.generate("keyed.ts", [Keyed]);
  await workspace.gates();
  const module = await workspace.import("keyed.ts") as unknown as KeyedModule;
  const [one, other] = [workspace.path("one.afd"), workspace.path("other.afd")];
  const writer = module.createKeyedWriter(one);
  const reflective = createDatasetWriter(other, { ir: Keyed.ir });
  for (const writing of [writer, reflective]) {
    for (const record of records) writing.append(record);
    assert.throws(() => writing.append(records[0]!), { code: "duplicate-key", found: 0 });
    assert.throws(() => writing.append({ ...records[0], id: "a\0" }), { code: "invalid-key" });
    writing.finish();
  }
  assert.deepEqual(Deno.readFileSync(one), Deno.readFileSync(other));
  using dataset = module.openKeyed(one);
  using plain = openDataset(one);
  for (const reader of [dataset, plain]) {
    assert.deepEqual(["b", "a/1", "Zo\u00eb"].map((key) => reader.byKey(key)), [0, 1, 2]);
    assert.equal(reader.findKey("c"), undefined);
    assert.equal(reader.keyOf(2), "Zo\u00eb");
    assert.equal(reader.toRecord(reader.byKey("a/1"))["number"], 1);
    assert.throws(() => reader.byKey("c"), { name: "UsageError", code: "no-such-key" });
  }
  using blob = await module.openKeyedAsync(new Blob([Deno.readFileSync(one)]));
  assert.equal(await blob.byKeyAsync("a/1"), 1);
  assert.equal(await blob.findKeyAsync("c"), undefined);
  assert.equal(await blob.keyOfAsync(0), "b");
});

Deno.test("the methods of keys are the library's, not the module's", async () => {
  const text = await textOf([Keyed]);
  assert.ok(!/\bbyKey|findKey|keyOf\(/.test(text));
  assert.match(text, /export class KeyedDataset extends KeyedDataset_?\d* implements Disposable/);
  const plain = await textOf([defineDataset("Plain", { id: field.text() })]);
  assert.match(plain, /export class PlainDataset implements Disposable/);
});
