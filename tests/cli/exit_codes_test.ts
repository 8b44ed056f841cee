/** What commands exit with: 0 done, 1 failed, 2 wrong usage, 3 found something, 130 after Ctrl-C. */
import assert from "node:assert/strict";
import { createDatasetWriter } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

/** `a.afd`, the same with a flipped bit as `damaged.afd`, and half of it as `cut.afd`. */
function withFiles(): Workspace {
  const workspace = new Workspace();
  const { ir } = defineDataset("Speech", { audio: field.waveform(), text: field.text() });
  using writer = createDatasetWriter(workspace.path("a.afd"), { ir });
  for (let record = 0; record < 3; record++) {
    const samples = new Int16Array(1000).fill(record);
    writer.append({ audio: { samples, sampleRate: 16_000 }, text: `clip ${record}` });
  }
  writer.finish();
  const bytes = workspace.read("a.afd");
  workspace.write("cut.afd", bytes.subarray(0, bytes.length >> 1));
  bytes[100]! ^= 1;
  workspace.write("damaged.afd", bytes);
  workspace.write("clip.wav", wavOf(noise(2000)));
  workspace.writeSchema("audio: field.waveform(), text: field.text()");
  workspace.write("clips.jsonl", '{"audio": "clip.wav", "text": "one"}\n');
  return workspace;
}

const bench = "bench a.afd --workers 0 --batch 2 --measure-seconds 0.05";

const lines: readonly (readonly [code: number, commandLine: string])[] = [
  [0, "gen speech.schema.ts --out out"],
  [0, "gen speech.schema.ts --out out --check"],
  [3, "gen speech.schema.ts --out elsewhere --check"],
  [1, "gen missing.schema.ts"],
  [0, "pack speech.schema.ts clips.jsonl out.afd"],
  [1, "pack speech.schema.ts clips.jsonl a.afd"],
  [2, "pack speech.schema.ts clip.wav out2.afd"],
  [0, "inspect a.afd"],
  [1, "inspect damaged.afd"],
  [1, "inspect cut.afd"],
  [1, "inspect a.afd missing.afd"],
  [2, "inspect a.afd --record 3"],
  [0, "verify a.afd"],
  [3, "verify damaged.afd"],
  [3, "verify cut.afd"],
  [3, "verify clip.wav"],
  [1, "verify missing.afd"],
  [3, "verify a.afd damaged.afd cut.afd"],
  [1, "verify damaged.afd missing.afd a.afd"],
  [2, "verify"],
  [0, "export a.afd --field text --out texts"],
  [1, "export a.afd --field text --out texts"],
  [2, "export a.afd --field txt --out texts"],
  [0, "probe clip.wav"],
  [3, "probe clip.wav a.afd"],
  [3, "probe missing.wav"],
  [0, "features clip.wav --out mel.npy"],
  [1, "features missing.wav --out mel2.npy"],
  [2, "features clip.wav --set nMels=-1 --out mel3.npy"],
  [2, "plot a.afd --field text --record 0 --out text.png"],
  [0, "plan --model whisper --clips 1 --seconds 1"],
  [2, "plan --model whisper"],
  [0, bench],
  [1, `${bench} missing.afd`],
  [2, `${bench} --fields none`],
];

Deno.test("commands exit with 0, 1, 2 or 3, as docs/cli.md says", async (test) => {
  using workspace = withFiles();
  for (const [wanted, commandLine] of lines) {
    await test.step(`${wanted}: ${commandLine}`, async () => {
      const { code, stderr } = await workspace.run(commandLine.split(" "));
      assert.equal(code, wanted, stderr);
      if (wanted === 1) assert.match(stderr, /error\[(?!UsageError)\w+\//);
      if (wanted === 2) assert.match(stderr, /error\[UsageError\//);
    });
  }
});

/** Starts a command and interrupts it: after its first output, or after a second without any. */
async function interrupted(workspace: Workspace, args: readonly string[]): Promise<number> {
  const process = workspace.start(args);
  const errors = process.stderr.cancel();
  const reader = process.stdout.getReader();
  const patience = new Promise((resume) => setTimeout(resume, 1000));
  await Promise.race([reader.read(), patience]);
  process.kill("SIGINT");
  const { code } = await process.status;
  await Promise.all([reader.cancel(), errors, patience]);
  return code;
}

// tests/cli/interrupt_test.ts also tests what `pack` and `export` leave behind.
const endless: readonly (readonly [what: string, args: readonly string[]])[] = [
  ["verify", ["verify", ...Array<string>(20_000).fill("a.afd")]],
  ["inspect", ["inspect", ...Array<string>(20_000).fill("a.afd")]],
  ["bench without workers", "bench a.afd --workers 0 --measure-seconds 60".split(" ")],
  ["bench with workers", "bench a.afd --workers 2 --measure-seconds 60".split(" ")],
  ["pack that waits for a pipe", "pack speech.schema.ts pipe out.afd".split(" ")],
];

for (const [what, args] of endless) {
  Deno.test({
    name: `${what} exits with 130 after Ctrl-C`,
    ignore: Deno.build.os === "windows",
    async fn() {
      using workspace = withFiles();
      await new Deno.Command("mkfifo", { args: [workspace.path("pipe")] }).output();
      assert.equal(await interrupted(workspace, args), 130);
    },
  });
}
