/**
 * The tracker against Praat, on gliding harmonic signals with noise; `tests/data/pitch/make_praat.py`
 * computed its values once.
 */
import assert from "node:assert/strict";
import { PitchTracker } from "../../../kernels/pitch.ts";

interface Known {
  /** Middle in Hz, glide in Hz, glides per second, harmonics, decay, noise level. */
  readonly parameters: readonly [number, number, number, number, number, number];
  /** Praat's values, one every 10 ms; null where it finds none. */
  readonly f0: readonly (number | null)[];
}

const path = new URL("../../data/pitch/praat.json", import.meta.url);
const known: readonly Known[] = JSON.parse(Deno.readTextFileSync(path));

/** The signal as the script makes it: one second and one sample. */
function signalOf([middle, glide, speed, harmonics, decay, level]: Known["parameters"]) {
  let state = 1;
  const turn = 2 * Math.PI * speed;
  return Float32Array.from({ length: 16_001 }, (_, index) => {
    const time = index / 16_000;
    const phase = 2 * Math.PI * (middle * time - glide / turn * (Math.cos(turn * time) - 1));
    let wave = 0;
    for (let h = 1; h <= harmonics; h++) wave += Math.sin(h * phase + h) / h ** decay;
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 0.3 * wave / harmonics ** 0.5 + level * (state / 2 ** 32 - 0.5);
  });
}

for (const { parameters, f0 } of known) {
  Deno.test(`Praat finds the same pitch in ${parameters.join(", ")}`, () => {
    using tracker = new PitchTracker({
      sampleRate: 16_000,
      hopLength: 160,
      winLength: 640,
      fMin: 75,
      fMax: 500,
      voicingThreshold: 0.45,
    });
    const found: number[] = [];
    tracker.push(signalOf(parameters), (frames) => found.push(...frames));
    tracker.finish((frames) => found.push(...frames));
    assert.equal(found.length, f0.length);
    const errors: number[] = [];
    for (const [frame, value] of f0.entries()) {
      // The first and last frames see less of the signal than Praat's do.
      if (value === null || frame < 3 || frame > 97) continue;
      const error = Math.abs(found[frame]! / value - 1);
      errors.push(error);
      // On fast glides they differ by up to 1 %, perhaps because Praat weights a frame's middle.
      assert.ok(error < 0.02, `frame ${frame}: ${found[frame]} Hz, Praat ${value} Hz`);
    }
    assert.ok(errors.length > 85);
    errors.sort((a, b) => a - b);
    assert.ok(errors[errors.length >> 1]! < 0.003);
  });
}
