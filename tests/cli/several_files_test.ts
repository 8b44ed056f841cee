/** Commands that look at files take several of them. */
import assert from "node:assert/strict";
import { createDatasetWriter } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { Workspace } from "./_workspace.ts";

/** `one.afd` with a record, `two.afd` with two, and `damaged.afd`. */
function withFiles(): Workspace {
  const workspace = new Workspace();
  const { ir } = defineDataset("Texts", { text: field.text() });
  for (const [name, count] of [["one", 1], ["two", 2]] as const) {
    using writer = createDatasetWriter(workspace.path(`${name}.afd`), { ir });
    for (let record = 0; record < count; record++) writer.append({ text: `text ${record}` });
    writer.finish();
  }
  const bytes = workspace.read("two.afd");
  bytes[64]! ^= 1;
  workspace.write("damaged.afd", bytes);
  return workspace;
}

Deno.test("inspect shows one file after another, and continues after one that it can't open", async () => {
  using workspace = withFiles();
  const { code, stdout, stderr } = await workspace.run(["inspect", "one.afd", "no.afd", "two.afd"]);
  assert.equal(code, 1);
  assert.match(stdout, /^one\.afd: 1 record of Texts[^]*\n\ntwo\.afd: 2 records of Texts/);
  assert.match(stderr, /^error\[FileError\/not-found\]: Cannot open "no\.afd"[^\n]*\n$/);
});

Deno.test("inspect --json of several files is one document", async () => {
  using workspace = withFiles();
  const { code, stdout } = await workspace.run([
    "inspect",
    "two.afd",
    "no.afd",
    "one.afd",
    "--json",
  ]);
  assert.equal(code, 1);
  const { files: [two, none, one], ...rest } = JSON.parse(stdout);
  assert.deepEqual(rest, {});
  assert.deepEqual([two.file, two.records, one.file, one.records], ["two.afd", 2, "one.afd", 1]);
  assert.deepEqual([none.file, none.error.class, none.error.code], [
    "no.afd",
    "FileError",
    "not-found",
  ]);
  // A single file makes the document itself.
  const single = await workspace.run(["inspect", "two.afd", "--json"]);
  const { file, ...document } = two;
  assert.equal(file, "two.afd");
  assert.deepEqual(JSON.parse(single.stdout), document);
});

Deno.test("inspect --record shows that record of each file", async () => {
  using workspace = withFiles();
  const both = await workspace.run(["inspect", "two.afd", "one.afd", "--record", "1"]);
  assert.equal(both.code, 2);
  assert.match(both.stdout, /^two\.afd: record 1\n/);
  assert.match(both.stderr, /^error\[UsageError\/no-such-record\].*"one\.afd" has 1 record/);
});

Deno.test("verify checks every file, whatever it finds in the others", async () => {
  using workspace = withFiles();
  const names = ["one.afd", "damaged.afd", "two.afd"];
  const { code, stdout, stderr } = await workspace.run(["verify", ...names]);
  assert.deepEqual([code, stderr], [3, ""]);
  assert.match(
    stdout,
    /^one\.afd: sound\n[^]*\n\ndamaged\.afd: damaged in [^]*\n\ntwo\.afd: sound\n/,
  );
  const json = await workspace.run(["verify", ...names, "--json"]);
  assert.equal(json.code, 3);
  const { files } = JSON.parse(json.stdout);
  assert.deepEqual(
    files.map(({ file, ok, records }: Record<string, unknown>) => [file, ok, records]),
    [["one.afd", true, 1], ["damaged.afd", false, 2], ["two.afd", true, 2]],
  );
});

Deno.test("bench measures one file after another", async () => {
  using workspace = withFiles();
  const args = "bench one.afd two.afd --workers 0 --batch 1 --measure-seconds 0.05".split(" ");
  const text = await workspace.run(args);
  assert.equal(text.code, 0);
  assert.match(text.stdout, /^one\.afd: 1 record,[^]*\n\ntwo\.afd: 2 records,/);
  const json = await workspace.run([...args, "--json"]);
  const { files } = JSON.parse(json.stdout);
  assert.deepEqual(
    files.map(({ file, records }: Record<string, unknown>) => [file, records]),
    [["one.afd", 1], ["two.afd", 2]],
  );
});
