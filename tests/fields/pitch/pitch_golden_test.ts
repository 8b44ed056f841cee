/**
 * The golden file of version 1.2: pitch that was given, and pitch that was computed. If either is
 * changed on purpose before a release, write the file again and say why in the commit:
 *
 *     AUDIOFIELD_WRITE_GOLDEN=1 deno test -A tests/fields/pitch/pitch_golden_test.ts
 */
import assert from "node:assert/strict";
import { openDataset } from "../../../runtime/mod.ts";
import { verifyFile } from "../../../runtime/verify/mod.ts";
import { defineDataset, field, type Pitch } from "../../../schema/mod.ts";
import { packed } from "../../container/_varied.ts";

const path = new URL("../../data/pitch/pitch_v1_2.afd", import.meta.url).pathname;
const { ir } = defineDataset("Voices", {
  audio: field.waveform({ sampleRate: 8000 }),
  found: field.pitch({ from: "audio", sampleRate: 8000, hopLength: 400, winLength: 512 }),
  given: field.pitch({ hopLength: 256, fMin: 65.4, fMax: 2093 }),
});
const given = [
  Float32Array.of(),
  Float32Array.of(0, 100.5, 101.25, 0, 0, 440, 0, 99.75),
  Float32Array.of(220, 0, 221.5, 222, 223, 0, 0, 0, 0, 0, 110),
];
/** Only integers, so that all machines agree: a sawtooth with a period of 50 samples. */
const records = given.map((data, record) => ({
  audio: {
    samples: Int16Array.from({ length: record * 1500 }, (_, at) => (at % 50) * 400 - 9800),
    sampleRate: 8000,
  },
  given: { data, shape: [data.length] },
}));

if (Deno.env.get("AUDIOFIELD_WRITE_GOLDEN") === "1") {
  Deno.writeFileSync(path, packed(ir, records));
}

Deno.test("the writer writes the golden file's bytes", () => {
  assert.deepEqual(packed(ir, records), Deno.readFileSync(path));
  assert.deepEqual(verifyFile(path), { ok: true, records: 3, checked: 3, damaged: [] });
});

Deno.test("the golden file's pitch is read", () => {
  using dataset = openDataset(path);
  assert.equal(dataset.file.view(10, 1)[0], 2);
  for (const [record, data] of given.entries()) {
    const voiced = Uint8Array.from(data, (value) => value === 0 ? 0 : 1);
    assert.deepEqual(dataset.field("given").decode(record), { data, voiced, shape: [data.length] });
  }
  const { data, voiced } = dataset.field("found").decode(2) as Pitch;
  assert.equal(data.length, 8);
  // What is known without the kernels: 8,000 samples per second, 50 per period.
  for (const value of data.subarray(1, -1)) assert.ok(Math.abs(value - 160) < 1.6, `${value}`);
  assert.ok(voiced.subarray(1, -1).every((is) => is === 1));
});
