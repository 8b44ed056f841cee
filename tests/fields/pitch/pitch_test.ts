/** The pitch of signals with and without one, however they reach the field. */
import assert from "node:assert/strict";
import { field, type Pitch } from "../../../schema/mod.ts";
import { PitchTracker } from "../../../kernels/pitch.ts";
import { Kinds } from "../_kinds.ts";
import { inside, noise, sampleRate, tone } from "./_signals.ts";

const kinds = await Kinds.of({
  audio: field.waveform({ dtype: "float32" }),
  found: field.pitch({ from: "audio" }),
  own: field.pitch(),
  wide: field.pitch({ sampleRate: 44_100, hopLength: 441, winLength: 2048, fMax: 2000 }),
});

Deno.test.afterAll(() => kinds[Symbol.dispose]());

/** What each of the fields finds in a signal, read both ways. */
function pitchOf(samples: Float32Array): { found: Pitch; own: Pitch; wide: Pitch } {
  const audio = { samples, sampleRate };
  return kinds.roundTrip({ audio, own: audio, wide: audio }) as never;
}

for (const harmonics of [1, 2, 5, 12, 40]) {
  Deno.test(`${harmonics} harmonics of 60 to 500 Hz are found within 1 %`, () => {
    for (let f0 = 60; f0 <= 500; f0 += 22) {
      const exact = f0 + (f0 * 7 % 10) / 10;
      const { found, own } = pitchOf(tone(Math.min(500, exact), harmonics));
      assert.equal(found.data.length, 31);
      assert.deepEqual(own, found);
      assert.ok(inside(found.voiced).every((is) => is === 1));
      for (const value of inside(found.data)) {
        assert.ok(Math.abs(value / Math.min(500, exact) - 1) < 0.01, `${exact} Hz: ${value}`);
      }
    }
  });
}

Deno.test("the field's own rate, hop, frame and range are kept", () => {
  const { wide } = pitchOf(tone(1234, 3));
  assert.equal(wide.data.length, 31);
  for (const value of wide.data.subarray(3, -3)) assert.ok(Math.abs(value / 1234 - 1) < 0.01);
});

Deno.test("noise, silence and a constant are unvoiced", () => {
  const signals = [1, 2, 3].map((seed) => noise(seed));
  for (const samples of [...signals, new Float32Array(8000), new Float32Array(8000).fill(0.7)]) {
    const { found } = pitchOf(samples);
    assert.deepEqual(found.data, new Float32Array(51));
    assert.deepEqual(found.voiced, new Uint8Array(51));
  }
});

Deno.test("a tone between silences is voiced where it sounds", () => {
  const samples = new Float32Array(3 * 8000);
  samples.set(tone(200, 4, 0.5), 8000);
  const { found: { voiced, data } } = pitchOf(samples);
  assert.ok(voiced.subarray(0, 46).every((is) => is === 0));
  assert.ok(voiced.subarray(54, 96).every((is) => is === 1));
  assert.ok(voiced.subarray(104).every((is) => is === 0));
  assert.ok(data.subarray(54, 96).every((value) => Math.abs(value - 200) < 2));
});

Deno.test("clips of any length have a frame for each hop that begins in them, and one at the end", () => {
  for (const [length, frames] of [[0, 0], [1, 1], [159, 1], [160, 2], [1599, 10], [1600, 11]]) {
    const { found } = pitchOf(tone(200, 3, 1).subarray(0, length));
    assert.deepEqual(found.shape, [frames]);
  }
});

Deno.test("channels are mixed, and other rates resampled", () => {
  const left = tone(150, 3, 0.3, 22_050);
  const samples = new Float32Array(left.length * 2);
  left.forEach((value, index) => samples.set([value, value / 2], index * 2));
  const audio = { samples, sampleRate: 22_050, channels: 2 };
  const { found } = kinds.roundTrip({ audio, own: audio, wide: audio }) as { found: Pitch };
  for (const value of inside(found.data)) assert.ok(Math.abs(value / 150 - 1) < 0.01);
});

Deno.test("a record that gives a computed value is refused", () => {
  const audio = { samples: tone(100, 2), sampleRate };
  const record = { audio, own: audio, wide: audio };
  const error = kinds.refusal({ ...record, found: audio }, record);
  assert.deepEqual([error.code, error.field, error.record], ["computed-field", "found", 1]);
});

Deno.test("how a clip is cut into pieces makes no difference to a tracker", () => {
  const samples = tone(123, 9, 1).map((value, index) => value + 0.2 * Math.sin(index ** 2));
  const parameters = { ...defaults, voicingThreshold: 0.3 };
  using tracker = new PitchTracker(parameters);
  const track = (piece: number) => {
    const frames: number[] = [];
    tracker.reset();
    for (let from = 0; from < samples.length; from += piece) {
      tracker.push(samples.subarray(from, from + piece), (found) => frames.push(...found));
    }
    tracker.finish((found) => frames.push(...found));
    return frames;
  };
  const whole = track(samples.length);
  assert.equal(whole.length, 101);
  for (const piece of [1, 7, 160, 1024, 8192]) assert.deepEqual(track(piece), whole);
});

const defaults = {
  sampleRate,
  hopLength: 160,
  winLength: 1024,
  fMin: 50,
  fMax: 600,
  voicingThreshold: 0.45,
};

Deno.test("a tracker names the invalid parameter", () => {
  for (
    const [name, value] of Object.entries({
      sampleRate: NaN,
      hopLength: 0,
      winLength: 639,
      fMin: 600,
      fMax: 4001,
      voicingThreshold: 1.5,
    })
  ) {
    assert.throws(() => new PitchTracker({ ...defaults, [name]: value }), {
      name: "UsageError",
      code: "pitch-parameters",
      message: new RegExp(`: ${name} is ${value},`),
    });
  }
});
