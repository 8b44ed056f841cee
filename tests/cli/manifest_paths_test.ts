/** Paths in manifests: confined to a folder by `--root`, and many of them missing. */
import assert from "node:assert/strict";
import { fileError } from "../../errors/mod.ts";
import { MissingFiles } from "../../shards/sources/values/missing_files.ts";
import { noise, wavOf } from "./_wav.ts";
import { Workspace } from "./_workspace.ts";

const isWindows = Deno.build.os === "windows";

/** Files inside and outside `root`, and links between them. */
function linked(): Workspace {
  const workspace = new Workspace();
  for (const name of ["root/in", "outside/out"]) {
    workspace.write(`${name}.wav`, wavOf(noise(100)));
    workspace.write(`${name}.bin`, "1");
  }
  const link = (target: string, name: string) => Deno.symlinkSync(target, workspace.path(name));
  link("in.wav", "root/inner.wav");
  link("../outside/out.wav", "root/outer.wav");
  link("../outside/out.bin", "root/outer.bin");
  link("../outside", "root/folder");
  link("nowhere.wav", "root/broken.wav");
  link("../outside/nowhere.wav", "root/broken_outside.wav");
  link("root", "root_link");
  return workspace;
}

async function pack(workspace: Workspace, lines: readonly unknown[]) {
  workspace.write("root/m.jsonl", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const args = ["pack", "speech.schema.ts", "root/m.jsonl", "out.afd", "--overwrite", "--json"];
  const { code, stdout, stderr } = await workspace.run([
    ...[...args, "--on-error", "skip", "--root", "root_link", "--report", "report.jsonl"],
  ]);
  const report = workspace.readText("report.jsonl").trim().split("\n").map((l) => JSON.parse(l));
  return { code, stderr, summary: code === 0 ? JSON.parse(stdout) : undefined, report };
}

Deno.test({
  name: "--root keeps audio in its folder, resolves links, and reports paths that lead out of it",
  ignore: isWindows,
  async fn() {
    using workspace = linked();
    workspace.writeSchema("audio: field.waveform()");
    const packed = ["in.wav", "inner.wav", "../root/in.wav", workspace.path("root/in.wav")];
    const refused = [
      ...["../outside/out.wav", workspace.path("outside/out.wav"), "outer.wav", "folder/out.wav"],
      ...["folder/none.wav", "../none.wav", "broken_outside.wav", "/etc/passwd"],
    ];
    const missing = ["none.wav", "broken.wav", "in.wav/none.wav"];
    const segment = { path: "outer.wav", startSeconds: 0 };
    const lines = [...packed, ...refused, ...missing, segment].map((audio) => ({ audio }));
    const { code, stderr, summary, report } = await pack(workspace, lines);
    assert.equal(code, 0, stderr);
    assert.equal(summary.records, packed.length);
    assert.deepEqual(summary.skipped.codes, {
      "FileError/outside-root": refused.length + 1,
      "FileError/not-found": missing.length,
    });
    assert.deepEqual(report.map(({ code }) => code), [
      ...packed.map(() => null),
      ...refused.map(() => "FileError/outside-root"),
      ...missing.map(() => "FileError/not-found"),
      "FileError/outside-root",
    ]);
    assert.equal(report[packed.length].source, "outside/out.wav");
    assert.match(
      stderr,
      /Line 5 .*"outside\/out\.wav": it is outside "root_link"; use only files/,
    );
  },
});

Deno.test({
  name: "--root applies to bytes, arrays and stems, and to folders of stems",
  ignore: isWindows,
  async fn() {
    using workspace = linked();
    Deno.mkdirSync(workspace.path("root/song"));
    Deno.symlinkSync("../../outside/out.wav", workspace.path("root/song/a.wav"));
    const kinds: readonly (readonly [string, unknown, unknown])[] = [
      ["v: field.bytes()", "in.bin", "outer.bin"],
      ["v: field.melSpectrogram()", "in.wav", "../outside/out.npy"],
      [
        "v: field.codecTokens({ nCodebooks: 2, vocabSize: 1024, frameRate: 75 })",
        undefined,
        "../outside/out.npy",
      ],
      ['v: field.stems({ names: ["a", "b"] })', { a: "in.wav" }, { a: "in.wav", b: "outer.wav" }],
      ['v: field.stems({ names: ["a", "b"] })', { a: "in.wav" }, "song"],
    ];
    for (const [fields, inside, outside] of kinds) {
      workspace.writeSchema(fields);
      const lines = [...(inside === undefined ? [] : [{ v: inside }]), { v: outside }];
      const { report, stderr } = await pack(workspace, lines);
      assert.equal(report[lines.length - 1].code, "FileError/outside-root", fields + stderr);
      if (inside !== undefined) assert.equal(report[0].status, "packed", fields + stderr);
    }
  },
});

Deno.test("--root takes a folder", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  workspace.write("clips/a.wav", wavOf(noise(9)));
  workspace.write("m.jsonl", '{"audio": "clips/a.wav"}');
  const run = (input: string, root: string) =>
    workspace.run(["pack", "speech.schema.ts", input, "out.afd", "--root", root, "--overwrite"]);
  assert.match((await run("m.jsonl", "none")).stderr, /^error\[FileError\/not-found\]: .*"none"/);
  assert.match((await run("m.jsonl", "m.jsonl")).stderr, /^error\[FileError\/not-a-folder\]/);
  for (const root of [".", "clips"]) assert.equal((await run("clips", root)).code, 0);
  workspace.write("other/b.wav", wavOf(noise(9)));
  const outside = await run("clips", "other");
  assert.match(
    outside.stderr,
    /^error\[FileError\/outside-root\]: .*"clips": it is outside "other"/,
  );
});

Deno.test({
  name: "--root keeps a folder's links in it: to audio, to its texts, and to folders",
  ignore: isWindows,
  async fn() {
    using workspace = linked();
    workspace.writeSchema('audio: field.waveform(), text: field.text({ default: "" })');
    Deno.writeTextFileSync(workspace.path("outside/secret.txt"), "secret");
    Deno.symlinkSync("../outside/secret.txt", workspace.path("root/in.txt"));
    const args = [
      "pack",
      "speech.schema.ts",
      "root",
      "out.afd",
      "--overwrite",
      "--report",
      "r.jsonl",
    ];
    const fates = async (...more: string[]) => {
      const { code, stderr } = await workspace.run([...args, "--on-error", "skip", ...more]);
      assert.equal(code, 0, stderr);
      const lines = workspace.readText("r.jsonl").trim().split("\n").map((line) =>
        JSON.parse(line)
      );
      return new Map(lines.map(({ source, status, code }) => [source, code ?? status]));
    };
    assert.equal((await fates()).get("root/folder/out.wav"), "packed");
    const found = await fates("--root", "root");
    assert.equal(found.get("root/inner.wav"), "packed");
    for (const name of ["outer.wav", "folder", "in.wav", "in.txt", "broken_outside.wav"]) {
      assert.equal(found.get(`root/${name}`), "FileError/outside-root", name);
    }
    assert.equal(found.get("root/broken.wav"), "FileError/not-found");
    assert.ok(![...found.keys()].some((source) => source.startsWith("root/folder/")));
    Deno.removeSync(workspace.path("root/broken.wav"));
    const stopped = await workspace.run([...args, "--root", "root"]);
    assert.match(stopped.stderr, /^error\[FileError\/outside-root\]/);
  },
});

Deno.test({
  name: "--root keeps a folder of stems in it",
  ignore: isWindows,
  async fn() {
    using workspace = linked();
    workspace.writeSchema('v: field.stems({ names: ["a", "b"] })');
    for (const song of ["good", "bad"]) {
      workspace.write(`root/songs/${song}/a.wav`, wavOf(noise(9)));
    }
    Deno.symlinkSync("../../../outside/out.wav", workspace.path("root/songs/bad/b.wav"));
    Deno.symlinkSync("../../outside", workspace.path("root/songs/elsewhere"));
    const args = [
      "pack",
      "speech.schema.ts",
      "root/songs",
      "out.afd",
      "--on-error",
      "skip",
      "--json",
    ];
    const { stdout, stderr } = await workspace.run([...args, "--root", "root"]);
    const { records, skipped } = JSON.parse(stdout);
    assert.deepEqual([records, skipped.codes], [1, { "FileError/outside-root": 2 }], stderr);
  },
});

Deno.test({
  name: "MissingFiles agrees with the system about any path, however many were missing before",
  ignore: isWindows,
  fn() {
    using workspace = linked();
    Deno.symlinkSync("circle.wav", workspace.path("root/circle.wav"));
    const missing = new MissingFiles();
    const said = (path: string): string | undefined => {
      try {
        missing.check(path);
      } catch (error) {
        return (error as Error).message;
      }
      return missing.take()?.toError().message;
    };
    const system = (path: string): string | undefined => {
      try {
        Deno.statSync(path);
        return undefined;
      } catch (cause) {
        return fileError("read", path, cause).message;
      }
    };
    const names = [
      ...["in.wav", "inner.wav", "none.wav", "broken.wav", "circle.wav", "in.wav/x", "none/x"],
      "x".repeat(300),
    ];
    for (let round = 0; round < 100; round++) {
      for (const name of names) {
        const path = workspace.path(`root/${name}`);
        assert.equal(said(path), system(path), path);
      }
      assert.equal(missing.take(), undefined);
    }
    // A file that appears later is found.
    workspace.write("root/none.wav", "");
    assert.equal(said(workspace.path("root/none.wav")), undefined);
  },
});

Deno.test("a line that is too long is one skipped input, and the next one is read", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  workspace.write("a.wav", wavOf(noise(9)));
  const good = '{"audio": "a.wav"}';
  workspace.write("m.jsonl", `${good}\n{"audio": "${"x".repeat(17 * 2 ** 20)}"}\n${good}`);
  const args = ["pack", "speech.schema.ts", "m.jsonl", "out.afd"];
  const failed = await workspace.run(args);
  assert.equal(failed.code, 1);
  assert.equal(
    failed.stderr,
    'error[ManifestError/line-too-long]: Line 2 of "m.jsonl": it is longer than 16 MiB; ' +
      "write one record per line, and put long values into files\n",
  );
  const skipped = await workspace.run([...args, "--on-error", "skip"]);
  assert.equal(skipped.code, 0, skipped.stderr);
  assert.match(skipped.stdout, /^Packed 2 records/);
  assert.match(skipped.stdout, /skipped: 1 input: 1 ManifestError\/line-too-long/);
});

Deno.test("thousands of missing inputs are all reported, in order, and counted", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("audio: field.waveform()");
  workspace.write("a.wav", wavOf(noise(9)));
  const count = 5000;
  const lines = Array.from({ length: count }, (_, index) => `{"audio": "none/${index}.wav"}`);
  workspace.write("m.jsonl", ['{"audio": "a.wav"}', ...lines].join("\n"));
  const { code, stdout, stderr } = await workspace.run([
    ...["pack", "speech.schema.ts", "m.jsonl", "out.afd", "--on-error", "skip"],
  ]);
  assert.equal(code, 0);
  assert.match(stdout, /skipped: 5,000 inputs: 5,000 FileError\/not-found/);
  const told = stderr.trimEnd().split("\n");
  assert.deepEqual(
    told,
    lines.map((_, index) =>
      `skipped[FileError/not-found]: Line ${index + 2} of "m.jsonl": Cannot read ` +
      `"none/${index}.wav": there is no such file or folder; check the path`
    ),
  );
});
