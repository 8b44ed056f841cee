/** What `docs/pitch.md` says about frames that jump to a harmonic, because there is no path search. */
import assert from "node:assert/strict";
import { openAudio } from "../../../audio/mod.ts";
import { PitchTracker } from "../../../kernels/pitch.ts";

function pitchOf(file: string, fMax: number): number[] {
  using source = openAudio(new URL(`../../../examples/clips/${file}`, import.meta.url).pathname);
  using tracker = new PitchTracker({
    sampleRate: 16_000,
    hopLength: 160,
    winLength: 1024,
    fMin: 50,
    fMax,
    voicingThreshold: 0.45,
  });
  assert.deepEqual([source.sampleRate, source.channels, source.format], [16_000, 1, "int16"]);
  const found: number[] = [];
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    const samples = Float32Array.from(piece as Int16Array, (value) => value / 32_768);
    tracker.push(samples, (frames) => found.push(...frames));
  }
  tracker.finish((frames) => found.push(...frames));
  return found;
}

Deno.test("a voice that stops may end with a frame at its fourth harmonic", () => {
  const pitch = pitchOf("04_checksum.wav", 600);
  assert.deepEqual(pitch.slice(85, 91).map(Math.round), [97, 97, 95, 94, 374, 0]);
  const above = (least: number) => pitch.filter((hz) => hz > least).length;
  assert.deepEqual([above(0), above(250)], [238, 8]);
});

Deno.test("a narrower range leaves one such frame", () => {
  const pitch = pitchOf("04_checksum.wav", 250);
  assert.deepEqual(pitch.slice(85, 91).map(Math.round), [97, 97, 95, 94, 0, 0]);
  assert.deepEqual([...pitch.keys()].filter((frame) => pitch[frame]! > 120), [320]);
});
