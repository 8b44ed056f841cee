/** Tokens as `.npy` files: every integer type, byte order and axis order, and invalid ones. */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../../runtime/mod.ts";
import { type CodecTokens, defineDataset, field } from "../../../schema/mod.ts";

const [codebooks, frames] = [3, 41];
const values = Array.from({ length: codebooks * frames }, (_, at) => (at * 5) % 120);

function npy(descr: string, order: "C" | "F", tokens: readonly number[] = values): Uint8Array {
  const isFortran = order === "F" ? "True" : "False";
  const dictionary =
    `{'descr': '${descr}', 'fortran_order': ${isFortran}, 'shape': (${codebooks}, ${frames}), }\n`;
  const width = Number(descr.slice(2));
  const bytes = new Uint8Array(10 + dictionary.length + tokens.length * width);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  view.setUint16(8, dictionary.length, true);
  bytes.set(new TextEncoder().encode(dictionary), 10);
  const isLittle = descr[0] !== ">";
  tokens.forEach((_, index) => {
    const place = (index % codebooks) * frames + Math.floor(index / codebooks);
    const token = tokens[order === "C" ? index : place]!;
    const at = 10 + dictionary.length + index * width;
    if (descr[1] === "f") view.setFloat32(at, token, isLittle);
    else if (width === 1) view.setInt8(at, token);
    else if (width === 2) view.setInt16(at, token, isLittle);
    else if (width === 4) view.setInt32(at, token, isLittle);
    else view.setBigInt64(at, BigInt(token), isLittle);
  });
  return bytes;
}

function packed(bytes: Uint8Array): CodecTokens {
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeFileSync(`${folder}/x.npy`, bytes);
    const codes = field.codecTokens({ nCodebooks: codebooks, vocabSize: 120 });
    const writer = createDatasetWriter(`${folder}/a.afd`, { ir: defineDataset("A", { codes }).ir });
    try {
      writer.append({ codes: `${folder}/x.npy` });
      writer.finish();
    } finally {
      writer.abort();
    }
    using dataset = openDataset(`${folder}/a.afd`);
    return dataset.field("codes").decode(0) as CodecTokens;
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

for (const type of ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8"]) {
  Deno.test(`tokens of .npy type ${type}, in both byte orders and axis orders`, () => {
    for (const byteOrder of ["<", ">"]) {
      for (const order of ["C", "F"] as const) {
        const { data, shape } = packed(npy(`${byteOrder}${type}`, order));
        assert.deepEqual(shape, [codebooks, frames]);
        assert.deepEqual(data, Uint16Array.from(values));
      }
    }
  });
}

Deno.test("floats as tokens are refused", () => {
  assert.throws(() => packed(npy("<f4", "C")), { name: "ManifestError", code: "npy-dtype" });
});

Deno.test("a wrong token in Fortran order is named by its codebook and frame", () => {
  const tokens = values.with(2 * frames + 7, -1);
  for (const order of ["C", "F"] as const) {
    assert.throws(() => packed(npy("<i8", order, tokens)), {
      code: "token-range",
      found: "-1",
      message: /codebook 2, frame 7/,
    });
  }
});

Deno.test("tokens that end too early are refused", () => {
  const bytes = npy("<u2", "C");
  assert.throws(() => packed(bytes.subarray(0, bytes.length - 1)), { code: "npy-truncated" });
});
