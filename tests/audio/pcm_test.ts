import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { PcmConverter, type PcmSamples, samplesSource } from "../../audio/mod.ts";
import { dspKernels } from "../../kernels/mod.ts";
import { bytesOf, concat } from "./_wav.ts";

/** All of a source's samples, piece by piece. */
function* pieces(samples: PcmSamples, size: number): Generator<PcmSamples> {
  for (let at = 0; at < samples.length; at += size) yield samples.subarray(at, at + size);
}

Deno.test("samplesSource() returns the samples, without copying, in whole frames", () => {
  const samples = Float32Array.from({ length: 3 * 200_001 }, (_, index) => index);
  using source = samplesSource({ samples, sampleRate: 8000, channels: 3 });
  assert.deepEqual([source.frames, source.format, source.channels], [200_001, "float32", 3]);
  let count = 0;
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    assert.equal(piece.buffer, samples.buffer);
    assert.equal(piece.length % 3, 0);
    assert.equal(piece[0], count);
    count += piece.length;
  }
  assert.equal(count, samples.length);
  assert.equal(source.next(), undefined);
});

Deno.test("samplesSource() accepts no samples, and defaults to one channel", () => {
  const source = samplesSource({ samples: new Int16Array(0), sampleRate: 1 });
  assert.deepEqual([source.channels, source.frames, source.next()], [1, 0, undefined]);
});

Deno.test("samplesSource() refuses what isn't audio", () => {
  const samples = new Int16Array(6);
  const refuse = (change: object, code: string) =>
    assert.throws(
      () => samplesSource({ samples, sampleRate: 16_000, ...change }, "audio"),
      { name: "AudioInputError", code, message: /^Cannot use "audio"/ },
    );
  refuse({ channels: 4 }, "partial-frame");
  for (const channels of [0, -1, 1.5, NaN, 256]) refuse({ channels }, "channels");
  for (const sampleRate of [0, -1, 0.5, NaN, Infinity, 1e9]) refuse({ sampleRate }, "sample-rate");
  for (const wrong of [undefined, null, [0.5], new Uint8Array(6)]) {
    refuse({ samples: wrong }, "sample-type");
  }
});

Deno.test("PcmConverter passes int16 and int32 through without copying", () => {
  for (const samples of [Int16Array.of(1, -2, 3, 4), Int32Array.of(5, -6)]) {
    const format = samples instanceof Int16Array ? "int16" : "int32";
    using converter = new PcmConverter({ from: format, channels: 1, mono: true, to: format });
    const bytes = converter.convert(samples);
    assert.equal(bytes.buffer, samples.buffer);
    assert.deepEqual(bytes, bytesOf(samples));
  }
});

Deno.test("PcmConverter passes float32 through, but not NaN or infinity", () => {
  const samples = new Float32Array(100_000).fill(0.5);
  using converter = new PcmConverter({ from: "float32", channels: 2, mono: false, to: "float32" });
  assert.equal(converter.convert(samples).buffer, samples.buffer);
  samples[70_003] = NaN;
  // The second piece of the stream: 50,000 frames came before it.
  assert.throws(() => converter.convert(samples), {
    name: "AudioInputError",
    code: "non-finite",
    found: "NaN",
    message: /sample 85001 of channel 1 is not finite/,
  });
});

Deno.test("PcmConverter gives the same result for any pieces", () => {
  const source = fc.record({
    channels: fc.integer({ min: 1, max: 7 }),
    frames: fc.integer({ min: 0, max: 40_000 }),
    pieceFrames: fc.integer({ min: 1, max: 50_000 }),
    mono: fc.boolean(),
    to: fc.constantFrom("int16", "int32", "float32"),
  });
  fc.assert(
    fc.property(source, ({ channels, frames, pieceFrames, mono, to }) => {
      fc.pre(frames / pieceFrames < 300);
      const samples = Float64Array.from(
        { length: frames * channels },
        (_, index) => Math.sin(index * index),
      );
      using converter = new PcmConverter({ from: "float64", channels, mono, to });
      const whole = converter.convert(samples).slice();
      const parts: Uint8Array[] = [];
      for (const piece of pieces(samples, pieceFrames * channels)) {
        parts.push(converter.convert(piece).slice());
      }
      assert.equal(whole.length, frames * converter.frameBytes);
      assert.equal(Buffer.compare(concat(...parts), whole), 0);
    }),
    { numRuns: 30 },
  );
});

Deno.test("PcmConverter scales by the rule for the source's kind", () => {
  const convert = (samples: PcmSamples, from: "int16" | "float32", to: "int16" | "float32") => {
    using converter = new PcmConverter({ from, channels: 2, mono: true, to });
    const buffer = converter.convert(samples).slice().buffer;
    return [...(to === "int16" ? new Int16Array(buffer) : new Float32Array(buffer))];
  };
  assert.deepEqual(convert(Int16Array.of(-32_768, -32_768, 1, 2), "int16", "int16"), [-32_768, 2]);
  assert.deepEqual(convert(Int16Array.of(-32_768, -32_768), "int16", "float32"), [-1]);
  assert.deepEqual(convert(Float32Array.of(1, 1, -3, -3), "float32", "int16"), [32_767, -32_768]);
});

Deno.test("PcmConverter names the sample that isn't finite, or is too large, across pieces", () => {
  using converter = new PcmConverter({ from: "float64", channels: 3, mono: true, to: "float32" });
  converter.convert(new Float64Array(30_000));
  const bad = new Float64Array(30_000);
  bad[28_001] = -Infinity;
  assert.throws(() => converter.convert(bad), {
    code: "non-finite",
    found: "-Infinity",
    message: /sample 19333 of channel 2 is not finite/,
  });
  converter.reset();
  bad.fill(1e300);
  assert.throws(() => converter.convert(bad), {
    code: "non-finite",
    message: /sample 0 of channel 0 is too large for float32/,
  });
});

Deno.test("PcmConverter keeps working when memory grows under it", () => {
  using converter = new PcmConverter({ from: "int16", channels: 1, mono: false, to: "float32" });
  converter.convert(Int16Array.of(1));
  const kernels = dspKernels();
  const large = kernels.bytes().length + 1;
  const offset = kernels.allocate(large);
  const samples = Int16Array.from({ length: 3_000_000 }, (_, index) => index);
  const bytes = converter.convert(samples);
  assert.equal(bytes.length, 12_000_000);
  const last = new DataView(bytes.buffer, bytes.byteOffset).getFloat32(bytes.length - 4, true);
  assert.equal(last, (samples.at(-1) ?? 0) / 32_768);
  kernels.free(offset, large);
});

Deno.test("PcmConverter refuses samples it wasn't planned for, and calls after disposal", () => {
  const converter = new PcmConverter({ from: "int16", channels: 2, mono: false, to: "int16" });
  const refused = { name: "UsageError", code: "converter-input" };
  assert.throws(() => converter.convert(new Float32Array(2)), refused);
  assert.throws(() => converter.convert(new Int16Array(3)), refused);
  converter[Symbol.dispose]();
  converter[Symbol.dispose]();
  assert.throws(() => converter.convert(new Int16Array(2)), { code: "disposed" });
});
