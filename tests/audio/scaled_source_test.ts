import assert from "node:assert/strict";
import fc from "fast-check";
import { type PcmSamples, type PcmSource, samplesSource, scaledSource } from "../../audio/mod.ts";

/** All samples of a source. */
function drained(source: PcmSource): number[] {
  const all: number[] = [];
  for (let piece = source.next(); piece !== undefined; piece = source.next()) all.push(...piece);
  return all;
}

const arrays: readonly [PcmSamples, number][] = [
  [Int16Array.of(1, -32_768, 32_767), 2 ** 15],
  [Int32Array.of(5, -(2 ** 31), 2 ** 31 - 1), 2 ** 31],
  [Float32Array.of(0.1, -9_000, 1e30), 1],
  [Float64Array.of(0.1, -9_000, 1e30), 1],
];

Deno.test("scaledSource() multiplies samples of any format in float64", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1 / 256, max: 1e9, noNaN: true }).filter((scale) => scale !== 1),
      fc.constantFrom(...arrays),
      (scale, [samples, fullScale]) => {
        using source = samplesSource({ samples, sampleRate: 8_000, scale });
        assert.equal(source.format, "float64");
        assert.equal(source.sampleRate, 8_000);
        const wanted = Array.from(samples, (sample) => sample * (scale / fullScale));
        assert.deepEqual(drained(source), wanted);
      },
    ),
  );
});

Deno.test("scaledSource() passes on whole frames from pieces of any size, and disposes of its source", () => {
  const samples = Int16Array.from({ length: 3 * 200_000 }, (_, at) => at % 30_000);
  let disposed = 0;
  const plain = samplesSource({ samples, sampleRate: 8_000, channels: 3 });
  const inner: PcmSource = {
    ...plain,
    coded: { codec: "flac", bits: 16, next: () => undefined },
    [Symbol.dispose]: () => void disposed++,
  };
  {
    using source = scaledSource(inner, 0.5);
    assert.deepEqual([source.sampleRate, source.channels, source.frames], [8_000, 3, 200_000]);
    // A file's own stream no longer matches the samples.
    assert.equal(source.coded, undefined);
    let at = 0;
    for (let piece = source.next(); piece !== undefined; piece = source.next()) {
      assert.equal(piece.length % 3, 0);
      for (const value of piece) assert.equal(value, samples[at++]! / 65_536);
    }
    assert.equal(at, samples.length);
  }
  assert.equal(disposed, 1);
});

Deno.test("scaledSource() refuses to turn integers into silence", () => {
  const factor = 1 / 32_768;
  for (const samples of [new Int16Array(2), new Int32Array(2)]) {
    const audio = { samples, sampleRate: 8_000 };
    assert.throws(() => samplesSource({ ...audio, scale: factor }, "a clip"), {
      name: "AudioInputError",
      code: "scale",
      message: /^Cannot scale "a clip" by 0\.000030517578125: its samples are integers/,
    });
    assert.equal(samplesSource({ ...audio, scale: 1 / 256 }).format, "float64");
  }
  for (const samples of [new Float32Array(2), new Float64Array(2)]) {
    assert.equal(samplesSource({ samples, sampleRate: 8_000, scale: 1e-9 }).format, "float64");
  }
});

Deno.test("scaledSource() with factor 1 is the source itself; invalid factors are refused", () => {
  const source = samplesSource({ samples: new Int16Array(2), sampleRate: 8_000 });
  assert.equal(scaledSource(source, 1), source);
  for (const scale of [0, -1, NaN, Infinity]) {
    let disposed = false;
    const inner: PcmSource = { ...source, [Symbol.dispose]: () => void (disposed = true) };
    assert.throws(() => scaledSource(inner, scale), { name: "UsageError", code: "scale" });
    assert.ok(disposed);
  }
});
