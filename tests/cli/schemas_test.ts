import assert from "node:assert/strict";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const pack = ["pack", "speech.schema.ts", "clips", "out.afd"];
const whole = wavOf(noise(1000));

const badSchemas: readonly (readonly [string, string, string])[] = [
  ["throws", 'throw new Error("no luck")', "SchemaError/schema-failed]: .*no luck"],
  ["exports nothing", "const a = 1;", "SchemaError/no-dataset"],
  ["isn't TypeScript", "export const = ;", "SchemaError/schema-failed"],
  ["imports what isn't there", 'import "./nowhere.ts";', "SchemaError/schema-failed"],
  [
    "has a wrong option",
    `import { defineDataset, field } from "audiofield";
     export const A = defineDataset("A", { audio: field.waveform({ sampleRate: 0 }) });`,
    "SchemaError/invalid-option]: A.audio.sampleRate: expected an integer from 1 to 768000, got 0",
  ],
  ["exports a then() of its own", "export function then() {}", "SchemaError/schema-failed"],
];

for (const [what, text, message] of badSchemas) {
  Deno.test(`a schema that ${what} is an error`, async () => {
    using workspace = new Workspace();
    workspace.write("speech.schema.ts", text);
    workspace.write("clips/a.wav", whole);
    for (const args of [pack, ["gen", "speech.schema.ts"]]) {
      const { code, stdout, stderr } = await workspace.run(args);
      assert.equal(code, 1);
      assert.equal(stdout, "");
      assert.match(stderr, new RegExp(`^error\\[${message}`));
      assert.doesNotMatch(stderr, /\n {4}at /);
    }
    assert.deepEqual(workspace.list(), ["clips", "speech.schema.ts"]);
  });
}

Deno.test("pack names the datasets of a schema with several, and takes the one named", async () => {
  using workspace = new Workspace();
  workspace.write(
    "speech.schema.ts",
    `import { defineDataset, field } from "audiofield";
     export const Speech = defineDataset("Speech", { audio: field.waveform() });
     export const Music = defineDataset("Music", { audio: field.waveform({ mono: false }) });`,
  );
  workspace.write("clips/a.wav", whole);
  const { code, stderr } = await workspace.run(pack);
  assert.equal(code, 2);
  assert.match(stderr, /^error\[UsageError\/which-dataset\]: .* Music, Speech; .*--dataset/);
  assert.match((await workspace.run([...pack, "--dataset", "Music"])).stdout, /1 record of Music/);
});

Deno.test("a mistake of ours is called a bug, and its stack is kept for those who ask", async () => {
  using workspace = new Workspace();
  workspace.write(
    "speech.schema.ts",
    'Promise.reject(new Error("forgotten")); await 0; setTimeout(() => {}, 1000); await new Promise(() => {});',
  );
  workspace.write("clips/a.wav", whole);
  const plain = await workspace.run(pack);
  assert.equal(plain.code, 1);
  assert.match(plain.stderr, /^error\[bug\]: forgotten\n.*AUDIOFIELD_DEBUG=1.*\n$/);
  const debug = await workspace.run(pack, { env: { AUDIOFIELD_DEBUG: "1" } });
  assert.match(debug.stderr, /\n {4}at /);
});
