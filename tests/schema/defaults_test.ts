import assert from "node:assert/strict";
import {
  type Dataset,
  defineDataset,
  field,
  fieldKind,
  type ResolvedWaveform,
} from "../../schema/mod.ts";

function optionsOf({ ir }: Dataset): unknown {
  return ir.fields[0]?.options;
}

Deno.test("waveform's defaults are 16 kHz, mono, int16, not normalised, resampled by sinc", () => {
  assert.deepEqual(fieldKind("waveform")?.resolve({}), {
    sampleRate: 16_000,
    mono: true,
    channels: "mono",
    dtype: "int16",
    normalize: false,
    resample: "sinc",
  });
});

Deno.test("waveform's mono means one channel", () => {
  const resolved = (options: object) => {
    const { mono, channels } = fieldKind("waveform")!.resolve(
      fieldKind("waveform")!.canonicalize(options, "A.x"),
    ) as ResolvedWaveform;
    return [mono, channels];
  };
  assert.deepEqual(resolved({ mono: true }), [true, "mono"]);
  assert.deepEqual(resolved({ channels: "mono" }), [true, "mono"]);
  assert.deepEqual(resolved({ mono: true, channels: "mono" }), [true, "mono"]);
  assert.deepEqual(resolved({ mono: false }), [false, "source"]);
  assert.deepEqual(resolved({ channels: "source" }), [false, "source"]);
  assert.deepEqual(resolved({ mono: false, channels: "source" }), [false, "source"]);
  assert.deepEqual(resolved({ channels: "stereo" }), [false, 2]);
  assert.deepEqual(resolved({ mono: false, channels: 1 }), [false, 1]);
});

Deno.test("waveform's canonical options give each thing once", () => {
  const canonical = (options: object) => fieldKind("waveform")!.canonicalize(options, "A.x");
  assert.deepEqual(canonical({ channels: "mono", resample: "sinc" }), {});
  assert.deepEqual(canonical({ channels: "source" }), { mono: false });
  assert.deepEqual(canonical({ channels: "stereo" }), { mono: false, channels: 2 });
  assert.deepEqual(canonical({ resample: "fourier" }), { resample: "fourier" });
  const torchaudio = { method: "torchaudio", lowpassFilterWidth: 6, rolloff: 0.99 };
  assert.deepEqual(canonical({ resample: torchaudio }), { resample: { method: "torchaudio" } });
  assert.deepEqual(canonical({ resample: { ...torchaudio, rolloff: 0.9 } }), {
    resample: { method: "torchaudio", rolloff: 0.9 },
  });
});

Deno.test("defineDataset() leaves out waveform options that are at their default", () => {
  const spelled = field.waveform({
    sampleRate: 16_000,
    mono: true,
    channels: "mono",
    dtype: "int16",
    normalize: false,
    resample: "sinc",
  });
  assert.deepEqual(optionsOf(defineDataset("A", { x: spelled })), {});
  const mixed = field.waveform({ sampleRate: 16_000, mono: false });
  assert.deepEqual(optionsOf(defineDataset("A", { x: mixed })), { mono: false });
});

Deno.test("defineDataset() keeps a field's default value, even a falsy one", () => {
  assert.deepEqual(optionsOf(defineDataset("A", { x: field.uint8({ default: 0 }) })), {
    default: 0,
  });
  assert.deepEqual(optionsOf(defineDataset("A", { x: field.bool({ default: false }) })), {
    default: false,
  });
  assert.deepEqual(optionsOf(defineDataset("A", { x: field.text({ default: "" }) })), {
    default: "",
  });
});

Deno.test("defineDataset() keeps 64-bit defaults as decimal text", () => {
  const top = defineDataset("A", { x: field.uint64({ default: 2n ** 64n - 1n }) });
  assert.deepEqual(optionsOf(top), { default: "18446744073709551615" });
  const number = defineDataset("A", { x: field.int64({ default: -7 }) });
  assert.deepEqual(optionsOf(number), { default: "-7" });
});

Deno.test("defineDataset() rounds a float32 default to what the file can hold", () => {
  const { ir } = defineDataset("A", { x: field.float32({ default: 0.1 }) });
  assert.deepEqual(ir.fields[0]?.options, { default: Math.fround(0.1) });
});

Deno.test("defineDataset() turns a default of negative zero into zero, as JSON does", () => {
  const zeros = [
    field.float64({ default: -0 }),
    field.float32({ default: -0 }),
    field.float32({ default: -1e-60 }),
    field.int16({ default: -0 }),
  ];
  for (const x of zeros) assert.deepEqual(optionsOf(defineDataset("A", { x })), { default: 0 });
});

Deno.test("defineDataset() freezes the dataset deeply", () => {
  const dataset = defineDataset("A", { x: field.text({ default: "" }) });
  const parts = [dataset, dataset.fields, dataset.ir, dataset.ir.fields, dataset.ir.fields[0]];
  for (const part of [...parts, dataset.ir.fields[0]?.options]) assert.ok(Object.isFrozen(part));
});

Deno.test("defineDataset() doesn't read its arguments later", () => {
  const options = { sampleRate: 8_000 };
  const dataset = defineDataset("A", { x: field.waveform(options) });
  const { fingerprint } = dataset;
  options.sampleRate = 1;
  assert.deepEqual(optionsOf(dataset), { sampleRate: 8_000 });
  assert.equal(dataset.fingerprint, fingerprint);
});
