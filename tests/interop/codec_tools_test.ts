/** Streams as stored in a file, and exports of them, are complete files to other programs. */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { noise } from "../cli/_wav.ts";
import { Workspace } from "../cli/_workspace.ts";

const { ir } = defineDataset("Coded", {
  flac: field.flac({ channels: "source" }),
  opus: field.opus({ channels: "source" }),
});

/** What each program is asked, and whether its answer has as many samples as went in. */
const tools = {
  flac: {
    program: "flac",
    args: (
      path: string,
    ) => ["-d", "-s", "--force-raw-format", "--endian=little", "--sign=signed", "-c", path],
  },
  opus: { program: "opusdec", args: (path: string) => ["--quiet", "--rate", "16000", path, "-"] },
} as const;

function isInstalled(program: string): boolean {
  try {
    return new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" })
      .outputSync().success;
  } catch {
    return false;
  }
}

for (const [name, { program, args }] of Object.entries(tools)) {
  const isHere = isInstalled(program);
  Deno.test({
    name: `${program} reads payloads and exports of ${name} fields${
      isHere ? "" : ` (skipped: ${program} isn't installed)`
    }`,
    ignore: !isHere,
    async fn() {
      using workspace = new Workspace();
      const path = workspace.path("a.afd");
      const writer = createDatasetWriter(path, { ir });
      const clips = [1, 2].map((channels) => {
        return { samples: noise(20_001 * channels), sampleRate: 16_000, channels };
      });
      for (const clip of clips) writer.append({ flac: clip, opus: clip });
      writer.finish();
      const toFolder = ["--field", name, "--out", "out", "--format", name];
      const exported = await workspace.run(["export", "a.afd", ...toFolder]);
      assert.equal(exported.code, 0, exported.stderr);
      using dataset = openDataset(path);
      for (const [record, { samples, channels }] of clips.entries()) {
        const raw = workspace.path(`raw-${record}.${name}`);
        Deno.writeFileSync(raw, dataset.field(name).stream!(record)!.bytes);
        const file = [...Deno.readDirSync(workspace.path("out"))].map((entry) => entry.name).sort();
        for (const stream of [raw, workspace.path(`out/${file[record]}`)]) {
          const command = new Deno.Command(program, { args: args(stream), stderr: "piped" });
          const { success, stdout, stderr } = command.outputSync();
          assert.ok(success, new TextDecoder().decode(stderr));
          if (name === "flac") {
            assert.deepEqual(
              new Int16Array(stdout.buffer, stdout.byteOffset, stdout.length / 2),
              samples,
            );
          } else assert.equal(stdout.length, 20_001 * channels * 2);
        }
      }
    },
  });
}
