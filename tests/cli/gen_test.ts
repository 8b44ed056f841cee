import assert from "node:assert/strict";
import { Workspace } from "./_workspace.ts";

function lines(verb: string, ...paths: readonly string[]): string {
  return paths.map((path) => `${verb}  ${path}\n`).join("");
}

Deno.test("gen writes modules to generated/ in the user's folder, and only what changed", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  const first = await workspace.run(["gen", "speech.schema.ts"]);
  assert.equal(first.stderr, "");
  assert.equal(first.code, 0);
  assert.equal(
    first.stdout,
    lines("written  ", "generated/speech.ts", "generated/speech_writer.ts"),
  );
  assert.deepEqual(workspace.list("generated"), ["speech.ts", "speech_writer.ts"]);
  const times = () =>
    ["speech", "speech_writer"].map((name) =>
      Deno.statSync(workspace.path(`generated/${name}.ts`)).mtime
    );
  const before = times();
  const second = await workspace.run(["gen", "speech.schema.ts"]);
  assert.equal(
    second.stdout,
    lines("unchanged", "generated/speech.ts", "generated/speech_writer.ts"),
  );
  assert.deepEqual(times(), before);
});

Deno.test("gen --check writes nothing and lists what is missing or stale", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  const check = ["gen", "speech.schema.ts", "--out", "modules", "--check"];
  const missing = await workspace.run(check);
  assert.equal(missing.code, 3);
  assert.equal(missing.stdout, lines("missing  ", "modules/speech.ts", "modules/speech_writer.ts"));
  assert.match(missing.stderr, /2 of 2 modules are not up to date/);
  assert.deepEqual(workspace.list(), ["speech.schema.ts"]);
  assert.equal((await workspace.run(check.slice(0, -1))).code, 0);
  assert.equal((await workspace.run(check)).code, 0);
  workspace.writeSchema("audio: field.waveform({ mono: false })");
  const stale = await workspace.run(check);
  assert.equal(stale.code, 3);
  assert.equal(stale.stdout, lines("stale    ", "modules/speech.ts", "modules/speech_writer.ts"));
});

Deno.test("gen --no-batches makes a module without the loader, which reads all the same", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  assert.equal((await workspace.run(["gen", "speech.schema.ts", "--no-batches"])).code, 0);
  const text = Deno.readTextFileSync(workspace.path("generated/speech.ts"));
  assert.doesNotMatch(text, /loadBatches|Loader|batches</);
  assert.match(text, /openSpeech/);
});

Deno.test("gen --runtime sets the specifier that modules import the library by", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  assert.equal(
    (await workspace.run(["gen", "speech.schema.ts", "--runtime", "audiofield"])).code,
    0,
  );
  assert.match(workspace.readText("generated/speech.ts"), /from "audiofield\/generated"/);
  assert.match(workspace.readText("generated/speech_writer.ts"), /from "audiofield\/generated\//);
});

Deno.test("gen refuses two schemas for one module, and writes neither", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  workspace.write("other/speech.schema.ts", workspace.read("speech.schema.ts"));
  const { code, stderr } = await workspace.run([
    "gen",
    "speech.schema.ts",
    "other/speech.schema.ts",
  ]);
  assert.equal(code, 2);
  assert.match(stderr, /^error\[UsageError\/same-module\]: .*"speech.*"other\/speech/);
  assert.deepEqual(workspace.list(), ["other", "speech.schema.ts"]);
  const twice = await workspace.run(["gen", "speech.schema.ts", "./speech.schema.ts"]);
  assert.equal(
    twice.stdout,
    lines("written  ", "generated/speech.ts", "generated/speech_writer.ts"),
  );
});

Deno.test("gen doesn't replace a module that it didn't generate", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  workspace.write("speech.ts", "export const precious = 1;\n");
  const { code, stderr } = await workspace.run(["gen", "speech.schema.ts", "--out", "."]);
  assert.equal(code, 1);
  assert.match(stderr, /^error\[FileError\/exists\]: Cannot write "speech\.ts"/);
  assert.equal(workspace.readText("speech.ts"), "export const precious = 1;\n");
});
