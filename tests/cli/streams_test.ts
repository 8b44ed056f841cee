/** `-`, pipes and devices in place of files. */
import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const isWindows = Deno.build.os === "windows";
const bash = { ignore: isWindows };

/** A workspace with two clips, a schema and a dataset of them. */
async function packed(): Promise<Workspace> {
  const workspace = new Workspace();
  workspace.writeSchema('audio: field.waveform(), text: field.text({ default: "" })');
  workspace.write("clips/a.wav", wavOf(noise(8000)));
  workspace.write("clips/a.txt", "a text");
  workspace.write("clips/b.wav", wavOf(noise(4000)));
  workspace.write("clips/b.txt", "another");
  const { code, stderr } = await workspace.run(["pack", "speech.schema.ts", "clips", "in.afd"]);
  assert.equal(code, 0, stderr);
  return workspace;
}

const line = '{"audio": "clips/b.wav"}';

Deno.test({
  name: "a manifest may come from standard input; its paths are relative to the current directory",
  ...bash,
  async fn() {
    using workspace = await packed();
    const { code, stdout, stderr } = await workspace.runBash(
      `printf '${line}\\n{"audio": "clips/none.wav"}\\n' |
         audiofield pack speech.schema.ts - out.afd --on-error skip`,
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Packed 1 record of Speech into "out\.afd"\n/);
    assert.match(stderr, /^skipped\[FileError\/not-found\]: Line 2 of standard input: Cannot read/);
    using dataset = openDataset(workspace.path("out.afd"));
    assert.equal(dataset.recordCount, 1);
  },
});

Deno.test({
  name: "pack says that it waits for a pipe that is silent for two seconds, and reads it once",
  ...bash,
  async fn() {
    using workspace = await packed();
    const { code, stdout, stderr } = await workspace.runBash(
      `mkfifo pipe
       (echo '${line}'; sleep 4; echo '${line}') > pipe &
       audiofield pack speech.schema.ts pipe out.afd
       audiofield pack speech.schema.ts <(echo '${line}') other.afd --quiet`,
    );
    assert.equal(code, 0, stderr);
    assert.equal(stderr, 'waiting for "pipe"\n');
    assert.match(stdout, /^Packed 2 records/);
    assert.doesNotMatch(stdout, /other/);
    using dataset = openDataset(workspace.path("other.afd"));
    assert.equal(dataset.recordCount, 1);
  },
});

Deno.test({
  name: "Ctrl-C ends a pack that is waiting for a pipe, and leaves nothing behind",
  ...bash,
  async fn() {
    using workspace = await packed();
    new Deno.Command("mkfifo", { args: [workspace.path("pipe")] }).outputSync();
    const process = workspace.start(["pack", "speech.schema.ts", "pipe", "out.afd"]);
    const { value } = await process.stderr.getReader().read();
    assert.equal(new TextDecoder().decode(value), 'waiting for "pipe"\n');
    process.kill("SIGINT");
    assert.equal((await process.status).code, 130);
    await process.stdout.cancel();
    assert.deepEqual(workspace.list(), ["clips", "in.afd", "pipe", "speech.schema.ts"]);
  },
});

Deno.test({
  name: "export and features write only the data to standard output",
  ...bash,
  async fn() {
    using workspace = await packed();
    const { code, stderr } = await workspace.runBash(
      `set -e -o pipefail
       audiofield export in.afd --field audio --records 1:2 --out - | cmp - clips/b.wav
       audiofield export in.afd --field text --format jsonl --out - > texts.jsonl
       audiofield features clips/a.wav --preset whisper --out a.npy
       audiofield features clips/a.wav --preset whisper --out - | cmp - a.npy`,
    );
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^Exported "audio" of 1 record to standard output\n/);
    assert.match(stderr, /Computed 80 bins by \d+ frames .* into standard output\n$/);
    assert.equal(
      workspace.readText("texts.jsonl"),
      '{"record": 0, "text": "a text"}\n{"record": 1, "text": "another"}\n',
    );
  },
});

Deno.test({
  name: "a reader that goes away ends an export silently, and a pipe or device is never replaced",
  ...bash,
  async fn() {
    using workspace = await packed();
    workspace.write("clips/a.wav", wavOf(noise(4_000_000)));
    const { code, stdout, stderr } = await workspace.runBash(
      `set -e
       audiofield pack speech.schema.ts clips big.afd --quiet
       audiofield export big.afd --field audio --records :1 --out - --quiet | head -c 4
       mkfifo pipe
       audiofield features clips/b.wav --out pipe --overwrite --quiet & head -c 6 pipe > head.npy
       wait
       test -p pipe
       audiofield features clips/b.wav --out /dev/null --overwrite --quiet
       test -c /dev/null`,
    );
    assert.equal(stderr, "");
    assert.equal(code, 0);
    assert.equal(stdout, "RIFF");
    assert.deepEqual(
      workspace.read("head.npy"),
      new Uint8Array([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]),
    );
  },
});

const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
  [
    "an .afd file as output",
    ["pack", "speech.schema.ts", "clips", "-"],
    /standard output: its beg/,
  ],
  [
    "a device as output",
    ["pack", "speech.schema.ts", "clips", "/dev/null"],
    /"\/dev\/null": its b/,
  ],
  ["an .afd file as input", ["inspect", "-"], /Cannot read an \.afd file from standard input/],
  ["an .afd file to verify", ["verify", "-"], /Cannot read an \.afd file from standard input/],
  ["audio", ["features", "-", "--out", "a.npy"], /Cannot read audio from standard input/],
  [
    "several files",
    ["export", "in.afd", "--field", "audio", "--out", "-"],
    /choose one record with --records/,
  ],
  [
    "two things at once",
    ["pack", "speech.schema.ts", "clips", "out.afd", "--report", "-", "--json"],
    /two things to standard output/,
  ],
];

for (const [what, args, said] of refused) {
  Deno.test({
    name: `- is refused for ${what}, and leaves nothing behind`,
    ...bash,
    async fn() {
      using workspace = await packed();
      const { code, stdout, stderr } = await workspace.run(args);
      assert.equal(code, 2);
      assert.equal(stdout, "");
      assert.match(stderr, /^error\[UsageError\/standard-stream\]: /);
      assert.match(stderr, said);
      assert.deepEqual(workspace.list(), ["clips", "in.afd", "speech.schema.ts"]);
    },
  });
}

Deno.test("--quiet suppresses what went well, and nothing else", async () => {
  using workspace = await packed();
  workspace.write("clips/c.wav", "no audio");
  const args = ["pack", "speech.schema.ts", "clips", "out.afd", "--on-error", "skip", "-q"];
  const pack = await workspace.run(args);
  assert.equal(pack.code, 0, pack.stderr);
  assert.equal(pack.stdout, "");
  assert.match(pack.stderr, /^skipped\[/m);
  assert.deepEqual(await workspace.run(["verify", "out.afd", "--quiet"]), {
    code: 0,
    stdout: "",
    stderr: "",
  });
  const bytes = workspace.read("out.afd");
  bytes[1000]! ^= 1;
  workspace.write("out.afd", bytes);
  const verify = await workspace.run(["verify", "out.afd", "--quiet"]);
  assert.equal(verify.code, 3);
  assert.match(verify.stdout, /^out\.afd: damaged in \d+ places?\n/);
});
