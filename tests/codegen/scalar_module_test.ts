/** What a generated module states about a field of scalars: the type of its values and its loop. */
import assert from "node:assert/strict";
import { moduleTexts, specifiers } from "../../codegen/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { classOf, loopsOf, methodsOf } from "./_loops.ts";
import { library } from "./_workspace.ts";

const cases = [
  { x: field.uint32(), array: "Uint32Array", type: "number" },
  { x: field.int64(), array: "BigInt64Array", type: "bigint" },
  { x: field.float32(), array: "Float32Array", type: "number" },
  { x: field.bool(), array: "Uint8Array", type: "boolean" },
] as const;

for (const { x, array, type } of cases) {
  Deno.test(`${x.kind}: the module has the type of its values and their loop, and nothing else`, async () => {
    const { reader } = await moduleTexts([defineDataset("Any", { x })], {
      schemaName: "any.schema.ts",
      name: "any",
      docs: new Map(),
      specifierOf: specifiers(library),
    });
    const value = classOf(reader, "AnyXMetadata").getMethodOrThrow("value");
    assert.equal(value.getReturnType().getText(), type);
    assert.match(value.getText(), /return this\.#table\.page\(index\)\[index & pageMask\]!/);
    const scalars = classOf(reader, "AnyXField");
    assert.equal(scalars.getExtends()!.getText(), `ScalarField<${array}<ArrayBuffer>>`);
    assert.deepEqual(methodsOf(scalars), ["decode", "decodeBatch"]);
    const { calls, made } = loopsOf(scalars, "decodeBatch");
    assert.deepEqual(calls, ["table.page"]);
    assert.deepEqual(made, []);
  });
}
