/** `extend`: new fields, and what can't be one. */
import assert from "node:assert/strict";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

Deno.test("extend gives what packing under the wider schema gives", async () => {
  using workspace = new Workspace();
  const narrow = 'id: field.text({ means: "key" }), audio: field.flac()';
  const wide = `${narrow}, mel: field.melSpectrogram({ preset: "whisper", from: "audio" })`;
  workspace.writeSchema(narrow);
  const wideSchema = workspace.readText("speech.schema.ts").replace(narrow, wide);
  workspace.write("wide.schema.ts", wideSchema);
  workspace.write("other.schema.ts", wideSchema.replace(wide, `${narrow}, age: field.uint8()`));
  for (let clip = 0; clip < 5; clip++) {
    workspace.write(`clips/${clip}.wav`, wavOf(noise(3000, clip)));
  }
  for (const [schema, out] of [["speech", "a.afd"], ["speech", "dir/"], ["wide", "wanted.afd"]]) {
    const packed = await workspace.run(["pack", `${schema}.schema.ts`, "clips", out!, "--quiet"]);
    assert.equal(packed.code, 0, packed.stderr);
  }
  for (const input of ["a.afd", "dir"]) {
    const args = ["extend", input, `${input}.wide`, "--schema", "wide.schema.ts"];
    const { code, stdout, stderr } = await workspace.run(args);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /^Extended 5 records of Speech by mel into "[\w.]+\.wide"\n {2}size: /);
    assert.deepEqual(workspace.read(`${input}.wide`), workspace.read("wanted.afd"));
  }
  const refused = await workspace.run(["extend", "a.afd", "x.afd", "--schema", "other.schema.ts"]);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /UsageError\/not-computable\].*no value for the new field "age"/);
  const same = await workspace.run(["extend", "a.afd", "a.afd", "--schema", "wide.schema.ts"]);
  assert.match(same.stderr, /UsageError\/output-is-input\]/);
  assert.ok(!workspace.list().includes("x.afd"));
});
