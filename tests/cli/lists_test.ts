/** `--keep` and `--drop`: lists of records, taken by `export`, `inspect` and `bench`. */
import assert from "node:assert/strict";
import { createDatasetWriter, openDataset } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { type Outcome, Workspace } from "./_workspace.ts";

const Keyed = defineDataset("Keyed", {
  id: field.text({ means: "key" }),
  speaker: field.uint8(),
  text: field.text(),
});
const Plain = defineDataset("Plain", { speaker: field.uint8(), text: field.text() });

/** `a.afd` with the keys k0 to k5, `b.afd` with k3 to k8, and `plain.afd` without keys. */
function withFiles(): Workspace {
  const workspace = new Workspace();
  for (const [name, first] of [["a", 0], ["b", 3]] as const) {
    using writer = createDatasetWriter(workspace.path(`${name}.afd`), { ir: Keyed.ir });
    for (let record = 0; record < 6; record++) {
      writer.append({ id: `k${first + record}`, speaker: record % 3, text: `text ${record}` });
    }
    writer.finish();
  }
  using writer = createDatasetWriter(workspace.path("plain.afd"), { ir: Plain.ir });
  for (let record = 0; record < 6; record++) writer.append({ speaker: record, text: "" });
  writer.finish();
  return workspace;
}

function identityOf(workspace: Workspace, name: string): string {
  using dataset = openDataset(workspace.path(name));
  return dataset.file.identity;
}

function writeList(workspace: Workspace, name: string, lines: readonly unknown[]): void {
  workspace.write(name, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

function exported(workspace: Workspace, args: readonly string[]): Promise<Outcome> {
  const what = ["a.afd", "--field", "text", "--format", "jsonl", "--out", "-", "--quiet"];
  return workspace.run(["export", ...what, ...args]);
}

/** The records in the lines that an export wrote. */
function recordsIn({ code, stdout, stderr }: Outcome): number[] {
  assert.equal(code, 0, stderr);
  return stdout.trimEnd().split("\n").map((line) => JSON.parse(line).record);
}

Deno.test("export keeps and drops what lists of keys name", async () => {
  using workspace = withFiles();
  writeList(workspace, "drop.jsonl", [{ key: "k1", why: "noise" }, { key: "k4" }]);
  writeList(workspace, "keep.jsonl", [{ key: "k5" }, { key: "k1" }, { key: "k0" }]);
  const dropped = await exported(workspace, ["--drop", "drop.jsonl"]);
  assert.deepEqual([recordsIn(dropped), dropped.stderr], [[0, 2, 3, 5], ""]);
  const kept = await exported(workspace, ["--keep", "keep.jsonl"]);
  assert.deepEqual([recordsIn(kept), kept.stderr], [[0, 1, 5], ""]);
  const both = await exported(workspace, ["--keep", "keep.jsonl", "--drop", "drop.jsonl"]);
  assert.deepEqual(recordsIn(both), [0, 5]);
  const all = ["--keep", "keep.jsonl", "--drop", "drop.jsonl", "--records", ":5", "--where"];
  assert.deepEqual(recordsIn(await exported(workspace, [...all, "speaker=0"])), [0]);
});

Deno.test("a list that says it is of this dataset may name numbers", async () => {
  using workspace = withFiles();
  const header = { dataset: identityOf(workspace, "a.afd"), by: "me" };
  writeList(workspace, "drop.jsonl", [header, { record: 0 }, { record: 5, key: "k5" }]);
  const dropped = await exported(workspace, ["--drop", "drop.jsonl"]);
  assert.deepEqual([recordsIn(dropped), dropped.stderr], [[1, 2, 3, 4], ""]);
});

Deno.test("of a list of another dataset, keys are used with a warning that counts", async () => {
  using workspace = withFiles();
  const header = { dataset: identityOf(workspace, "b.afd") };
  const keys = ["k3", "k4", "k8"].map((key) => ({ key, record: 0 }));
  writeList(workspace, "drop.jsonl", [header, ...keys]);
  const dropped = await exported(workspace, ["--drop", "drop.jsonl"]);
  assert.deepEqual(recordsIn(dropped), [0, 1, 2, 5]);
  assert.equal(
    dropped.stderr,
    'warning: "drop.jsonl" is a list of another dataset; 1 of its 3 keys isn\'t in "a.afd"\n',
  );
});

Deno.test("of a list of another dataset, lines with numbers alone are refused", async () => {
  using workspace = withFiles();
  const header = { dataset: identityOf(workspace, "b.afd") };
  writeList(workspace, "drop.jsonl", [header, { key: "k3" }, { record: 2 }]);
  const { code, stdout, stderr } = await exported(workspace, ["--drop", "drop.jsonl"]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(
    stderr,
    /^error\[ListError\/other-dataset\]: Line 3 of "drop\.jsonl": it names record 2 of another dataset than "a\.afd"; /,
  );
});

Deno.test("a list that doesn't say of which dataset it is must name keys", async () => {
  using workspace = withFiles();
  writeList(workspace, "keys.jsonl", [{ key: "k2" }, { key: "gone" }, { key: "lost" }]);
  const kept = await exported(workspace, ["--keep", "keys.jsonl"]);
  assert.deepEqual(recordsIn(kept), [2]);
  assert.equal(kept.stderr, 'warning: 2 of the 3 keys of "keys.jsonl" aren\'t in "a.afd"\n');
  writeList(workspace, "numbers.jsonl", [{ record: 2 }]);
  const { code, stderr } = await exported(workspace, ["--keep", "numbers.jsonl"]);
  assert.equal(code, 1);
  const identity = identityOf(workspace, "a.afd");
  assert.ok(stderr.includes(`begin the list with {"dataset": "${identity}"}`), stderr);
});

Deno.test("inspect and bench take the same lists, and report what they leave", async () => {
  using workspace = withFiles();
  writeList(workspace, "drop.jsonl", [{ key: "k0" }, { key: "k3" }]);
  const text = await workspace.run(["inspect", "a.afd", "--drop", "drop.jsonl"]);
  assert.match(text.stdout, /^a\.afd: 4 of 6 records of Keyed, /);
  const json = await workspace.run(["inspect", "a.afd", "--drop", "drop.jsonl", "--json"]);
  const { records, chosen } = JSON.parse(json.stdout);
  assert.deepEqual([records, chosen], [6, 4]);
  const range = await workspace.run(["inspect", "a.afd", "--records", "2:4", "--json"]);
  assert.equal(JSON.parse(range.stdout).chosen, 2);
  const args = "bench a.afd --workers 0 --measure-seconds 0.05 --json --keep drop.jsonl".split(" ");
  assert.equal(JSON.parse((await workspace.run(args)).stdout).records, 2);
});

Deno.test("each of several files is compared with the list on its own", async () => {
  using workspace = withFiles();
  const header = { dataset: identityOf(workspace, "a.afd") };
  writeList(workspace, "drop.jsonl", [header, { key: "k0" }, { key: "k4" }]);
  const args = ["inspect", "a.afd", "b.afd", "--drop", "drop.jsonl"];
  const { code, stdout, stderr } = await workspace.run(args);
  assert.equal(code, 0);
  assert.match(stdout, /^a\.afd: 4 of 6 records[^]*\n\nb\.afd: 5 of 6 records/);
  assert.match(
    stderr,
    /^warning: "drop\.jsonl" is a list of another dataset; 1 of its 2 keys isn't/,
  );
});

Deno.test("a list comes from standard input or a pipe too, as other commands write them", async () => {
  using workspace = withFiles();
  const options = "a.afd --field text --format jsonl --out - --quiet";
  const { code, stdout, stderr } = await workspace.runBash(`
    printf '{"key": "k%s"}\\n' 1 2 | audiofield export ${options} --keep - > piped.jsonl &&
    audiofield export ${options} --drop <(printf '{"key": "k%s"}\\n' 1 2) > substituted.jsonl &&
    wc -l < piped.jsonl && wc -l < substituted.jsonl`);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.deepEqual(stdout.trim().split(/\s+/), ["2", "4"]);
  const both = await exported(workspace, ["--keep", "-", "--drop", "-"]);
  assert.equal(both.code, 2);
  assert.match(both.stderr, /Cannot read both --keep and --drop from standard input/);
});

Deno.test("the lines of an export are a list", async () => {
  using workspace = withFiles();
  const { stdout } = await exported(workspace, ["--where", "speaker=1"]);
  assert.deepEqual(stdout.trimEnd().split("\n").map((line) => JSON.parse(line)), [
    { record: 1, key: "k1", text: "text 1" },
    { record: 4, key: "k4", text: "text 4" },
  ]);
  workspace.write("speaker_one.jsonl", stdout);
  // The other dataset has other numbers for these keys.
  const args = ["inspect", "b.afd", "--keep", "speaker_one.jsonl", "--json"];
  const kept = await workspace.run(args);
  assert.equal(JSON.parse(kept.stdout).chosen, 1);
  assert.match(
    kept.stderr,
    /^warning: 1 of the 2 keys of "speaker_one\.jsonl" isn't in "b\.afd"\n$/,
  );
});

const refused: readonly (readonly [what: string, args: string, code: number, message: RegExp])[] = [
  ["a missing list", "--keep none.jsonl", 1, /^error\[FileError\/not-found\]: .*"none\.jsonl"/],
  ["a folder", "--drop .", 1, /^error\[FileError\/is-a-directory\]/],
  ["what is no list", "--drop a.afd", 1, /^error\[ListError\/not-utf-8\]: Line 1 of "a\.afd"/],
  ["an empty list to keep", "--keep empty.jsonl", 2, /none of 6 records is in "empty\.jsonl"/],
  ["a list that drops all", "--drop all.jsonl", 2, /none of 6 records is left by "all\.jsonl"/],
];

for (const [what, args, wanted, message] of refused) {
  Deno.test(`${what} is an error, and nothing is exported`, async () => {
    using workspace = withFiles();
    workspace.write("empty.jsonl", "\n");
    writeList(workspace, "all.jsonl", [0, 1, 2, 3, 4, 5].map((number) => ({ key: `k${number}` })));
    const { code, stdout, stderr } = await exported(workspace, args.split(" "));
    assert.deepEqual([code, stdout], [wanted, ""]);
    assert.match(stderr, message);
  });
}

Deno.test("a list of keys can't be used with a dataset without keys", async () => {
  using workspace = withFiles();
  writeList(workspace, "drop.jsonl", [{ key: "k0" }]);
  const { code, stderr } = await workspace.run(["inspect", "plain.afd", "--drop", "drop.jsonl"]);
  assert.equal(code, 2);
  assert.match(stderr, /^error\[UsageError\/no-key-field\]: Cannot use keys of "plain\.afd"/);
});

Deno.test("inspect --record can't be combined with a list", async () => {
  using workspace = withFiles();
  writeList(workspace, "drop.jsonl", [{ key: "k0" }]);
  const args = ["inspect", "a.afd", "--record", "1", "--drop", "drop.jsonl"];
  const { code, stderr } = await workspace.run(args);
  assert.equal(code, 2);
  assert.match(stderr, /Cannot show one record and a choice of records at once/);
});
