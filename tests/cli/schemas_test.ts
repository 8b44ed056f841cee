import assert from "node:assert/strict";
import { loadUserSchema } from "../../cli/shared/load_user_schema.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const pack = ["pack", "speech.schema.ts", "clips", "out.afd"];
const whole = wavOf(noise(1000));

const badSchemas: readonly (readonly [string, string, string])[] = [
  ["throws", 'throw new Error("no luck")', "SchemaError/schema-failed]: .*no luck"],
  ["exports nothing", "const a = 1;", "SchemaError/no-dataset"],
  ["isn't TypeScript", "export const = ;", "SchemaError/schema-failed"],
  ["imports a missing file", 'import "./nowhere.ts";', "SchemaError/schema-failed"],
  [
    "has a wrong option",
    `import { defineDataset, field } from "audiofield";
     export const A = defineDataset("A", { audio: field.waveform({ sampleRate: 0 }) });`,
    "SchemaError/invalid-option]: A.audio.sampleRate: expected an integer from 1 to 768000, got 0",
  ],
  [
    "ends the process",
    "Deno.exit(0);",
    'SchemaError/schema-failed]: Cannot load the schema "speech.schema.ts": it ends the process',
  ],
  [
    "leaves behind a promise that rejects",
    `import { defineDataset, field } from "audiofield";
     Promise.reject(new Error("late"));
     export const A = defineDataset("A", { audio: field.waveform() });`,
    "SchemaError/schema-failed]: .*it left behind an error that nothing caught: late",
  ],
  [
    "leaves behind a timer that throws",
    'setTimeout(() => { throw new Error("late"); }); await new Promise(() => {});',
    "SchemaError/schema-failed]: .*it left behind an error that nothing caught: late",
  ],
  [
    "exports a then() of its own",
    "export function then() {}",
    "SchemaError/schema-failed]: .*awaits something that never happens",
  ],
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

const endless = [
  ["awaits something that never happens", "await new Promise(() => {});"],
  ["waits for a timer", "await new Promise((resume) => setTimeout(resume, 3e5));"],
] as const;

for (const [what, text] of endless) {
  Deno.test({
    name: `a schema that ${what} is an error after a time limit`,
    // Its own timer keeps running; the command line ends the process.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      using workspace = new Workspace();
      workspace.write("speech.schema.ts", text);
      const path = workspace.path("speech.schema.ts");
      await assert.rejects(loadUserSchema(path, { limit: 200 }), {
        name: "SchemaError",
        code: "schema-failed",
        message: `Cannot load the schema "${path}": it didn't finish loading within 0.2 s`,
      });
    },
  });
}

Deno.test("a command ends with our message, not Deno's, when a schema never finishes", async () => {
  using workspace = new Workspace();
  workspace.write("speech.schema.ts", "await new Promise(() => {});");
  const loader = new URL("../../cli/shared/load_user_schema.ts", import.meta.url);
  workspace.write(
    "load.ts",
    `import { loadUserSchema } from ${JSON.stringify(loader.href)};
     loadUserSchema("speech.schema.ts", { limit: 500 }).catch((error) => console.log(error.message));`,
  );
  const { stdout } = await workspace.runScript("load.ts");
  assert.equal(
    stdout,
    'Cannot load the schema "speech.schema.ts": it didn\'t finish loading within 0.5 s\n',
  );
});

Deno.test("pack lists the datasets of a schema with several, and uses the named one", async () => {
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

Deno.test("our own mistakes are called bugs, and their stacks are available on request", async () => {
  using workspace = new Workspace();
  workspace.write(
    "speech.schema.ts",
    `import { defineDataset, field } from "audiofield";
     performance.now = () => { throw new Error("forgotten"); };
     export const A = defineDataset("A", { audio: field.waveform() });`,
  );
  workspace.write("clips/a.wav", whole);
  const plain = await workspace.run(pack);
  assert.equal(plain.code, 1);
  assert.match(plain.stderr, /^error\[bug\]: forgotten\n.*AUDIOFIELD_DEBUG=1.*\n$/);
  const debug = await workspace.run(pack, { env: { AUDIOFIELD_DEBUG: "1" } });
  assert.match(debug.stderr, /\n {4}at /);
});
