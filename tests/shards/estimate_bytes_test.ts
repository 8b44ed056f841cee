/** Shards are cut by what headers say; only where opening notices a cut is the rest looked at. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { defineDataset, field } from "../../schema/mod.ts";
import { estimateBytes } from "../../shards/plan/estimate_bytes.ts";

const { ir } = defineDataset("A", {
  audio: field.waveform({ sampleRate: 16_000, mono: true, dtype: "int16" }),
});

/** The estimate for the first `share` of a file. */
function estimate(path: string, share: number): number {
  const folder = Deno.makeTempDirSync();
  try {
    const bytes = Deno.readFileSync(new URL(`../data/${path}`, import.meta.url));
    const file = join(folder, "audio");
    Deno.writeFileSync(file, bytes.subarray(0, Math.floor(bytes.length * share)));
    return estimateBytes({ audio: file }, ir);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

Deno.test("a FLAC file's estimate comes from its header, wherever its audio ends", () => {
  const path = "flac/p15_speech_10s_16k_s16.flac";
  assert.equal(estimate(path, 1), 320_000);
  assert.equal(estimate(path, 0.5), 320_000);
});

Deno.test("a WAV file that is cut off counts as what is left of it", () => {
  const path = "clips/p01_speech_16k_s16.wav";
  const [whole, half] = [estimate(path, 1), estimate(path, 0.5)];
  assert.equal(whole, 87_877 * 2);
  assert(Math.abs(half - whole / 2) < 100, `${half} of ${whole}`);
});
