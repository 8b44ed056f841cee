import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openAudio, PcmConverter, type ResampleMethod } from "../../audio/mod.ts";
import { resample } from "./_resample.ts";

/** What another library made of a clip, in pieces; see `tests/data/resample/README.md`. */
interface GoldenCase {
  readonly id: string;
  readonly library: string;
  readonly clip: string;
  readonly channel: number;
  readonly frames: number;
  readonly from: number;
  readonly to: number;
  readonly outputFrames: number;
  readonly tolerance: {
    readonly max_abs?: number;
    readonly snr_db_min?: number;
    readonly snr_db_min_below_0_85_nyquist?: number;
  };
  readonly pieces: readonly { readonly start: number; readonly length: number }[];
}

const data = new URL("../data/", import.meta.url);
const cases: GoldenCase[] = JSON.parse(
  readFileSync(new URL("resample/golden.json", data), "utf8"),
);
const golden = new Float32Array(readFileSync(new URL("resample/golden.f32", data)).slice().buffer);

const METHOD: Record<string, ResampleMethod> = {
  fft: "fourier",
  ta: { method: "torchaudio" },
  soxrHQ: "sinc",
};

let position = 0;
for (const testCase of cases) {
  const kind = testCase.id.split("_")[1] ?? "";
  const pieces = testCase.pieces.map(({ start, length }) => {
    const expected = golden.subarray(position, position + length);
    position += length;
    return { start, expected };
  });
  Deno.test(`Resampler agrees with ${testCase.library} (${testCase.id})`, () => {
    const { from, to, tolerance } = testCase;
    const output = resample(samplesOf(testCase), { from, to, method: METHOD[kind] ?? "sinc" });
    assert.equal(output.length, testCase.outputFrames);
    const compared = pieces.map(({ start, expected }) => {
      return { found: output.subarray(start, start + expected.length), expected };
    });
    if (tolerance.max_abs !== undefined) {
      for (const { found, expected } of compared) {
        const worst = found.reduce((most, x, k) => Math.max(most, Math.abs(x - expected[k]!)), 0);
        assert.ok(worst <= tolerance.max_abs, `${worst}`);
      }
      return;
    }
    const full = snr(compared, 1);
    assert.ok(full >= tolerance.snr_db_min!, `${full} dB`);
    const below = snr(compared, (0.85 * Math.min(from, to)) / to);
    assert.ok(below >= tolerance.snr_db_min_below_0_85_nyquist!, `${below} dB`);
  });
}

/** A channel of a clip as float32. */
function samplesOf({ clip, channel, frames }: GoldenCase): Float32Array {
  using source = openAudio(fileURLToPath(new URL(`clips/${clip}`, data)));
  const { format: from, channels } = source;
  using converter = new PcmConverter({ from, channels, mono: false, to: "float32" });
  const samples: number[] = [];
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    const all = new Float32Array(converter.convert(piece).slice().buffer);
    for (let at = channel; at < all.length; at += channels) samples.push(all[at] ?? 0);
  }
  return Float32Array.from(samples.slice(0, frames));
}

/** Signal over difference in decibels, below a fraction of the Nyquist frequency. */
function snr(
  pieces: readonly { readonly found: Float32Array; readonly expected: Float32Array }[],
  fraction: number,
): number {
  let [signal, difference] = [0, 0];
  for (const { found, expected } of pieces) {
    signal += powerBelow(expected, fraction);
    difference += powerBelow(found.map((x, k) => x - expected[k]!), fraction);
  }
  return 10 * Math.log10(signal / difference);
}

function powerBelow(samples: Float32Array, fraction: number): number {
  const { length } = samples;
  const window = (k: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * k) / length);
  const turns = Float64Array.from({ length }, (_, k) => Math.cos((2 * Math.PI * k) / length));
  let power = 0;
  for (let bin = 0; bin < (fraction * length) / 2; bin++) {
    let [re, im] = [0, 0];
    for (let k = 0; k < length; k++) {
      const x = (samples[k] ?? 0) * window(k);
      re += x * turns[(bin * k) % length]!;
      im += x * turns[(bin * k + Math.floor(length / 4)) % length]!;
    }
    power += re * re + im * im;
  }
  return power;
}
