import assert from "node:assert/strict";
import { createDatasetWriter } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { noise, wavOf } from "./_wav.ts";
import { isThere } from "../../shards/shared/paths.ts";
import { Workspace } from "./_workspace.ts";

/**
 * Waits until the command starts to write, and then interrupts it at once: by then it must be ready
 * to clean up.
 */
async function interrupted(
  workspace: Workspace,
  { args, signal, folder }: { args: readonly string[]; signal: Deno.Signal; folder: string },
): Promise<number> {
  const process = workspace.start(args);
  const output = Promise.all([process.stdout.cancel(), process.stderr.cancel()]);
  const listed = (folder: string) => isThere(workspace.path(folder)) ? workspace.list(folder) : [];
  while (
    !listed(folder).some((name) => /\.(partial|wav)$/.test(name) && name !== "clip.wav") ||
    (args.includes("--report") && !workspace.list(folder).includes("all.report"))
  ) {
    await new Promise((resume) => setTimeout(resume, 1));
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
    name: `pack leaves the old output when ${signal} ends it`,
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

Deno.test({
  name: "the report of an interrupted pack ends by saying so",
  ignore: Deno.build.os === "windows",
  async fn() {
    using workspace = new Workspace();
    manyClips(workspace);
    const args = ["pack", "speech.schema.ts", "train.jsonl", "out.afd", "--report", "all.report"];
    assert.equal(await interrupted(workspace, { args, signal: "SIGINT", folder: "." }), 130);
    const lines = workspace.readText("all.report").trimEnd().split("\n");
    const { source, status, code } = JSON.parse(lines.at(-1) ?? "");
    assert.deepEqual([source, status, code], ["out.afd", "failed", "interrupted"]);
    assert.ok(lines.slice(0, -1).every((line) => JSON.parse(line).status === "packed"));
  },
});

for (
  const [format, folder] of [["wav", "out"], ["wav", "new/out"], ["jsonl", "new/out"]] as const
) {
  Deno.test({
    name: `export to ${format} in "${folder}" leaves nothing behind when it is interrupted`,
    ignore: Deno.build.os === "windows",
    async fn() {
      using workspace = new Workspace();
      const { ir } = defineDataset("Texts", { audio: field.waveform(), text: field.text() });
      const writer = createDatasetWriter(workspace.path("a.afd"), { ir });
      const samples = new Int16Array(1);
      for (let record = 0; record < 200_000; record++) {
        writer.append({ audio: { samples, sampleRate: 16_000, channels: 1 }, text: "Ola" });
      }
      writer.finish();
      Deno.mkdirSync(workspace.path("out"));
      const name = format === "wav" ? "audio" : "text";
      const args = ["export", "a.afd", "--field", name, "--format", format, "--out", folder];
      const options = { args, signal: "SIGINT", folder } as const;
      assert.equal(await interrupted(workspace, options), 130);
      assert.deepEqual(workspace.list(), ["a.afd", "out"]);
      assert.deepEqual(workspace.list("out"), []);
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
