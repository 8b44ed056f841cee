import assert from "node:assert/strict";
import { field, integerRange } from "../../../schema/mod.ts";
import { Kinds } from "../_kinds.ts";

const builders = {
  uint8: field.uint8,
  int8: field.int8,
  uint16: field.uint16,
  int16: field.int16,
  uint32: field.uint32,
  int32: field.int32,
};

for (const [kind, builder] of Object.entries(builders)) {
  Deno.test(`${kind} keeps its smallest and largest values and refuses anything beyond them`, async () => {
    using kinds = await Kinds.of({ before: field.text(), x: builder() });
    const [min, max] = integerRange[kind]!.map(Number) as [number, number];
    for (const x of [min, max, 0, 1, -0]) {
      assert.equal(kinds.roundTrip({ before: "", x })["x"], x + 0);
    }
    const wrong: [unknown, string][] = [
      [min - 1, `${min - 1}`],
      [max + 1, `${max + 1}`],
      [0.5, "0.5"],
      [NaN, "NaN"],
      [Infinity, "Infinity"],
      ["1", '"1"'],
      [1n, "1n"],
      [true, "true"],
      [null, "null"],
      [[1], "an array"],
      [new Date(0), "an object (Date)"],
    ];
    for (const [x, found] of wrong) {
      const error = kinds.refusal({ before: "", x }, { before: "", x: 0 });
      assert.equal(error.name, "ManifestError");
      assert.equal(error.code, "wrong-value");
      assert.equal(error.field, "x");
      assert.equal(error.record, 1);
      const wanted = `expected an integer from ${min} to ${max}, got ${found}`;
      const hint = x === "1" ? "; use field.category() for names such as speakers" : "";
      assert.equal(error.message, `Cannot write "x" of record 1: ${wanted}${hint}`);
    }
  });
}

for (const [kind, builder] of Object.entries({ uint64: field.uint64, int64: field.int64 })) {
  Deno.test(`${kind} takes BigInts and safe integers and gives BigInts`, async () => {
    using kinds = await Kinds.of({ x: builder() });
    const [min, max] = integerRange[kind]!;
    for (const x of [min, max, 0n, 2n ** 53n + 1n, Number.MAX_SAFE_INTEGER, 7, -0]) {
      assert.equal(kinds.roundTrip({ x })["x"], BigInt(x));
    }
    for (const x of [min - 1n, max + 1n, 2 ** 53, 0.5, NaN, "1", null, false]) {
      const error = kinds.refusal({ x }, { x: 0 });
      assert.equal(error.code, "wrong-value", String(x));
      assert.match(
        error.message,
        /^Cannot write "x" of record 1: expected an integer from -?\d+ to/,
      );
    }
  });
}

Deno.test("float32 rounds to single precision and refuses what overflows", async () => {
  using kinds = await Kinds.of({ x: field.float32() });
  const largest = 3.4028234663852886e38;
  for (const x of [0, -0, 0.1, NaN, Infinity, -Infinity, 1e-45, 1e-60, largest, -largest]) {
    assert.equal(kinds.roundTrip({ x })["x"], Math.fround(x));
  }
  for (const x of [3.5e38, -1e39, Number.MAX_VALUE]) {
    const error = kinds.refusal({ x }, { x: 0 });
    assert.equal(
      error.message,
      `Cannot write "x" of record 1: expected a number within float32's range, got ${x}`,
    );
  }
  for (const x of ["1", 1n, null, true]) {
    assert.equal(kinds.refusal({ x }, { x: 0 }).code, "wrong-value");
  }
});

Deno.test("float64 keeps every number, including NaN and infinity", async () => {
  using kinds = await Kinds.of({ x: field.float64() });
  const numbers = [0, -0, 0.1, NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE, 2 ** 53 + 1];
  for (const x of numbers) assert.equal(kinds.roundTrip({ x })["x"], x);
  for (const x of ["1", 1n, null, {}]) {
    assert.equal(kinds.refusal({ x }, { x: 0 }).code, "wrong-value");
  }
});

Deno.test("a scalar without a default is required", async () => {
  using kinds = await Kinds.of({ x: field.uint8(), y: field.int64(), z: field.float32() });
  for (const missing of ["x", "y", "z"]) {
    const record = { x: 1, y: 1, z: 1, [missing]: undefined };
    const error = kinds.refusal(record, { x: 1, y: 1, z: 1 });
    assert.equal(error.code, "missing-value");
    assert.equal(error.field, missing);
    assert.match(error.message, /, got nothing$/);
  }
});

Deno.test("a scalar's default stands in for undefined and nothing else", async () => {
  using kinds = await Kinds.of({
    x: field.uint8({ default: 7 }),
    y: field.int64({ default: -(2n ** 63n) }),
    z: field.float32({ default: 0.1 }),
    w: field.float64({ default: -0 }),
  });
  const defaults = { x: 7, y: -(2n ** 63n), z: Math.fround(0.1), w: 0 };
  assert.deepEqual(kinds.roundTrip({}), defaults);
  assert.deepEqual(kinds.roundTrip({ x: undefined, w: -0 }), { ...defaults, w: -0 });
  assert.equal(kinds.refusal({ x: null }, {}).code, "wrong-value");
});

Deno.test("scalars' batches hold the values of any records, in the requested order", async () => {
  using kinds = await Kinds.of({ x: field.int16(), y: field.uint64() });
  using reader = kinds.pack(...[5, -6, 7].map((x, index) => ({ x, y: BigInt(index) << 60n })));
  const x = reader.field("x");
  const batch = x.allocateBatch(4) as { data: Int16Array; shape: number[] };
  x.decodeBatch([2, 0, 2], batch);
  assert.deepEqual([...batch.data], [7, 5, 7]);
  assert.deepEqual(batch.shape, [3]);
  assert.throws(() => x.decodeBatch([0, 1, 2, 0, 1], batch), { code: "batch-too-small" });
  assert.deepEqual(reader.field("y").declareBatch(4), {
    shape: [4],
    dtype: "uint64",
    byteLength: 32,
  });
});
