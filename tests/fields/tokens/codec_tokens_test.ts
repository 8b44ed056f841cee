/** Token fields: what is accepted and refused, packing, windows, and what `verify` finds. */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset, verifyFile } from "../../../runtime/mod.ts";
import type { DatasetReader } from "../../../runtime/mod.ts";
import { type CodecTokens, type DatasetIr, defineDataset, field } from "../../../schema/mod.ts";
import { tampered } from "../../container/_tamper.ts";
import { TestFolder } from "../../_test_folder.ts";
import { Kinds, thrown } from "../_kinds.ts";

const shape = [2, 3] as const;
const data = Uint16Array.of(0, 1, 999, 3, 4, 5);
const settings = { nCodebooks: 2, vocabSize: 1000 };
const codes = { data, shape };

function written(ir: DatasetIr, ...values: unknown[]): DatasetReader {
  const path = Deno.makeTempFileSync();
  try {
    using writer = createDatasetWriter(path, { ir, overwrite: true });
    for (const value of values) writer.append({ codes: value });
    writer.finish();
    return openDataset(Deno.readFileSync(path));
  } finally {
    Deno.removeSync(path);
  }
}

Deno.test("tokens of every integer type come back, even empty ones", async () => {
  using kinds = await Kinds.of({ codes: field.codecTokens(settings) });
  const Arrays = [Uint16Array, Int16Array, Uint32Array, Int32Array];
  for (const Tokens of Arrays) {
    const read = kinds.roundTrip({ codes: { data: Tokens.from(data), shape } });
    assert.deepEqual(read.codes, { data, shape: [2, 3] });
  }
  for (const Tokens of [BigInt64Array, BigUint64Array]) {
    const wide = Tokens.from(Array.from(data, BigInt));
    assert.deepEqual(kinds.roundTrip({ codes: { data: wide, shape } }).codes, { data, shape });
  }
  const bytes = Uint8Array.of(1, 255);
  assert.deepEqual(kinds.roundTrip({ codes: { data: bytes, shape: [2, 1] } }).codes, {
    data: Uint16Array.of(1, 255),
    shape: [2, 1],
  });
  const empty = { data: new Uint16Array(0), shape: [2, 0] };
  assert.deepEqual(kinds.roundTrip({ codes: empty }).codes, empty);
});

Deno.test("a wrong token is named by its codebook, frame and value", async () => {
  using kinds = await Kinds.of({ codes: field.codecTokens(settings) });
  const wrong: readonly (readonly [Int32Array | BigInt64Array, string])[] = [
    [Int32Array.of(0, 1, 2, 3, 1000, 5), "1000"],
    [Int32Array.of(0, 1, 2, 3, -1, 5), "-1"],
    [BigInt64Array.of(0n, 1n, 2n, 3n, 2n ** 62n, 5n), String(2n ** 62n)],
  ];
  for (const [tokens, found] of wrong) {
    const error = kinds.refusal({ codes: { data: tokens, shape } }, { codes });
    assert.equal(error.code, "token-range");
    assert.equal(error.found, found);
    assert.match(error.message, /codebook 1, frame 1/);
  }
});

const refused: readonly (readonly [string, unknown, string])[] = [
  ["floats", { data: new Float32Array(6), shape }, "wrong-value"],
  ["one axis", { data, shape: [6] }, "array-shape"],
  ["three axes", { data, shape: [1, 2, 3] }, "array-shape"],
  ["another number of codebooks", { data, shape: [3, 2] }, "array-shape"],
  ["more than there is", { data, shape: [2, 4] }, "array-shape"],
  ["nothing", undefined, "missing-value"],
  ["a number", 7, "wrong-value"],
];

for (const [what, value, code] of refused) {
  Deno.test(`tokens of ${what} are refused`, () => {
    const { ir } = defineDataset("A", { codes: field.codecTokens(settings) });
    const error = thrown(() => written(ir, value));
    assert.equal(error.code, code);
    assert.equal(error.field, "codes");
  });
}

Deno.test("bits take only as much room as they need; each codebook starts at a whole byte", () => {
  const { ir } = defineDataset("A", { codes: field.codecTokens({ ...settings, packing: "bits" }) });
  using dataset = written(ir, codes);
  const reader = dataset.field("codes");
  const { position, length } = reader.extent(0)!;
  assert.equal(length, 8);
  // 3 tokens of 10 bits from the lowest bit up: 0 + 1·2^10 + 999·2^20, and 3 + 4·2^10 + 5·2^20.
  const words = [2 ** 10 + 999 * 2 ** 20, 3 + 4 * 2 ** 10 + 5 * 2 ** 20];
  const view = new DataView(dataset.file.view(position, length).slice().buffer);
  assert.deepEqual([view.getUint32(0, true), view.getUint32(4, true)], words);
  assert.deepEqual(reader.decode(0), { data, shape: [2, 3] });
});

Deno.test("1,024 entries stored in bits are 37.5 % smaller", () => {
  const tokens = { data: new Uint16Array(8 * 752).map((_, at) => at % 1024), shape: [8, 752] };
  const [plain, bits] = (["none", "bits"] as const).map((packing) => {
    using dataset = written(
      defineDataset("A", { codes: field.codecTokens({ packing }) }).ir,
      tokens,
    );
    assert.deepEqual((dataset.field("codes").decode(0) as CodecTokens).data, tokens.data);
    return dataset.field("codes").extent(0)!.length;
  });
  assert.equal(bits! / plain!, 0.625);
});

Deno.test("verify reports impossible tokens, codebooks and padding", () => {
  for (const packing of ["none", "bits"] as const) {
    const { ir } = defineDataset("A", { codes: field.codecTokens({ ...settings, packing }) });
    using dataset = written(ir, codes, codes);
    const sound = dataset.file.view(0, dataset.file.storage.size).slice();
    assert.ok(verifyFile(sound).ok);
    const found = (change: Parameters<typeof tampered>[1]) =>
      verifyFile(tampered(sound, change)).damaged.map(({ record, code }) => `${record} ${code}`);
    assert.deepEqual(
      found((file) => file.bytes.fill(0xff, file.payloadAt(0, 1), file.payloadAt(0, 1) + 2)),
      ["1 token-range"],
    );
    assert.deepEqual(found((file) => file.bytes[file.recordAt(0, 1) + 12] = 3), ["1 codebooks"]);
    assert.deepEqual(
      found((file) => file.bytes[file.recordAt(0, 1) + 15] = 1),
      ["1 metadata-padding"],
    );
    if (packing === "none") continue;
    assert.deepEqual(
      found((file) => file.bytes[file.payloadAt(0, 1) + 3]! |= 0x80),
      ["1 padding-bits"],
    );
  }
});

Deno.test("frames are found by time at fractional rates", async () => {
  using kinds = await Kinds.of({ codes: field.codecTokens({ preset: "dac-44khz" }) });
  const tokens = { data: new Uint16Array(9 * 100), shape: [9, 100] };
  using reader = kinds.pack({ codes: tokens });
  assert.equal(reader.field("codes").seconds?.(0), 100 * 512 / 44_100);
});

const computed = defineDataset("A", {
  audio: field.waveform(),
  codes: field.codecTokens({ ...settings, from: "audio" }),
});

Deno.test("a computed field needs a codec model, and says how to provide one", () => {
  using folder = new TestFolder();
  const path = folder.file("a.afd");
  const error = thrown(() => createDatasetWriter(path, { ir: computed.ir }));
  assert.equal(error.code, "no-codec-model");
  assert.match(String(error.hint), /--codec-model codes=/);
  assert.throws(() => Deno.statSync(path), Deno.errors.NotFound);
});

Deno.test("audio for a field of tokens needs a codec model", () => {
  const { ir } = defineDataset("A", { codes: field.codecTokens(settings) });
  const audio = { samples: Int16Array.of(100), sampleRate: 16_000 };
  const error = thrown(() => written(ir, audio));
  assert.deepEqual([error.code, error.field], ["no-codec-model", "codes"]);
});
