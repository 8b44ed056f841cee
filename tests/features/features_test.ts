/** The door `features`: the same features as datasets store, for every preset and length. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type AudiofieldError, UsageError } from "../../errors/mod.ts";
import { createFeatures, createFeaturesAsync, spectralPresetNames } from "../../doors/features.ts";
import { resolveFeatures } from "../../features/resolve_features.ts";
import { computeFeatures, fromStored } from "../../runtime/mod.ts";
import { padFrames } from "../../schema/mod.ts";
import type { PcmSource } from "../../audio/pcm/mod.ts";

/** A clip of noise and a tone that depends on `seed`. */
function clip(length: number, seed: number): Float32Array {
  let state = seed + 1;
  return Float32Array.from({ length }, (_, index) => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 | 0;
    return 0.4 * Math.sin(index * 0.07 * (1 + seed % 5)) + state / 2 ** 34;
  });
}

function sourceOf(samples: Float32Array, sampleRate: number): PcmSource {
  let rest = samples.length === 0 ? undefined : samples;
  return {
    sampleRate,
    channels: 1,
    format: "float32",
    frames: samples.length,
    next() {
      const piece = rest;
      rest = undefined;
      return piece;
    },
    [Symbol.dispose]() {},
  };
}

const rates: Readonly<Record<string, number>> = { librosa: 22_050, torchaudio: 16_000 };

function rateFor(preset: string): { sampleRate?: number } {
  const rate = Object.entries(rates).find(([name]) => preset.startsWith(name))?.[1];
  return rate === undefined ? {} : { sampleRate: rate };
}

for (const preset of spectralPresetNames) {
  Deno.test(`${preset}: clips of any length have the features that datasets store`, () => {
    const stated = { preset, ...rateFor(preset) };
    using features = createFeatures(stated);
    const { kind, options } = resolveFeatures({ ...stated, storeDtype: "float32" }, "test");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), fc.nat(1000), (length, seed) => {
        const samples = clip(length, seed);
        const pieces: Uint8Array[] = [];
        const stored = computeFeatures(sourceOf(samples, features.sampleRate), {
          kind,
          options,
        }, { file: "clip", write: (bytes) => pieces.push(bytes.slice()) });
        const shape = features.shape(length);
        assert.deepEqual(shape, [stored.bins, stored.frames]);
        const out = new Float32Array(shape[0] * shape[1] + 3).fill(7);
        assert.equal(features.compute(samples, out), stored.frames);
        const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
        const wanted = fromStored(bytes, "float32");
        assert.deepEqual(out.subarray(0, -3), wanted);
        assert.deepEqual([...out.subarray(-3)], [7, 7, 7]);
      }),
      { numRuns: 40 },
    );
  });
}

Deno.test("with padSeconds, clips are cut or padded, and silence follows", () => {
  const options = { preset: "whisper", padSeconds: 1 } as const;
  using features = createFeatures(options);
  using plain = createFeatures({ preset: "whisper" });
  const frames = padFrames(features.parameters);
  assert.deepEqual(features.shape(5), [80, frames]);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), fc.nat(1000), (length, seed) => {
      const samples = clip(length, seed);
      const whole = new Float32Array(16_000);
      whole.set(samples.subarray(0, 16_000));
      const [wanted, found] = [new Float32Array(80 * frames), new Float32Array(80 * frames)];
      assert.equal(plain.compute(whole, wanted), frames);
      assert.equal(features.compute(samples, found), frames);
      for (let at = 0; at < wanted.length; at++) {
        assert.ok(Math.abs(wanted[at]! - found[at]!) < 1e-6, `${at}: ${wanted[at]} ${found[at]}`);
      }
    }),
    { numRuns: 30 },
  );
});

/** The code and the message of the error. */
function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return `${(error as AudiofieldError).code}: ${error.message}`;
  }
  return "nothing was refused";
}

Deno.test("wrong parameters and short outputs are refused by name", async () => {
  const create = (options: object) => () => createFeatures(options);
  assert.match(refusal(create({ preset: "wisper" })), /^invalid-option: createFeatures\.preset/);
  assert.match(
    refusal(create({ kind: "chroma" })),
    /^invalid-option: createFeatures\.kind.*chroma/,
  );
  assert.match(refusal(create({ nMel: 80 })), /^invalid-option: createFeatures.*nMel.*nMels/);
  assert.match(
    refusal(create({ preset: "librosa" })),
    /^invalid-option: createFeatures\.sampleRate/,
  );
  using features = await createFeaturesAsync({ preset: "whisper" });
  assert.match(
    refusal(() => features.compute(new Float32Array(16_000), new Float32Array(7999))),
    /^destination-too-small: .*16000 samples into 7999 elements: they take 80 × 100/,
  );
});
