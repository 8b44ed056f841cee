import assert from "node:assert/strict";
import { field } from "../../../schema/mod.ts";
import { Kinds } from "../_kinds.ts";

Deno.test("bool keeps true and false, as 1 and 0 in batches", async () => {
  using kinds = await Kinds.of({ x: field.bool() });
  assert.equal(kinds.roundTrip({ x: true })["x"], true);
  assert.equal(kinds.roundTrip({ x: false })["x"], false);
  using reader = kinds.pack({ x: true }, { x: false });
  const batch = reader.field("x").allocateBatch(3) as { data: Uint8Array };
  reader.field("x").decodeBatch([0, 1, 0], batch);
  assert.deepEqual([...batch.data], [1, 0, 1]);
});

Deno.test("bool refuses what is merely truthy or falsy", async () => {
  using kinds = await Kinds.of({ x: field.bool() });
  const wrong: [unknown, string][] = [[1, "1"], [0, "0"], ["true", '"true"'], [null, "null"]];
  for (const [x, found] of wrong) {
    const error = kinds.refusal({ x }, { x: true });
    assert.equal(error.name, "ManifestError");
    assert.equal(error.code, "wrong-value");
    assert.equal(
      error.message,
      `Cannot write "x" of record 1: expected true or false, got ${found}`,
    );
  }
  assert.equal(kinds.refusal({}, { x: true }).code, "missing-value");
});

Deno.test("bool's default of false stands in for undefined", async () => {
  using kinds = await Kinds.of({
    x: field.bool({ default: false }),
    y: field.bool({ default: true }),
  });
  assert.deepEqual(kinds.roundTrip({}), { x: false, y: true });
  assert.deepEqual(kinds.roundTrip({ x: true, y: false }), { x: true, y: false });
});
