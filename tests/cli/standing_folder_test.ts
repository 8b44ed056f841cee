import assert from "node:assert/strict";
import { noise, wavOf } from "./_wav.ts";
import { projectFolder } from "../_deno.ts";
import { Workspace } from "./_workspace.ts";

function packed(): Workspace {
  const workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  workspace.write("clips/a.wav", wavOf(noise(100)));
  return workspace;
}

const args = ["pack", "speech.schema.ts", "clips", "out.afd"];

Deno.test("relative paths are resolved against the current directory, through deno task", async () => {
  using workspace = packed();
  const { code, stderr } = await workspace.runTask(args);
  assert.equal(stderr, "");
  assert.equal(code, 0);
  assert.ok(workspace.list().includes("out.afd"));
});

Deno.test("relative paths are resolved against the current directory, run directly", async () => {
  using workspace = packed();
  const deeper = ["pack", "../speech.schema.ts", ".", "../out.afd"];
  const { code, stderr } = await workspace.run(deeper, { cwd: "clips" });
  assert.equal(stderr, "");
  assert.equal(code, 0);
  assert.ok(workspace.list().includes("out.afd"));
});

Deno.test("an INIT_CWD left over from npm doesn't affect a direct run", async () => {
  using workspace = packed();
  const env = { INIT_CWD: projectFolder, npm_config_user_agent: "npm/10.0.0 node/v22.0.0" };
  assert.equal((await workspace.run(args, { env })).code, 0);
});

Deno.test("an INIT_CWD left over from deno task has no effect elsewhere", async () => {
  using workspace = packed();
  const env = { INIT_CWD: projectFolder, npm_config_user_agent: "deno/2.9.0 npm/? deno/2.9.0" };
  assert.equal((await workspace.run(args, { env })).code, 0);
});

Deno.test("messages name files as they were typed", async () => {
  using workspace = packed();
  const { stderr } = await workspace.runTask(["verify", "./missing.afd"]);
  assert.match(stderr, /Cannot open "\.\/missing\.afd"/);
});
