import assert from "node:assert/strict";
import fc from "fast-check";
import {
  fieldKind,
  memberOf,
  scalarBytes,
  type ScalarType,
  structLayout,
} from "../../schema/mod.ts";
import seed from "../data/seed/waveforms.json" with { type: "json" };

const types = Object.keys(scalarBytes) as ScalarType[];

/** `np.dtype([...], align=True)`, restated: place members byte by byte until each is aligned. */
function numpyAligned(members: readonly ScalarType[]): { offsets: number[]; itemSize: number } {
  const offsets = [];
  let at = 0;
  let widest = 1;
  for (const type of members) {
    const width = Number(/\d+$/.exec(type)?.[0]) / 8;
    while (at % width !== 0) at++;
    offsets.push(at);
    at += width;
    if (width > widest) widest = width;
  }
  while (at % widest !== 0) at++;
  return { offsets, itemSize: at };
}

Deno.test("structLayout() places members like numpy's align=True", () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...types), { maxLength: 12 }), (members) => {
    const layout = structLayout(members.map((type, index) => [`m${index}`, type]));
    const wanted = numpyAligned(members);
    assert.deepEqual(layout.members.map(({ offset }) => offset), wanted.offsets);
    assert.equal(layout.itemSize, wanted.itemSize);
    assert.equal(layout.itemSize % layout.alignment, 0);
  }));
});

Deno.test("waveform's metadata record has the seed's offsets and 24 bytes", () => {
  const layout = fieldKind("waveform")?.layout;
  assert.ok(layout);
  const offsets = Object.fromEntries(layout.members.map(({ name, offset }) => [name, offset]));
  assert.deepEqual(offsets, seed.layouts.waveform.offsets);
  assert.equal(layout.itemSize, 24);
  assert.equal(layout.itemSize, seed.layouts.waveform.itemsize);
});

Deno.test("text and bytes have metadata records of 16 bytes", () => {
  for (const kind of ["text", "bytes"]) {
    const layout = fieldKind(kind)?.layout;
    assert.ok(layout);
    assert.deepEqual(layout.members.map(({ name, type, offset }) => [name, type, offset]), [
      ["data_ptr", "uint64", 0],
      ["byte_length", "uint32", 8],
      ["_pad", "uint32", 12],
    ]);
    assert.equal(layout.itemSize, 16);
  }
});

Deno.test("a scalar's metadata record is the value itself", () => {
  for (const type of types) {
    assert.equal(fieldKind(type)?.layout.itemSize, scalarBytes[type], type);
  }
  assert.equal(fieldKind("bool")?.layout.itemSize, 1);
});

Deno.test("memberOf() returns a member by its name and refuses other names", () => {
  const layout = structLayout([["flag", "uint8"], ["count", "uint32"]]);
  assert.deepEqual(memberOf(layout, "count"), { name: "count", type: "uint32", offset: 4 });
  assert.throws(() => memberOf(layout, "toString"), TypeError);
});
