import assert from "node:assert/strict";
import { type Dataset, defineDataset, field, fieldKind } from "../../schema/mod.ts";

function optionsOf({ ir }: Dataset): unknown {
  return ir.fields[0]?.options;
}

Deno.test("waveform's defaults are 16 kHz, mono, int16, not normalised", () => {
  assert.deepEqual(fieldKind("waveform")?.resolve({}), {
    sampleRate: 16_000,
    mono: true,
    dtype: "int16",
    normalize: false,
  });
});

Deno.test("defineDataset() leaves out waveform options that are at their default", () => {
  const spelled = field.waveform({
    sampleRate: 16_000,
    mono: true,
    dtype: "int16",
    normalize: false,
  });
  assert.deepEqual(optionsOf(defineDataset("A", { x: spelled })), {});
  const mixed = field.waveform({ sampleRate: 16_000, mono: false });
  assert.deepEqual(optionsOf(defineDataset("A", { x: mixed })), { mono: false });
});

Deno.test("defineDataset() keeps a field's default value, even where it is falsy", () => {
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

Deno.test("defineDataset() freezes the dataset through and through", () => {
  const dataset = defineDataset("A", { x: field.text({ default: "" }) });
  const parts = [dataset, dataset.fields, dataset.ir, dataset.ir.fields, dataset.ir.fields[0]];
  for (const part of [...parts, dataset.ir.fields[0]?.options]) assert.ok(Object.isFrozen(part));
});

Deno.test("defineDataset() takes nothing from its arguments later", () => {
  const options = { sampleRate: 8_000 };
  const dataset = defineDataset("A", { x: field.waveform(options) });
  const { fingerprint } = dataset;
  options.sampleRate = 1;
  assert.deepEqual(optionsOf(dataset), { sampleRate: 8_000 });
  assert.equal(dataset.fingerprint, fingerprint);
});
