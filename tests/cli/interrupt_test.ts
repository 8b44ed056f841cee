import assert from "node:assert/strict";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

/** Waits until the command has begun to write, and then interrupts it. */
async function interrupted(
  workspace: Workspace,
  { args, signal, folder }: { args: string[]; signal: Deno.Signal; folder: string },
): Promise<number> {
  const process = workspace.start(args);
  const output = Promise.all([process.stdout.cancel(), process.stderr.cancel()]);
  while (!workspace.list(folder).some((name) => name.endsWith(".partial"))) {
    await new Promise((resume) => setTimeout(resume, 5));
  }
  process.kill(signal);
  const { code } = await process.status;
  await output;
  return code;
}

/** Enough for a second or two of work: many names for one file. */
function manyClips(workspace: Workspace): void {
  workspace.write("clip.wav", wavOf(noise(200_000)));
  const lines = Array.from({ length: 2000 }, () => '{"audio": "clip.wav"}\n');
  workspace.write("train.jsonl", lines.join(""));
  workspace.writeSchema("audio: field.waveform()");
}

for (const [signal, exitCode] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
  Deno.test({
    name: `pack leaves the old output when it is ended by ${signal}`,
    ignore: Deno.build.os === "windows",
    async fn() {
      using workspace = new Workspace();
      manyClips(workspace);
      workspace.write("out.afd", "precious");
      const args = ["pack", "speech.schema.ts", "train.jsonl", "out.afd", "--overwrite"];
      assert.equal(await interrupted(workspace, { args, signal, folder: "." }), exitCode);
      assert.deepEqual(
        workspace.list(),
        ["clip.wav", "out.afd", "speech.schema.ts", "train.jsonl"],
      );
      assert.equal(workspace.readText("out.afd"), "precious");
    },
  });
}

Deno.test("pack leaves the old output when it is killed", async () => {
  using workspace = new Workspace();
  manyClips(workspace);
  workspace.write("out.afd", "precious");
  const args = ["pack", "speech.schema.ts", "train.jsonl", "out.afd", "--overwrite"];
  await interrupted(workspace, { args, signal: "SIGKILL", folder: "." });
  assert.equal(workspace.readText("out.afd"), "precious");
});
