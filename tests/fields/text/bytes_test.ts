import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { field } from "../../../schema/mod.ts";
import { Kinds } from "../_kinds.ts";

Deno.test("bytes come back as they went in", async () => {
  using kinds = await Kinds.of({ x: field.bytes() });
  const all = Uint8Array.from({ length: 256 }, (_, index) => index);
  const runs = [new Uint8Array(0), Uint8Array.of(0), all, new Uint8Array(200_000).fill(255)];
  for (const x of runs) assert.deepEqual(kinds.roundTrip({ x }), { x });
});

Deno.test("bytes accept part of a larger buffer, and Node's buffers", async () => {
  using kinds = await Kinds.of({ x: field.bytes() });
  const x = Uint8Array.of(1, 2, 3, 4, 5).subarray(1, 4);
  assert.deepEqual(kinds.roundTrip({ x }), { x: Uint8Array.of(2, 3, 4) });
  assert.deepEqual(kinds.roundTrip({ x: Buffer.from("hi") }), { x: Uint8Array.of(104, 105) });
});

Deno.test("bytes refuse anything but a Uint8Array", async () => {
  using kinds = await Kinds.of({ x: field.bytes() });
  const wrong: [unknown, string][] = [
    [[1, 2], "an array"],
    ["text", '"text"'],
    [new ArrayBuffer(1), "an object (ArrayBuffer)"],
    [new Int8Array(1), "an object (Int8Array)"],
    [new Uint8ClampedArray(1), "an object (Uint8ClampedArray)"],
    [null, "null"],
  ];
  for (const [x, found] of wrong) {
    const error = kinds.refusal({ x }, { x: new Uint8Array(0) });
    assert.equal(error.name, "ManifestError");
    assert.equal(
      error.message,
      `Cannot write "x" of record 1: expected a Uint8Array, got ${found}`,
    );
  }
  assert.equal(kinds.refusal({}, { x: new Uint8Array(0) }).code, "missing-value");
});

Deno.test("bytes of toRecord() belong to the caller", async () => {
  using kinds = await Kinds.of({ x: field.bytes() });
  using reader = kinds.pack({ x: Uint8Array.of(1, 2, 3) });
  const { x } = reader.toRecord(0) as { x: Uint8Array };
  x.fill(9);
  assert.deepEqual(reader.toRecord(0), { x: Uint8Array.of(1, 2, 3) });
});
