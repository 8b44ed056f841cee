/** pack with files that are already encoded: which stay unchanged, and why others don't. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { projectFolder } from "../_deno.ts";
import { Workspace } from "./_workspace.ts";

/** The summary's lines about coded files. */
async function packed(fields: string, files: Readonly<Record<string, Uint8Array>>) {
  using workspace = new Workspace();
  workspace.writeSchema(fields);
  for (const [name, bytes] of Object.entries(files)) workspace.write(`clips/${name}`, bytes);
  const args = ["pack", "speech.schema.ts", "clips", "out.afd", "--on-error", "skip"];
  const { code, stdout, stderr } = await workspace.run(args);
  assert.equal(code, 0, stderr);
  return stdout.match(/^ {2}audio: .*(passed through|re-encoded).*$/gm);
}

function data(path: string): Uint8Array {
  return Deno.readFileSync(join(projectFolder, "tests/data", path));
}

Deno.test("pack says which FLAC files were stored unchanged, and why others were re-encoded", async () => {
  const files = {
    "a.flac": data("flac/constant.flac"),
    "b.flac": data("flac/level0_fixed.flac"),
    "c.flac": data("flac/bits24.flac"),
    "d.flac": data("flac/bits24.flac"),
    "e.flac": data("flac/level5.flac"),
    "f.flac": data("flac/one_sample.flac"),
    "g.wav": data("clips/p08_impulse_silence_16k_s16.wav"),
    "h.flac": data("flac/constant.flac").subarray(0, 60),
  };
  const bits = "24-bit where 16-bit is stored";
  const rate = "44,100 Hz where 16,000 Hz is stored";
  assert.deepEqual(await packed('audio: field.flac({ channels: "source" })', files), [
    `  audio: 3 FLAC files passed through, 3 re-encoded: 2 × ${bits}, 1 × ${rate}`,
  ]);
});

const others: readonly (readonly [fields: string, file: string, line: string])[] = [
  ["field.flac()", "flac/constant.flac", "1 FLAC file passed through"],
  [
    "field.flac()",
    "flac/level0_fixed.flac",
    "1 FLAC file re-encoded: 2 channels where 1 is stored",
  ],
  [
    "field.flac({ normalize: true })",
    "flac/constant.flac",
    "1 FLAC file re-encoded: the field normalises",
  ],
  ["field.opus()", "opus/p11_speech_mono.opus", "1 Ogg Opus file passed through"],
  [
    "field.opus({ resetSeconds: 1 })",
    "opus/p11_speech_mono.opus",
    "1 Ogg Opus file re-encoded: the field has resetSeconds",
  ],
];

for (const [schema, file, line] of others) {
  Deno.test(`pack of ${file} into ${schema}: ${line}`, async () => {
    const name = file.slice(file.lastIndexOf("/") + 1);
    assert.deepEqual(await packed(`audio: ${schema}`, { [name]: data(file) }), [
      `  audio: ${line}`,
    ]);
  });
}

Deno.test("pack says nothing about it if no file had its field's codec", async () => {
  const files = { "a.wav": data("clips/p08_impulse_silence_16k_s16.wav") };
  assert.equal(await packed("audio: field.flac()", files), null);
});
