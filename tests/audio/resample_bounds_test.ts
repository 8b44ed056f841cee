import assert from "node:assert/strict";
import { Resampler } from "../../audio/mod.ts";
import { measureQuality } from "../../bench/resample/quality.ts";
import { resampleWhole } from "../../bench/resample/whole.ts";
import { resample } from "./_resample.ts";

/** Common rates go through spectra; the last six are resampled frame by frame. */
const RATES = [
  [44_100, 16_000],
  [48_000, 16_000],
  [22_050, 16_000],
  [96_000, 44_100],
  [192_000, 8000],
  [16_000, 44_100],
  [8000, 16_000],
  [44_100, 48_000],
  [8000, 192_000],
  [44_100, 44_099],
  [44_099, 44_100],
  [22_255, 16_000],
  [16_000, 22_255],
  [192_000, 16_001],
  [16_001, 96_000],
] as const;

for (const [from, to] of RATES) {
  Deno.test(`Resampler with sinc keeps within its limits from ${from} to ${to} Hz`, async () => {
    using resampler = new Resampler({ from, to, channels: 1, method: "sinc" });
    const { droop, alias, snr } = await measureQuality(
      (samples) => resampleWhole(resampler, samples),
      from,
      to,
    );
    assert.ok(Math.abs(droop) <= 0.05, `droop ${droop} dB`);
    assert.ok(alias <= -100, `alias ${alias} dB`);
    assert.ok(snr >= 100, `SNR ${snr} dB`);
  });
}

Deno.test("Resampler with sinc keeps a constant, and decays to nothing away from a step", () => {
  for (const [from, to] of RATES) {
    const length = Math.ceil((1000 * from) / Math.min(from, to));
    const samples = new Float32Array(2 * length).fill(1, length);
    const output = resample(samples, { from, to });
    const step = output.length / 2;
    const reach = (80 * to) / Math.min(from, to);
    for (const [index, sample] of output.entries()) {
      // Beyond the clip there is silence, so its end is a step as well.
      if (index < step - reach) assert.ok(Math.abs(sample) < 1e-5, `${sample} at ${index}`);
      else if (index > step + reach && index < output.length - reach) {
        assert.ok(Math.abs(sample - 1) < 1e-5, `${sample} at ${index}, ${from} to ${to} Hz`);
      }
    }
  }
});
