import assert from "node:assert/strict";
import fc from "fast-check";
import { FormatError } from "../../errors/mod.ts";
import { fieldKind, fieldKinds, type JsonObject, type ResolvedWaveform } from "../../schema/mod.ts";
import seed from "../data/seed/waveforms.json" with { type: "json" };
import { waveformOptions } from "./_audio_arbitraries.ts";

const waveform = fieldKind("waveform")!;

function toHex(options: object): string {
  return Array.from(waveform.toBinary(options), (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

Deno.test("waveform.toBinary() produces the seed's bytes for every one of its configurations", () => {
  for (const { id, params, to_binary_hex } of seed.cases) {
    assert.equal(
      toHex(waveform.resolve({
        sampleRate: params.sample_rate,
        mono: params.mono,
        dtype: params.dtype,
        normalize: params.normalize,
      })),
      to_binary_hex,
      id,
    );
  }
});

Deno.test("waveform.toBinary() is <IIBB: rate, mono, dtype code, normalize", () => {
  const options = { sampleRate: 0x01_02_03, mono: false, dtype: "int32", normalize: true };
  assert.equal(toHex(waveform.resolve(options)), "03020100" + "00000000" + "02" + "01");
});

Deno.test("waveform.toBinary() puts the rest in an extension", () => {
  const base = "803e0000" + "00000000" + "00" + "00";
  const channels = { mono: false, channels: 6 };
  assert.equal(toHex(waveform.resolve(channels)), base + "06" + "00" + "0000" + "0000" + zeros);
  const fourier = { mono: false, resample: "fourier" };
  assert.equal(toHex(waveform.resolve(fourier)), base + "00" + "01" + "0000" + "0000" + zeros);
  const torchaudio = { mono: false, resample: { method: "torchaudio", rolloff: 0.75 } };
  assert.equal(
    toHex(waveform.resolve(torchaudio)),
    base + "00" + "02" + "0600" + "0000" + "000000000000e83f",
  );
});

const zeros = "0000000000000000";

Deno.test("waveform.fromBinary() reads what toBinary() wrote", () => {
  fc.assert(fc.property(waveformOptions, (given) => {
    const options = waveform.resolve(waveform.canonicalize(given, "A.x")) as ResolvedWaveform;
    assert.deepEqual(waveform.fromBinary(waveform.toBinary(options)), options);
  }));
});

Deno.test("waveform.fromBinary() reads from the middle of a buffer", () => {
  const options = waveform.resolve({ sampleRate: 8_000, dtype: "float32" }) as ResolvedWaveform;
  const shifted = new Uint8Array(13);
  shifted.set(waveform.toBinary(options), 3);
  assert.deepEqual(waveform.fromBinary(shifted.subarray(3)), options);
});

Deno.test("waveform.fromBinary() refuses too few bytes, and an unknown dtype", () => {
  for (const length of [0, 1, 9, 11, 16, 23, 25, 100]) {
    assert.throws(() => waveform.fromBinary(new Uint8Array(length)), {
      name: "FormatError",
      code: "configuration",
      message: `Cannot read a waveform's configuration: expected 10 or 24 bytes, got ${length}`,
    });
  }
  const bytes = waveform.toBinary(waveform.resolve({}));
  bytes[8] = 3;
  assert.throws(() => waveform.fromBinary(bytes), FormatError);
});

Deno.test("waveform.fromBinary() refuses an extension that no version has written", () => {
  const torchaudio = { mono: false, resample: { method: "torchaudio" } };
  const refuse = (options: JsonObject, change: (view: DataView) => void) => {
    const bytes = waveform.toBinary(waveform.resolve(options));
    change(new DataView(bytes.buffer));
    assert.throws(() => waveform.fromBinary(bytes), { name: "FormatError", code: "configuration" });
  };
  refuse(torchaudio, (view) => view.setUint8(11, 3));
  refuse(torchaudio, (view) => view.setUint8(11, 0));
  refuse(torchaudio, (view) => view.setUint16(12, 0, true));
  refuse(torchaudio, (view) => view.setUint16(12, 513, true));
  refuse(torchaudio, (view) => view.setUint16(14, 1, true));
  refuse(torchaudio, (view) => view.setFloat64(16, NaN, true));
  refuse(torchaudio, (view) => view.setFloat64(16, 1.5, true));
  refuse({ resample: "fourier" }, (view) => view.setFloat64(16, 0.99, true));
  refuse({ resample: "fourier" }, (view) => view.setUint8(10, 2));
  refuse({ resample: "fourier" }, (view) => view.setUint8(11, 0));
});

Deno.test("the kinds without audio have no configuration bytes", () => {
  for (const kind of fieldKinds()) {
    if (kind.typeId >= 20) continue;
    assert.equal(kind.toBinary(kind.resolve({})).length, 0, kind.kind);
    assert.deepEqual(kind.fromBinary(new Uint8Array(0)), {});
  }
});

Deno.test("fieldKinds() have the type ids that files carry", () => {
  assert.deepEqual(fieldKinds().map(({ kind, typeId }) => [kind, typeId]), [
    ["uint8", 1],
    ["int8", 2],
    ["uint16", 3],
    ["int16", 4],
    ["uint32", 5],
    ["int32", 6],
    ["uint64", 7],
    ["int64", 8],
    ["float32", 9],
    ["float64", 10],
    ["bool", 11],
    ["text", 12],
    ["bytes", 13],
    ["waveform", 20],
    ["melSpectrogram", 21],
    ["codecTokens", 22],
    ["spectrogram", 23],
    ["mfcc", 24],
    ["flac", 25],
    ["opus", 26],
    ["chunkedWaveform", 27],
    ["stems", 28],
    ["pitch", 29],
    ["category", 30],
  ]);
});
