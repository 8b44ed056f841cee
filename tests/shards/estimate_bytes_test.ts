/** Shards are cut by what headers say; only where opening notices a cut is the rest looked at. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { probeAudio } from "../../audio/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { estimateBytes } from "../../shards/plan/estimate_bytes.ts";
import { quickHeader } from "../../shards/plan/quick_header.ts";
import { wavOf } from "../cli/_wav.ts";

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
    const bytesOf = (path: string) => Deno.statSync(path).size;
    return estimateBytes({ audio: file }, { ir, bytesOf });
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

Deno.test("what a header says quickly is what the decoder says", () => {
  const data = new URL("../data/", import.meta.url);
  let [same, left] = [0, 0];
  for (const folder of ["flac", "clips", "formats", "input"]) {
    const place = new URL(`${folder}/`, data);
    if (!existsSync(place)) continue;
    for (const { name, isFile } of Deno.readDirSync(place)) {
      if (!isFile || !/\.(wav|flac)$/.test(name)) continue;
      const path = fileURLToPath(new URL(name, place));
      const quick = quickHeader(path, Deno.statSync(path).size);
      let seconds: number | undefined;
      try {
        const { frames, sampleRate } = probeAudio(path);
        seconds = frames === undefined ? undefined : frames / sampleRate;
      } catch {
        // It can't be packed; then an estimate doesn't matter.
        continue;
      }
      if (quick === undefined) left++;
      else {
        same++;
        assert.equal(quick.seconds, seconds, name);
        assert.equal(quick.bytes, Deno.statSync(path).size);
      }
    }
  }
  assert.ok(same > 10 && left < same, `${same} known, ${left} not`);
});

Deno.test("files that aren't WAV or FLAC, or don't say how long they are, are left to the decoder", () => {
  const folder = Deno.makeTempDirSync();
  try {
    const known = wavOf(new Int16Array(1000));
    const open = known.slice();
    new DataView(open.buffer).setUint32(40, 0xffffffff, true);
    const mulaw = known.slice();
    mulaw[20] = 7;
    for (
      const bytes of [open, mulaw, known.subarray(0, 30), new Uint8Array(5000), new Uint8Array()]
    ) {
      Deno.writeFileSync(join(folder, "x.wav"), bytes);
      assert.equal(quickHeader(join(folder, "x.wav"), bytes.length), undefined);
    }
    assert.equal(quickHeader(join(folder, "none.wav"), 100), undefined);
    Deno.writeFileSync(join(folder, "x.wav"), known);
    assert.deepEqual(quickHeader(join(folder, "x.wav"), 2044), { seconds: 1 / 16, bytes: 2044 });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
