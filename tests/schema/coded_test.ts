import assert from "node:assert/strict";
import fc from "fast-check";
import {
  defineDataset,
  field,
  fieldKind,
  type InferInput,
  type InferRecord,
  irJson,
  type JsonObject,
  parseIr,
} from "../../schema/mod.ts";
import { chunkedOptions, stemsOptions } from "./_audio_arbitraries.ts";

const flacOptions = fc.record({
  bits: fc.integer({ min: 8, max: 32 }),
  compressionLevel: fc.integer({ min: 0, max: 8 }),
  sampleRate: fc.integer({ min: 1, max: 768_000 }),
  channels: fc.constantFrom("mono", "stereo", "source", 1, 8),
}, { requiredKeys: [] });

const opusOptions = fc.record({
  bitrate: fc.oneof(fc.constant("auto"), fc.integer({ min: 500, max: 512_000 })),
  application: fc.constantFrom("audio", "voip", "lowdelay"),
  frameDuration: fc.constantFrom(2.5, 5, 10, 20, 40, 60),
  vbr: fc.boolean(),
  preRollMs: fc.integer({ min: 0, max: 60_000 }),
  // A multiple of every packet length.
  resetSeconds: fc.integer({ min: 0, max: 30 }).map((count) => count * 3),
  sampleRate: fc.constantFrom(8_000, 12_000, 16_000, 24_000, 48_000),
}, { requiredKeys: [] });

const optionsOf: Readonly<Record<string, fc.Arbitrary<object>>> = {
  flac: flacOptions,
  opus: opusOptions,
  chunkedWaveform: fc.oneof(
    chunkedOptions,
    flacOptions.map(({ sampleRate: _, channels: __, ...flac }) => ({
      coding: { codec: "flac", ...flac },
      chunkSeconds: 2,
    })),
    opusOptions.map(({ sampleRate: _, ...opus }) => ({ coding: { codec: "opus", ...opus } })),
  ),
  stems: stemsOptions,
};

for (const [kind, options] of Object.entries(optionsOf)) {
  Deno.test(`${kind}: schema text and configuration bytes return the options`, () => {
    const known = fieldKind(kind)!;
    fc.assert(fc.property(options, (given) => {
      const { ir } = defineDataset("A", { audio: { kind, options: given } });
      assert.deepEqual(parseIr(irJson(ir)), ir);
      const canonical = ir.fields[0]!.options as JsonObject;
      const resolved = known.resolve(canonical);
      assert.deepEqual(known.fromBinary(known.toBinary(resolved)), resolved);
      // Options that a user writes out in full mean the same.
      const { mono: _mono, ...full } = resolved as Record<string, unknown>;
      if (kind === "stems") delete full.normalize;
      const again = defineDataset("A", { audio: { kind, options: full } });
      assert.deepEqual(again.ir, ir);
    }));
  });

  Deno.test(`${kind}: truncated configuration bytes are refused`, () => {
    const known = fieldKind(kind)!;
    const resolved = known.resolve(kind === "stems" ? { names: ["a", "b"] } : {});
    const bytes = known.toBinary(resolved);
    for (let length = 0; length < bytes.length; length++) {
      assert.throws(() => known.fromBinary(bytes.subarray(0, length)), { code: "configuration" });
    }
  });
}

const refused: readonly (readonly [kind: string, options: unknown, message: RegExp])[] = [
  ["flac", { bits: 7 }, /bits: expected an integer from 8 to 32/],
  ["flac", { bits: 33 }, /bits: expected an integer from 8 to 32/],
  ["flac", { compressionLevel: 9 }, /compressionLevel: expected an integer from 0 to 8/],
  ["flac", { channels: 9 }, /channels: expected at most 8 channels for flac/],
  ["flac", { dtype: "int16" }, /unknown option "dtype"/],
  ["opus", { sampleRate: 44_100 }, /sampleRate: expected one of Opus's rates/],
  ["opus", { frameDuration: 15 }, /frameDuration: expected one of 2\.5, 5/],
  ["opus", { bitrate: 100 }, /bitrate: expected an integer from 500/],
  ["opus", { bitrate: 0 }, /bitrate: expected an integer from 500/],
  ["opus", { resetSeconds: 0.03 }, /resetSeconds: expected a whole number of packets/],
  ["chunkedWaveform", { coding: "mp3" }, /coding: expected "pcm", "flac", "opus"/],
  ["chunkedWaveform", { coding: { codec: "pcm", bits: 8 } }, /coding: unknown option "bits"/],
  ["chunkedWaveform", { hopSeconds: 0 }, /hopSeconds: expected at least one/],
  ["chunkedWaveform", { coding: "opus", sampleRate: 22_050 }, /one of Opus's rates/],
  ["stems", {}, /names: expected an array of 1 to 64 names/],
  ["stems", { names: ["a"], normalize: true }, /unknown option "normalize"/],
];

for (const [kind, options, message] of refused) {
  Deno.test(`${kind} refuses ${JSON.stringify(options)}`, () => {
    assert.throws(() => defineDataset("A", { audio: { kind, options } }), {
      name: "SchemaError",
      message,
    });
  });
}

Deno.test("record types follow from the codecs", () => {
  const Songs = defineDataset("Songs", {
    lossless: field.flac({ bits: 24 }),
    short: field.flac(),
    small: field.opus(),
    long: field.chunkedWaveform({ coding: { codec: "pcm", dtype: "float32" } }),
    longFlac: field.chunkedWaveform({ coding: { codec: "flac", bits: 20 } }),
    mix: field.stems({ names: ["vocals", "drums"], coding: "opus" }),
  });
  type Song = InferRecord<typeof Songs>;
  type SongInput = InferInput<typeof Songs>;
  const clip = <Samples>(samples: Samples) => ({ samples, sampleRate: 1, channels: 1 });
  const song: Song = {
    lossless: clip(new Int32Array(0)),
    short: clip(new Int16Array(0)),
    small: clip(new Float32Array(0)),
    long: clip(new Float32Array(0)),
    longFlac: clip(new Int32Array(0)),
    mix: { vocals: clip(new Float32Array(0)), drums: null },
  };
  const input: SongInput["mix"][] = ["mix.wav", { vocals: "a.wav", drums: null }, {}];
  // @ts-expect-error There is no such stem.
  input.push({ flute: "a.wav" });
  // @ts-expect-error 24 bits don't fit int16.
  song.lossless.samples satisfies Int16Array;
  assert.equal(input.length, 4);
});
