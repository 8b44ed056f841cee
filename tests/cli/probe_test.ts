import assert from "node:assert/strict";
import { probeAudio } from "../../audio/mod.ts";
import { type ByteSource, InputDecoder } from "../../kernels/input.ts";
import { FORMAT_FILES, formatBytes, formatPath } from "../audio/_formats.ts";
import { Workspace } from "./_workspace.ts";

const files = ["alac_24_51.m4a", "vorbis_16k.ogg", "adts_16k.aac", "pcm_s8.aiff"];

Deno.test("probe shows what files are, in a table", async () => {
  using workspace = new Workspace();
  for (const file of files) Deno.copyFileSync(formatPath(file), workspace.path(file));
  const { code, stdout, stderr } = await workspace.run(["probe", ...files]);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.deepEqual(stdout.trimEnd().split("\n").map((line) => line.trim().split(/ {2,}/)), [
    ["file", "container", "codec", "rate", "channels", "bits", "frames", "duration"],
    ["alac_24_51.m4a", "MPEG-4", "ALAC", "48000 Hz", "6", "24", "2,880", "60 ms"],
    ["vorbis_16k.ogg", "Ogg", "Vorbis", "16000 Hz", "1", "–", "14,400", "900 ms"],
    ["adts_16k.aac", "ADTS", "AAC", "16000 Hz", "1", "–", "unknown", "until decoded"],
    ["pcm_s8.aiff", "AIFF", "PCM", "16000 Hz", "1", "8", "6,400", "400 ms"],
  ]);
});

Deno.test("probe continues after a file that it can't read, and exits with 3", async () => {
  using workspace = new Workspace();
  Deno.copyFileSync(formatPath("pcm_s8.aiff"), workspace.path("sound.wav"));
  Deno.writeTextFileSync(workspace.path("text.mp3"), "not audio at all");
  const args = ["probe", "missing.wav", "text.mp3", "sound.wav"];
  const table = await workspace.run(args);
  assert.equal(table.code, 3);
  assert.match(table.stdout, /^sound\.wav .*AIFF/m);
  assert.match(table.stderr, /^error\[FileError\/not-found\].*missing\.wav/m);
  assert.match(table.stderr, /^error\[AudioInputError\/not-audio\].*text\.mp3/m);
  const json = await workspace.run([...args, "--json"]);
  assert.equal(json.code, 3);
  const { files: [missing, text, sound] } = JSON.parse(json.stdout);
  assert.deepEqual([missing.file, missing.error.code], ["missing.wav", "not-found"]);
  assert.deepEqual([text.error.class, text.error.code], ["AudioInputError", "not-audio"]);
  assert.deepEqual(sound, {
    file: "sound.wav",
    container: "AIFF",
    codec: "PCM",
    sampleRate: 16_000,
    channels: 1,
    bits: 8,
    frames: 6400,
    seconds: 0.4,
    bytes: 6488,
  });
});

Deno.test("probe needs at least one file", async () => {
  using workspace = new Workspace();
  assert.equal((await workspace.run(["probe"])).code, 2);
});

for (const file of FORMAT_FILES) {
  Deno.test(`probeAudio() knows what ${file.file} is`, () => {
    const { container, codec, sampleRate, channels, bits, frames } = probeAudio(
      formatPath(file.file),
    );
    const found = [container, codec, sampleRate, channels, bits ?? null, frames ?? null];
    const { announced } = file;
    const wanted = [
      file.container,
      file.codec,
      file.sampleRate,
      file.channels,
      file.bits,
      announced,
    ];
    assert.deepEqual(found, wanted);
  });
}

Deno.test("probeAudio() reads no more of a long file than of a short one", () => {
  for (const name of ["no_tag_8k.mp3", "adts_16k.aac", "layer2.mp2"]) {
    const one = formatBytes(name);
    const long = new Uint8Array(one.length * 3000);
    for (let index = 0; index < 3000; index++) long.set(one, index * one.length);
    let read = 0;
    const source: ByteSource = {
      size: long.length,
      readAt(position, buffer) {
        const piece = long.subarray(position, position + buffer.length);
        buffer.set(piece);
        read += piece.length;
        return piece.length;
      },
    };
    using _decoder = new InputDecoder(source, name);
    assert.ok(read < 400_000 && read < long.length / 10, `${read} of ${long.length} bytes`);
  }
});
