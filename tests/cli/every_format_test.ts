/** Audio of many containers and codecs through `pack` and `export`, next to what ffmpeg decodes. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { FORMAT_FILES, formatBytes, type FormatFile } from "../audio/_formats.ts";
import { dataOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

/** Files that can be stored the way they are, by what they are stored as. */
const groups = Map.groupBy(
  FORMAT_FILES.filter(({ format, announced }) => format !== "float64" && announced !== null),
  ({ sampleRate, format }) => `sampleRate: ${sampleRate}, dtype: "${format}"`,
);

/** What is known of a file's samples, compared with those that were exported. */
function compare(file: FormatFile, bytes: Uint8Array<ArrayBuffer>): void {
  if (file.sha256 !== undefined) {
    assert.equal(createHash("sha256").update(bytes).digest("hex"), file.sha256, file.file);
    return;
  }
  const samples = new Float32Array(bytes.buffer);
  assert.equal(samples.length, file.frames * file.channels, file.file);
  for (const [frame = 0, ...wanted] of file.samples ?? []) {
    for (const [channel, value] of wanted.entries()) {
      const found = samples[frame * file.channels + channel] ?? NaN;
      assert.ok(Math.abs(found - value) < 1e-4, `${file.file}, frame ${frame}: ${found}`);
    }
  }
}

for (const [options, files] of groups) {
  Deno.test(`pack and export keep every sample of ${files.length} files: ${options}`, async () => {
    using workspace = new Workspace();
    workspace.writeSchema(`audio: field.waveform({ ${options}, channels: "source" })`);
    for (const { file } of files) workspace.write(`clips/${file}`, formatBytes(file));
    const packed = await workspace.run(["pack", "speech.schema.ts", "clips", "out.afd"]);
    assert.equal(packed.code, 0, packed.stderr);
    const exporting = ["export", "out.afd", "--field", "audio", "--out", "wavs"];
    const exported = await workspace.run(exporting);
    assert.equal(exported.code, 0, exported.stderr);
    const order = files.map(({ file }) => file).sort();
    for (const [index, name] of workspace.list("wavs").entries()) {
      const file = files.find(({ file }) => file === order[index]);
      assert.ok(file !== undefined);
      compare(file, dataOf(workspace.read(`wavs/${name}`)).slice());
    }
    assert.equal(workspace.list("wavs").length, files.length);
  });
}
