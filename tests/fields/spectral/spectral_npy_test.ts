/** Computed features as `.npy` files: every type and order, and every possible error. */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../../runtime/mod.ts";
import { defineDataset, field, type Spectrogram } from "../../../schema/mod.ts";

const bins = 3;
const frames = 70;

/** Values that float16 holds, shape (bins, frames). */
const values = Float64Array.from({ length: bins * frames }, (_, index) => index * 0.25 - 20);

interface Array2d {
  readonly descr?: string;
  readonly order?: "C" | "F";
  readonly shape?: string;
  readonly data?: Float64Array;
  readonly version?: number;
}

/** A `.npy` file as NumPy writes it. */
function npy(
  { descr = "<f4", order = "C", shape = `(${bins}, ${frames})`, data = values, version = 1 }:
    Array2d = {},
): Uint8Array<ArrayBuffer> {
  const text = `{'descr': '${descr}', 'fortran_order': ${
    order === "F" ? "True" : "False"
  }, 'shape': ${shape}, }\n`;
  const start = version === 1 ? 10 : 12;
  const width = Number(descr.slice(2)) || 4;
  const bytes = new Uint8Array(start + text.length + data.length * width);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  if (version === 1) view.setUint16(8, text.length, true);
  else view.setUint32(8, text.length, true);
  bytes.set(new TextEncoder().encode(text), start);
  const little = descr[0] !== ">";
  data.forEach((_, index) => {
    const place = order === "C" ? index : (index % bins) * frames + Math.floor(index / bins);
    const at = start + text.length + index * width;
    if (width === 2) view.setFloat16(at, data[place]!, little);
    else if (width === 4) view.setFloat32(at, data[place]!, little);
    else if (width === 8) view.setFloat64(at, data[place]!, little);
  });
  return bytes;
}

function packed(bytes: Uint8Array, storeDtype: "float16" | "float32" = "float16"): Spectrogram {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeFileSync(`${folder}/x.npy`, bytes);
    const x = field.melSpectrogram({ nFft: 64, hopLength: 64, nMels: bins, storeDtype });
    const { ir } = defineDataset("A", { x });
    const writer = createDatasetWriter(`${folder}/a.afd`, { ir });
    try {
      writer.append({ x: `${folder}/x.npy` });
      writer.finish();
    } finally {
      writer.abort();
    }
    using dataset = openDataset(`${folder}/a.afd`);
    return dataset.field("x").decode(0) as Spectrogram;
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

for (const descr of ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "=f4"]) {
  for (const order of ["C", "F"] as const) {
    Deno.test(`.npy of ${descr} in ${order} order`, () => {
      for (const storeDtype of ["float16", "float32"] as const) {
        const { data, shape } = packed(npy({ descr, order }), storeDtype);
        assert.deepEqual(shape, [bins, frames]);
        assert.deepEqual(data, Float32Array.from(values));
      }
    });
  }
}

Deno.test(".npy of versions 2 and 3, and without frames", () => {
  for (const version of [2, 3]) assert.equal(packed(npy({ version })).shape[1], frames);
  const empty = npy({ shape: `(${bins}, 0)`, data: new Float64Array(0) });
  assert.deepEqual(packed(empty).shape, [bins, 0]);
});

Deno.test("float64 is rounded to float16 once, not via float32", () => {
  // Just above the middle of two float16 values; float32 would move it to the middle.
  const value = 1 + 2 ** -11 + 2 ** -40;
  const data = new Float64Array(bins * frames).fill(value);
  const found = packed(npy({ descr: "<f8", data })).data[0];
  assert.equal(found, 1 + 2 ** -10);
  assert.equal(found, Float16Array.of(value)[0]);
});

const wrong: readonly (readonly [string, string, () => Uint8Array])[] = [
  ["another number of bins", "array-shape", () => npy({ shape: `(${frames}, ${bins})` })],
  ["one axis", "array-shape", () => npy({ shape: `(${bins * frames},)` })],
  ["three axes", "array-shape", () => npy({ shape: `(1, ${bins}, ${frames})` })],
  ["integers", "npy-dtype", () => npy({ descr: "<i4" })],
  ["bytes", "npy-dtype", () => npy({ descr: "|u1" })],
  ["complex numbers", "npy-dtype", () => npy({ descr: "<c8" })],
  ["a value cut off", "npy-truncated", () => npy().subarray(0, npy().length - 1)],
  ["half of its header", "npy-truncated", () => npy().subarray(0, 40)],
  ["a shape beyond its end", "npy-truncated", () => npy({ shape: `(${bins}, 1099511627776)` })],
  ["a header of 4 GB", "npy-header", () => npy({ version: 2 }).fill(0xff, 8, 12)],
  ["another version", "npy-version", () => npy({ version: 9 })],
  ["no array", "not-npy", () => new TextEncoder().encode("not an array at all")],
  ["nothing", "not-npy", () => new Uint8Array(0)],
  ["a header that isn't NumPy's", "npy-header", () => npy().fill(0x20, 10, 60)],
  ["NaN", "non-finite", () => npy({ data: values.map((x, i) => i === 5 ? NaN : x) })],
  ["a number too large", "overflow", () => npy({ data: values.map((x, i) => i === 5 ? 1e5 : x) })],
];

for (const [what, code, make] of wrong) {
  Deno.test(`.npy with ${what} is refused`, () => {
    assert.throws(() => packed(make()), { name: "ManifestError", code, record: 0 });
  });
}

Deno.test("a .npy file that doesn't exist, or is a folder, is a FileError", () => {
  const { ir } = defineDataset("A", { x: field.melSpectrogram() });
  const folder = Deno.makeTempDirSync();
  Deno.mkdirSync(`${folder}/b.npy`);
  const writer = createDatasetWriter(`${folder}/a.afd`, { ir });
  assert.throws(() => writer.append({ x: `${folder}/c.npy` }), { code: "not-found" });
  assert.throws(() => writer.append({ x: `${folder}/b.npy` }), { name: "FileError" });
  writer.abort();
  Deno.removeSync(folder, { recursive: true });
});
