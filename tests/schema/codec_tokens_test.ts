/** Options, presets and configuration of token fields. */
import assert from "node:assert/strict";
import {
  codecPresets,
  defineDataset,
  field,
  fieldKind,
  type ResolvedCodecTokens,
} from "../../schema/mod.ts";

const kind = fieldKind("codecTokens")!;

function optionsOf(options: object): ResolvedCodecTokens {
  const { ir } = defineDataset("A", { codes: field.codecTokens(options) });
  return kind.resolve(ir.fields[0]!.options) as ResolvedCodecTokens;
}

Deno.test("the default is EnCodec at 24 kHz and 6 kbit/s, and stays out of the fingerprint", () => {
  const { ir } = defineDataset("A", { codes: field.codecTokens() });
  assert.deepEqual(ir.fields[0]!.options, {});
  assert.deepEqual(optionsOf({ preset: "encodec-24khz-6kbps" }), optionsOf({}));
});

/** Bits per second according to each codec's authors, rounded as they do. */
const bitrates: Readonly<Record<string, number>> = {
  "encodec-24khz-1.5kbps": 1.5,
  "encodec-24khz-3kbps": 3,
  "encodec-24khz-6kbps": 6,
  "encodec-24khz-12kbps": 12,
  "encodec-24khz-24kbps": 24,
  "encodec-48khz-3kbps": 3,
  "encodec-48khz-6kbps": 6,
  "encodec-48khz-12kbps": 12,
  "encodec-48khz-24kbps": 24,
  "dac-16khz": 6,
  "dac-24khz": 24,
  "dac-44khz": 7.75,
  soundstream: 6,
  mimi: 1.1,
  "snac-24khz": 0.98,
  "snac-32khz": 1.9,
  "snac-44khz": 2.6,
};

for (const { name, source } of codecPresets) {
  Deno.test(`the preset ${name} has the bit rate of its codec`, () => {
    const { nCodebooks, vocabSize, frameRate } = optionsOf({ preset: name });
    const [frames, seconds] = typeof frameRate === "number" ? [frameRate, 1] : frameRate;
    const kilobits = nCodebooks * Math.log2(vocabSize) * frames / seconds / 1000;
    assert.ok(Math.abs(kilobits - bitrates[name]!) < 0.06, `${kilobits} kbit/s`);
    assert.match(source, /arXiv:\d{4}\.\d{5}/);
  });
}

Deno.test("a preset's parameters can be overridden", () => {
  const { nCodebooks, vocabSize } = optionsOf({ preset: "mimi", nCodebooks: 32 });
  assert.deepEqual([nCodebooks, vocabSize], [32, 2048]);
});

Deno.test("fractions that are whole numbers become those; others stay as written", () => {
  assert.equal(optionsOf({ frameRate: [24_000, 320] }).frameRate, 75);
  assert.deepEqual(optionsOf({ frameRate: [44_100, 512] }).frameRate, [44_100, 512]);
});

Deno.test("configuration: 8 bytes, or 20 with a fraction or packing", () => {
  const hex = (options: object) => kind.toBinary(optionsOf(options)).toHex();
  assert.equal(hex({}), "080000044b000000");
  assert.equal(hex({ vocabSize: 65_536 }), "080000004b000000");
  assert.equal(
    hex({ preset: "dac-44khz" }),
    "09000004" + "56000000" + "01000000" + "44ac0000" + "00020000",
  );
  assert.equal(hex({ packing: "bits" }), "080000044b000000" + "01010000" + "4b000000" + "01000000");
  for (const options of [{}, { preset: "dac-44khz" }, { packing: "bits", vocabSize: 65_536 }]) {
    const resolved = optionsOf(options);
    assert.deepEqual(kind.fromBinary(kind.toBinary(resolved)), resolved);
  }
});

Deno.test("invalid configuration bytes are refused", () => {
  const sound = kind.toBinary(optionsOf({ preset: "dac-44khz" }));
  const changes: readonly (readonly [number, number])[] = [
    [0, 0],
    [1, 1],
    [4, 87],
    [8, 2],
    [9, 2],
    [10, 1],
    [17, 1],
  ];
  for (const [at, value] of changes) {
    const bytes = sound.with(at, value);
    assert.throws(() => kind.fromBinary(bytes), { name: "FormatError", code: "configuration" });
  }
  assert.throws(() => kind.fromBinary(sound.subarray(0, 19)), { code: "configuration" });
  assert.throws(() => kind.fromBinary(new Uint8Array(8)), { code: "configuration" });
});

const wrong: readonly (readonly [object, string])[] = [
  [{ nCodebooks: 0 }, "invalid-option"],
  [{ nCodebooks: 256 }, "invalid-option"],
  [{ vocabSize: 0 }, "invalid-option"],
  [{ vocabSize: 65_537 }, "invalid-option"],
  [{ frameRate: 0 }, "invalid-option"],
  [{ frameRate: 86.13 }, "invalid-option"],
  [{ frameRate: [44_100] }, "invalid-option"],
  [{ frameRate: [44_100, 0] }, "invalid-option"],
  [{ packing: "zip" }, "invalid-option"],
  [{ preset: "opus" }, "invalid-option"],
  [{ from: "audio" }, "invalid-source"],
  [{ codebooks: 8 }, "unknown-option"],
];

for (const [options, code] of wrong) {
  Deno.test(`codecTokens(${JSON.stringify(options)}) is refused`, () => {
    assert.throws(() => optionsOf(options), { name: "SchemaError", code });
  });
}
