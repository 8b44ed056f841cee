import assert from "node:assert/strict";
import { openDataset } from "../../runtime/mod.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const pack = ["pack", "speech.schema.ts", "clips", "out.afd"];
const skip = ["--on-error", "skip"];
const ignore = Deno.build.os === "windows";

function makePipe(workspace: Workspace, name: string): void {
  assert.ok(new Deno.Command("mkfifo", { args: [workspace.path(name)] }).outputSync().success);
}

Deno.test({
  name: "pack doesn't wait for a pipe in place of a text file",
  ignore,
  async fn() {
    using workspace = new Workspace();
    workspace.writeSchema("audio: field.waveform(), text: field.text()");
    for (const name of ["a", "b"]) workspace.write(`clips/${name}.wav`, wavOf(noise(9)));
    workspace.write("clips/a.txt", "a");
    makePipe(workspace, "clips/b.txt");
    const { code, stderr } = await workspace.run(pack);
    assert.equal(code, 1);
    assert.match(stderr, /^error\[FileError\/not-a-file\]: .*"clips\/b\.txt": it is a pipe/);
    const skipped = await workspace.run([...pack, ...skip]);
    assert.equal(skipped.code, 0, skipped.stderr);
    assert.match(skipped.stdout, /skipped: 1 input: 1 FileError\/not-a-file/);
  },
});

Deno.test({
  name: "pack doesn't wait for a pipe or device in place of bytes or of the schema",
  ignore,
  async fn() {
    using workspace = new Workspace();
    workspace.writeSchema("blob: field.bytes()");
    workspace.write("one", "1");
    makePipe(workspace, "pipe");
    const paths = ["one", "pipe", "/dev/zero"];
    workspace.write("train.jsonl", paths.map((blob) => JSON.stringify({ blob })).join("\n"));
    const args = ["pack", "speech.schema.ts", "train.jsonl", "out.afd"];
    const { code, stdout, stderr } = await workspace.run([...args, ...skip]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /skipped: 2 inputs: 2 FileError\/not-a-file/);
    assert.match(stderr, /Line 3 of "train\.jsonl": Cannot read "\/dev\/zero"/);
    const schema = await workspace.run(["pack", "pipe", "train.jsonl", "other.afd"]);
    assert.match(schema.stderr, /^error\[FileError\/not-a-file\]/);
  },
});

Deno.test("pack skips a subfolder that can't be read", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  for (const name of ["a", "locked/b", "z"]) workspace.write(`clips/${name}.wav`, wavOf(noise(9)));
  const refused = await workspace.run(pack, { denied: "clips/locked" });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^error\[FileError\/no-permission\]: .*"clips\/locked"/);
  assert.deepEqual(workspace.list(), ["clips", "speech.schema.ts"]);
  const skipped = await workspace.run([...pack, ...skip], { denied: "clips/locked" });
  assert.equal(skipped.code, 0, skipped.stderr);
  assert.match(skipped.stderr, /^skipped\[FileError\/no-permission\]: .*"clips\/locked"/);
  assert.match(skipped.stdout, /Packed 2 records/);
});

Deno.test({
  name: "pack reports a name that isn't UTF-8",
  // Other systems refuse such names themselves.
  ignore: Deno.build.os !== "linux",
  async fn() {
    using workspace = new Workspace();
    workspace.writeSchema("audio: field.waveform()");
    workspace.write("clips/a.wav", wavOf(noise(9)));
    // A name with the replacement character itself is an ordinary name.
    workspace.write("clips/\ufffd.wav", wavOf(noise(9)));
    const script = "cp a.wav \"$(printf 'x\\377.wav')\"; mkdir \"$(printf 'y\\377')\"";
    const { success } = new Deno.Command("sh", {
      args: ["-c", script],
      cwd: workspace.path("clips"),
    })
      .outputSync();
    assert.ok(success);
    const refused = await workspace.run(pack);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^error\[FileError\/name-not-utf-8\]: .*its name isn't UTF-8/);
    const { code, stdout } = await workspace.run([...pack, ...skip]);
    assert.equal(code, 0);
    assert.match(stdout, /skipped: 2 inputs: 2 FileError\/name-not-utf-8/);
    using dataset = openDataset(workspace.path("out.afd"));
    assert.equal(dataset.recordCount, 2);
  },
});

Deno.test({
  name: "control characters in names and keys don't reach the terminal",
  ignore,
  async fn() {
    using workspace = new Workspace();
    workspace.writeSchema("audio: field.waveform()");
    workspace.write("clips/\x1b[31mred\x1b]0;title\x07\x9b.wav", "not audio");
    workspace.write("train.jsonl", JSON.stringify({ ["k\u202e\x1b[2J".repeat(200)]: 1 }));
    const manifest = ["pack", "speech.schema.ts", "train.jsonl", "out.afd"];
    for (const args of [pack, [...pack, ...skip], manifest]) {
      const { code, stderr } = await workspace.run(args);
      assert.equal(code, 1);
      assert.doesNotMatch(stderr.replaceAll("\n", ""), /[\p{Cc}\u202e]/u);
      assert.ok(stderr.length < 1000, stderr);
    }
  },
});

Deno.test({
  name: "a full standard output is reported",
  ignore: Deno.build.os !== "linux",
  async fn() {
    using workspace = new Workspace();
    workspace.writeSchema("audio: field.waveform()");
    workspace.write("clips/a.wav", wavOf(noise(9)));
    for (const args of [pack, ["inspect", "out.afd"], ["inspect", "out.afd", "--json"]]) {
      const { code, stderr } = await workspace.runInto("/dev/full", args);
      assert.equal(code, 1);
      assert.match(
        stderr,
        /^error\[FileError\/no-space\]: Cannot write to standard output: no space is left .*\n$/,
      );
    }
    const help = await workspace.runInto("/dev/full", ["--help"]);
    assert.match(help.stderr, /^error\[FileError\/no-space\]/);
  },
});
