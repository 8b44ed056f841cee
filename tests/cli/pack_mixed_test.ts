/** A folder of audio of all sorts, through the public commands. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import type { Waveform } from "../../schema/mod.ts";
import { dataOf, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const pack = ["pack", "speech.schema.ts", "clips", "out.afd"];

/** The same second of a 440 Hz tone at any rate, identical in all channels. */
function tone(sampleRate: number, channels: number): Int16Array {
  return Int16Array.from(
    { length: sampleRate * channels },
    (_, at) => 10_000 * Math.sin(2 * Math.PI * 440 * Math.floor(at / channels) / sampleRate),
  );
}

const sources: readonly (readonly [name: string, sampleRate: number, channels: number])[] = [
  ["a_8k_mono", 8_000, 1],
  ["b_16k_mono", 16_000, 1],
  ["c_16k_stereo", 16_000, 2],
  ["d_22k_stereo", 22_050, 2],
  ["e_44k_mono", 44_100, 1],
  ["f_48k_surround", 48_000, 6],
  ["g_44k_mono", 44_100, 1],
];

function mixedFolder(fields: string): Workspace {
  const workspace = new Workspace();
  workspace.writeSchema(fields);
  for (const [name, sampleRate, channels] of sources) {
    workspace.write(
      `clips/${name}.wav`,
      wavOf(tone(sampleRate, channels), { sampleRate, channels }),
    );
  }
  return workspace;
}

Deno.test("pack converts a mixed folder to 16 kHz mono, and export returns it that way", async () => {
  using workspace = mixedFolder("audio: field.waveform()");
  const { code, stdout, stderr } = await workspace.run(pack);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  const lines = stdout.split("\n");
  const at = lines.indexOf("  sources:");
  assert.deepEqual(lines.slice(at + 1, at + 7), [
    "    2  44,100 Hz  mono        int16  resampled to 16,000 Hz",
    "    1   8,000 Hz  mono        int16  resampled to 16,000 Hz",
    "    1  16,000 Hz  mono        int16  unchanged",
    "    1  16,000 Hz  stereo      int16  mixed to mono",
    "    1  22,050 Hz  stereo      int16  mixed to mono, resampled to 16,000 Hz",
    "    1  48,000 Hz  6 channels  int16  mixed to mono, resampled to 16,000 Hz",
  ]);
  assert.equal((await workspace.run(["verify", "out.afd"])).code, 0);
  const exported = await workspace.run(["export", "out.afd", "--field", "audio", "--out", "wavs"]);
  assert.equal(exported.code, 0, exported.stderr);
  const wanted = tone(16_000, 1);
  assert.deepEqual(workspace.list("wavs").length, sources.length);
  for (const [index, [name]] of sources.entries()) {
    const wav = workspace.read(`wavs/00000${index}.wav`);
    const view = new DataView(wav.buffer, wav.byteOffset);
    assert.deepEqual([view.getUint16(22, true), view.getUint32(24, true)], [1, 16_000]);
    const samples = new Int16Array(dataOf(wav).slice().buffer);
    assert.equal(samples.length, 16_000, name);
    // The tone begins and ends abruptly, which every filter changes.
    for (let sample = 400; sample < 15_600; sample++) {
      const off = Math.abs(samples[sample]! - wanted[sample]!);
      if (off > 3) assert.fail(`${name}: sample ${sample} is off by ${off}`);
    }
  }
});

Deno.test("pack converts a mixed folder to stereo if all clips are mono or have enough channels", async () => {
  using workspace = mixedFolder('audio: field.waveform({ channels: "stereo", normalize: true })');
  const { code, stdout, stderr } = await workspace.run(pack);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  assert.match(stdout, /^ +1 +16,000 Hz +stereo +int16 +normalised$/m);
  assert.match(
    stdout,
    /^ +2 +44,100 Hz +mono +int16 +copied to 2 channels, resampled to .*, normalised$/m,
  );
  assert.match(stdout, /^ +1 +48,000 Hz +6 channels +int16 +first 2 of 6 channels, resampled to /m);
  using dataset = openDataset(workspace.path("out.afd"));
  for (let record = 0; record < dataset.recordCount; record++) {
    const { samples, channels } = dataset.field("audio").decode(record) as Waveform;
    assert.equal(channels, 2);
    assert.equal(Math.max(...samples), 32_767);
    assert.deepEqual(
      samples.filter((_, index) => index % 2 === 0),
      samples.filter((_, index) => index % 2 === 1),
    );
  }
});

Deno.test("pack --on-error skip leaves out clips with too few channels, and doesn't count them", async () => {
  using workspace = mixedFolder("audio: field.waveform({ channels: 6 })");
  const refused = await workspace.run(pack);
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr,
    /^error\[AudioInputError\/channels\]: .*c_16k_stereo\.wav": it has 2 channels, but the field has 6; /,
  );
  const { code, stdout } = await workspace.run([...pack, "--on-error", "skip"]);
  assert.equal(code, 0);
  assert.match(stdout, /^ {2}skipped: 2 inputs: 2 AudioInputError\/channels$/m);
  assert.doesNotMatch(stdout, / stereo /);
});

interface Inspected {
  readonly fields: [{
    readonly options: object;
    readonly batch: { readonly shape: readonly number[]; readonly dtype: string };
  }];
}

Deno.test("inspect shows how audio was converted", async () => {
  using workspace = mixedFolder(
    'audio: field.waveform({ channels: 1, normalize: true, resample: { method: "torchaudio" } })',
  );
  assert.equal((await workspace.run(pack)).code, 0);
  const { stdout } = await workspace.run(["inspect", "out.afd", "--json"]);
  const [{ options, batch }] = (JSON.parse(stdout) as Inspected).fields;
  assert.deepEqual(options, {
    sampleRate: 16_000,
    mono: false,
    channels: 1,
    dtype: "int16",
    normalize: true,
    resample: { method: "torchaudio", lowpassFilterWidth: 6, rolloff: 0.99 },
  });
  assert.deepEqual([batch.shape, batch.dtype], [[64, 16_000, 1], "int16"]);
  // The table has the same, each cell on as many lines as it needs within 100 columns.
  const table = (await workspace.run(["inspect", "out.afd"])).stdout;
  for (const part of ["mono:", "channels:", "normalize:", "torchaudio"]) {
    assert.ok(table.includes(part), part);
  }
});
