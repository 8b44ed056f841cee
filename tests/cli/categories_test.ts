/** Categories on the command line: packed, shown, exported, and what is said where they are wanted. */
import assert from "node:assert/strict";
import { type CategoryFieldReader, openDataset } from "../../runtime/mod.ts";
import { Workspace } from "./_workspace.ts";

const pack = ["pack", "speech.schema.ts", "in.jsonl", "out.afd"];
const speakers = ["84", "121", "84", "é", "84", "121"];

async function packed(): Promise<Workspace> {
  const workspace = new Workspace();
  workspace.writeSchema('speaker: field.category(), split: field.category({ default: "train" })');
  const lines = speakers.map((speaker, at) =>
    JSON.stringify(at === 1 ? { speaker, split: "test" } : { speaker })
  );
  workspace.write("in.jsonl", lines.join("\n"));
  const { code, stderr } = await workspace.run(pack);
  assert.equal(code, 0, stderr);
  return workspace;
}

Deno.test("pack takes categories from a manifest as text", async () => {
  using workspace = await packed();
  using dataset = openDataset(workspace.path("out.afd"));
  const reader = dataset.field("speaker") as CategoryFieldReader;
  assert.deepEqual(reader.categories, ["84", "121", "é"]);
  assert.deepEqual(speakers.map((_, record) => reader.decode(record)), speakers);
  assert.deepEqual(dataset.toRecord(1), { speaker: "121", split: "test" });
  assert.deepEqual(dataset.toRecord(2), { speaker: "84", split: "train" });
});

Deno.test("inspect counts the records of each category", async () => {
  using workspace = await packed();
  const text = await workspace.run(["inspect", "out.afd"]);
  assert.equal(text.code, 0, text.stderr);
  assert.match(
    text.stdout,
    /^categories of speaker: 3\n +category +records\n +"84" +3\n +"121" +2\n +"é" +1$/m,
  );
  assert.match(text.stdout, /^categories of split: 2\n.*\n +"train" +5\n +"test" +1$/m);
  const { fields } = JSON.parse((await workspace.run(["inspect", "out.afd", "--json"])).stdout);
  assert.deepEqual(fields[0].categories, {
    count: 3,
    largest: [
      { category: "84", records: 3 },
      { category: "121", records: 2 },
      { category: "é", records: 1 },
    ],
  });
});

Deno.test("inspect lists the 20 largest of many categories, and escapes what they hold", async () => {
  using workspace = new Workspace();
  workspace.writeSchema("speaker: field.category()");
  const lines = Array.from({ length: 9000 }, (_, at) => ({ speaker: `s\u001b${at % 4500}` }));
  lines.push({ speaker: "s\u001b4321" });
  workspace.write("in.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
  assert.equal((await workspace.run(pack)).code, 0);
  const { stdout } = await workspace.run(["inspect", "out.afd"]);
  assert.match(
    stdout,
    /^categories of speaker: 4,500; the 20 largest\n.*\n +"s\\u001b4321" +3\n/m,
  );
  assert.equal([...stdout.matchAll(/^ +"s\\u001b\d+" +\d$/gm)].length, 20);
  assert.ok(!stdout.includes("\u001b"));
});

Deno.test("export writes categories as lines of JSON", async () => {
  using workspace = await packed();
  const args = ["export", "out.afd", "--field", "speaker", "--out", "out"];
  assert.equal((await workspace.run(args)).code, 0);
  const [file] = Deno.readDirSync(workspace.path("out"));
  const lines = workspace.readText(`out/${file!.name}`).trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    speakers.map((speaker, record) => ({ record, speaker })),
  );
});

Deno.test("plot says where categories are shown", async () => {
  using workspace = await packed();
  const args = ["plot", "out.afd", "--field", "speaker", "--record", "0", "--out", "a.png"];
  const { code, stderr } = await workspace.run(args);
  assert.equal(code, 2);
  assert.match(stderr, /UsageError\/not-drawable.*it is a category field; `inspect .* --record 0`/);
});

Deno.test("pack says that names belong in category fields, and numbers in text", async () => {
  const cases = [
    [
      "speaker: field.uint32()",
      '{"speaker": "84"}',
      /got "84"; use field\.category\(\) for names/,
    ],
    [
      "speaker: field.int64()",
      '{"speaker": "s84"}',
      /got "s84"; use field\.category\(\) for names/,
    ],
    [
      "speaker: field.category()",
      '{"speaker": 84}',
      /expected text, got 84; write it as text: "84"/,
    ],
    ["speaker: field.category()", '{"speaker": null}', /expected text, got null/],
  ] as const;
  for (const [fields, manifest, message] of cases) {
    using workspace = new Workspace();
    workspace.writeSchema(fields);
    workspace.write("in.jsonl", manifest);
    const { code, stderr } = await workspace.run(pack);
    assert.equal(code, 1);
    assert.match(stderr, message);
    assert.match(stderr, /Line 1 of "in\.jsonl"/);
  }
});
