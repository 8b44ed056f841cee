import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { defineDataset, field, fingerprintOf, irJson } from "../../schema/mod.ts";
import { datasetOf, drawnDataset } from "./_arbitraries.ts";

/** Canonical texts written by hand, and their hashes by `sha256sum`: these never change. */
const fixed = [
  {
    dataset: defineDataset("Speech", {
      audio: field.waveform(),
      transcript: field.text({ default: "" }),
      speaker: field.uint32({ default: 0 }),
    }),
    json: '{"fields":[{"kind":"waveform","name":"audio","options":{},"type":20},' +
      '{"kind":"text","name":"transcript","options":{"default":""},"type":12},' +
      '{"kind":"uint32","name":"speaker","options":{"default":0},"type":5}],"name":"Speech"}',
    sha256: "79444cf133853103cec01fb7684490d38e629c6796d22ec19341794efdf594d0",
  },
  {
    dataset: defineDataset("Music", {
      mix: field.waveform({ sampleRate: 44_100, mono: false, dtype: "float32" }),
      id: field.uint64({ default: 18_446_744_073_709_551_615n }),
      gain: field.float64({ default: 1e21 }),
      title: field.text({ default: 'é"\n\u2028' }),
      live: field.bool({ default: true }),
      cover: field.bytes(),
    }),
    json: '{"fields":[{"kind":"waveform","name":"mix","options":{"dtype":"float32","mono":false,' +
      '"sampleRate":44100},"type":20},{"kind":"uint64","name":"id",' +
      '"options":{"default":"18446744073709551615"},"type":7},{"kind":"float64","name":"gain",' +
      '"options":{"default":1e+21},"type":10},{"kind":"text","name":"title",' +
      '"options":{"default":"é\\"\\n\u2028"},"type":12},{"kind":"bool","name":"live",' +
      '"options":{"default":true},"type":11},{"kind":"bytes","name":"cover","options":{},' +
      '"type":13}],"name":"Music"}',
    sha256: "02de9d6a0e4e21fc0ac547044841ba912e7b562f7fb796b83d2d10bd859f772b",
  },
  {
    dataset: defineDataset("Q", { q: field.bytes() }),
    json: '{"fields":[{"kind":"bytes","name":"q","options":{},"type":13}],"name":"Q"}',
    sha256: "a897d8e264bc60dac09036be64497978b657a9dfbdfacaed887106b0a12b4eef",
  },
];

for (const { dataset, json, sha256 } of fixed) {
  Deno.test(`fingerprintOf() of ${dataset.name} never changes`, () => {
    assert.equal(irJson(dataset.ir), json);
    assert.equal(dataset.fingerprint, sha256);
    assert.equal(createHash("sha256").update(json, "utf8").digest("hex"), sha256);
  });
}

Deno.test("fingerprintOf() is the SHA-256 of irJson() for any schema", () => {
  fc.assert(fc.property(drawnDataset, (drawn) => {
    const { fingerprint, ir } = datasetOf(drawn);
    assert.equal(fingerprint, createHash("sha256").update(irJson(ir), "utf8").digest("hex"));
    assert.equal(fingerprint, fingerprintOf(ir));
  }));
});

Deno.test("fingerprintOf() doesn't depend on how the options were written", () => {
  const long = defineDataset("A", {
    x: field.waveform({ normalize: false, dtype: "int32", mono: true, sampleRate: 16_000 }),
  });
  const short = defineDataset("A", { x: field.waveform({ dtype: "int32" }) });
  assert.equal(long.fingerprint, short.fingerprint);
  const longer = defineDataset("A", {
    x: field.waveform({ dtype: "int32", channels: "mono", resample: "sinc" }),
  });
  assert.equal(longer.fingerprint, short.fingerprint);
});

Deno.test("fingerprintOf() tells names, order, kinds and options apart", () => {
  const { uint8, int8, text } = field;
  const datasets = [
    defineDataset("A", { x: uint8(), y: text() }),
    defineDataset("B", { x: uint8(), y: text() }),
    defineDataset("A", { y: text(), x: uint8() }),
    defineDataset("A", { z: uint8(), y: text() }),
    defineDataset("A", { x: int8(), y: text() }),
    defineDataset("A", { x: uint8({ default: 0 }), y: text() }),
    defineDataset("A", { x: uint8({ default: 1 }), y: text() }),
    defineDataset("A", { x: uint8() }),
  ];
  assert.equal(new Set(datasets.map(({ fingerprint }) => fingerprint)).size, datasets.length);
});
