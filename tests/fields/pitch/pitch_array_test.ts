/** Frequencies as arrays and `.npy` files: what is accepted, and what is refused. */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../../runtime/mod.ts";
import { defineDataset, field, type Pitch } from "../../../schema/mod.ts";
import { npyHeader } from "../../../cli/export/formats/npy.ts";
import { Kinds } from "../_kinds.ts";

const kinds = await Kinds.of({ f0: field.pitch() });

Deno.test.afterAll(() => kinds[Symbol.dispose]());

const data = Float64Array.of(0, NaN, 100.1, 5000, -0, 1e-60, 220.5, 0, 81);
const stored = Float32Array.of(0, 0, 100.1, 5000, 0, 0, 220.5, 0, 81);
const voiced = Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 0, 1);

Deno.test("arrays are stored as float32, with NaN and values up to 0 as unvoiced", () => {
  for (const shape of [[9], [1, 9]]) {
    const { f0 } = kinds.roundTrip({ f0: { data, shape } }) as { f0: Pitch };
    assert.deepEqual(f0, { data: stored, voiced, shape: [9] });
    assert.ok([...f0.data].every((value) => !Object.is(value, -0)));
  }
  assert.deepEqual(kinds.roundTrip({ f0: { data: new Float32Array(0), shape: [0] } }).f0, {
    data: new Float32Array(0),
    voiced: new Uint8Array(0),
    shape: [0],
  });
});

for (
  const [f0, code] of [
    [{ data, shape: [8] }, "array-shape"],
    [{ data, shape: [9, 1] }, "array-shape"],
    [{ data, shape: [3, 3] }, "array-shape"],
    [{ data, shape: [] }, "array-shape"],
    [{ data: Float32Array.of(-1), shape: [1] }, "pitch-range"],
    [{ data: Float32Array.of(Infinity), shape: [1] }, "pitch-range"],
    [{ data: Float64Array.of(1e300), shape: [1] }, "pitch-range"],
    [{ data: Int32Array.of(100), shape: [1] }, "wrong-value"],
    [{ data: [100], shape: [1] }, "wrong-value"],
    [7, "wrong-value"],
    [undefined, "missing-value"],
  ] as const
) {
  Deno.test(`${JSON.stringify(f0)} is refused as ${code}`, () => {
    const error = kinds.refusal({ f0 }, { f0: { data, shape: [9] } });
    assert.deepEqual([error.name, error.code, error.field], ["ManifestError", code, "f0"]);
  });
}

Deno.test(".npy files of float32 and float64 are read", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const { ir } = defineDataset("A", { f0: field.pitch() });
    const files = [["<f8", data], ["<f4", stored]] as const;
    const writer = createDatasetWriter(`${folder}/a.afd`, { ir });
    for (const [type, values] of files) {
      const start = npyHeader("<f4", [9]);
      // The header's text begins with {'descr': '<f4'.
      start[10 + "{'descr': '<f".length] = type.charCodeAt(2);
      const bytes = new Uint8Array(values.buffer);
      Deno.writeFileSync(`${folder}/x.npy`, new Uint8Array([...start, ...bytes]));
      writer.append({ f0: `${folder}/x.npy` });
    }
    writer.finish();
    using dataset = openDataset(`${folder}/a.afd`);
    for (const record of [0, 1]) {
      assert.deepEqual(dataset.field("f0").decode(record), { data: stored, voiced, shape: [9] });
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
