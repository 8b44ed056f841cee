/** `--decode-with ffmpeg`, with a stand-in for ffmpeg, so that the tests need none. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import type { Waveform } from "../../schema/mod.ts";
import { formatBytes } from "../audio/_formats.ts";
import { noise, wavOf } from "./_wav.ts";
import { type Outcome, Workspace } from "./_workspace.ts";

const options = ["--decode-with", "ffmpeg", "--on-error", "skip", "--report", "r.jsonl"];
const pack = ["pack", "speech.schema.ts", "clips", "out.afd", ...options];
const isWindows = Deno.build.os === "windows";

/**
 * A program that says it is ffmpeg of some version, notes what it is asked to decode, and gives the
 * same sound for all of it, or complains.
 */
function standIn(workspace: Workspace, version: string, { complaint = "" } = {}): void {
  workspace.write("sound.w64", formatBytes("pcm_24.w64"));
  workspace.write(
    "bin/ffmpeg",
    `#!/bin/sh
if [ "$1" = -version ]; then echo "ffmpeg version ${version} Copyright"; exit; fi
while [ $# -gt 1 ]; do
  if [ "$1" = -i ]; then echo "$2" >> "${workspace.path("asked.txt")}"; fi
  shift
done
cp "${workspace.path("sound.w64")}" "\${1#file:}"
${complaint === "" ? "" : `echo "${complaint}" >&2; exit 1`}
`,
  );
  Deno.chmodSync(workspace.path("bin/ffmpeg"), 0o755);
}

function folder(): Workspace {
  const workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  workspace.write("clips/a.wav", wavOf(noise(1600)));
  workspace.write("clips/b.wv", Uint8Array.of(0x77, 0x76, 0x70, 0x6b, 0, 0, 0, 0x22));
  workspace.write("clips/c.m4a", formatBytes("refused_aac_51.m4a"));
  workspace.write("clips/d.wav", wavOf(noise(1600)).subarray(0, -2));
  return workspace;
}

function run(workspace: Workspace, args: readonly string[]): Promise<Outcome> {
  const path = `${workspace.path("bin")}:${Deno.env.get("PATH")}`;
  return workspace.run(args, { env: { PATH: path } });
}

function test(name: string, run: () => Promise<void>): void {
  Deno.test({
    name: isWindows ? `${name} (skipped: needs a shell)` : name,
    ignore: isWindows,
    fn: run,
  });
}

test("pack has ffmpeg decode what is refused, and nothing else, and says so", async () => {
  using workspace = folder();
  standIn(workspace, "9.1-test");
  const { code, stdout, stderr } = await run(workspace, pack);
  assert.equal(code, 0, stderr);
  // A file that is cut off is damaged, not of another kind.
  assert.match(stderr, /skipped\[AudioInputError\/truncated\].*d\.wav/);
  assert.match(stderr, /the audio of 2 records was decoded by ffmpeg.*b\.wv/);
  assert.match(stdout, /noted: 2 decoded-with/);
  const asked = workspace.readText("asked.txt").trimEnd().split("\n");
  assert.deepEqual(asked.map((path) => path.replace(/^file:.*\//, "")), ["b.wv", "c.m4a"]);
  const lines = workspace.readText("r.jsonl").trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ notes }) => notes), [[], ["decoded-with"], ["decoded-with"], []]);
  assert.match(lines[1].details[0].by, /^ffmpeg 9\.1-test: ffmpeg -nostdin .*-map 0:a:0 /);
  using dataset = openDataset(workspace.path("out.afd"));
  assert.equal(dataset.recordCount, 3);
  assert.equal((dataset.field("audio").decode(1) as Waveform).samples.length, 4800);
});

test("pack doesn't use ffmpeg unless it is told to", async () => {
  using workspace = folder();
  standIn(workspace, "9.1-test");
  const { code, stderr } = await run(
    workspace,
    pack.filter((word) => !options.slice(0, 2).includes(word)),
  );
  assert.equal(code, 0);
  assert.match(stderr, /unsupported-format\].*b\.wv/);
  assert.ok(!workspace.list().includes("asked.txt"));
});

test("what ffmpeg complains about isn't packed", async () => {
  using workspace = folder();
  standIn(workspace, "9.1-test", { complaint: "invalid data" });
  const { code, stderr } = await run(workspace, pack);
  assert.equal(code, 0);
  assert.match(stderr, /skipped\[AudioInputError\/ffmpeg-failed\].*b\.wv.*invalid data/);
  using dataset = openDataset(workspace.path("out.afd"));
  assert.equal(dataset.recordCount, 1);
});

test("without an ffmpeg, --decode-with is an error that says so", async () => {
  using workspace = folder();
  const { code, stderr } = await workspace.run(pack, { env: { PATH: "/none" } });
  assert.equal(code, 2);
  assert.match(stderr, /error\[UsageError\/no-ffmpeg\]/);
  assert.ok(!workspace.list().includes("out.afd"));
});

test("a plan keeps ffmpeg's version, and another one doesn't pack it", async () => {
  using workspace = folder();
  standIn(workspace, "9.1-test");
  const plan = ["shard", "plan", "speech.schema.ts", "clips", "set", ...options.slice(0, 4)];
  const planned = await run(workspace, [...plan, "--shard-records", "10"]);
  assert.equal(planned.code, 0, planned.stderr);
  const { rules } = JSON.parse(workspace.readText("set/plan/plan.json"));
  assert.equal(rules.decodeWith.version, "9.1-test");
  assert.match(rules.decodeWith.command, /^ffmpeg /);
  standIn(workspace, "9.2-test");
  const other = await run(workspace, ["shard", "pack", "set"]);
  assert.notEqual(other.code, 0);
  assert.match(other.stderr, /other-ffmpeg/);
  standIn(workspace, "9.1-test");
  const same = await run(workspace, ["shard", "pack", "set"]);
  assert.equal(same.code, 0, same.stderr);
});
