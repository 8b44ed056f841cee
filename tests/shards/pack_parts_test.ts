/** One file packed by several workers: the bytes and the report that one worker makes. */
import assert from "node:assert/strict";
import { Workspace } from "../cli/_workspace.ts";
import { schemaText, writeCorpus } from "./_corpus.ts";

const args = ["pack", "c.schema.ts", "in"];

function workspace(corpus: Parameters<typeof writeCorpus>[1]): Workspace {
  const space = new Workspace();
  Deno.writeTextFileSync(space.path("c.schema.ts"), schemaText);
  writeCorpus(space.path("in"), corpus);
  return space;
}

function names(space: Workspace): string[] {
  return [...Deno.readDirSync(space.folder)].map(({ name }) => name).sort();
}

Deno.test("several workers write the file that one writes, and the same report", async () => {
  using space = workspace({ clips: 600, brokenEvery: 50 });
  // Two owners of a key, the first of which can't be packed: both are refused, whoever packs.
  Deno.writeTextFileSync(space.path("in/speaker 9/twice.flac"), "broken");
  Deno.copyFileSync(space.path("in/speaker 0/0-a b.wav"), space.path("in/speaker 9/twice.wav"));
  const outputs = await Promise.all(["1", "2", "3"].map(async (workers) => {
    const more = ["--on-error", "skip", "--workers", workers, "--report", `${workers}.jsonl`];
    const { code, stderr, stdout } = await space.run([...args, `${workers}.afd`, ...more]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Packed 588 records/);
    assert.match(stdout, /1 ManifestError\/duplicate-key/);
    return [
      Deno.readFileSync(space.path(`${workers}.afd`)),
      Deno.readTextFileSync(space.path(`${workers}.jsonl`)),
    ];
  }));
  for (const [bytes, report] of outputs.slice(1)) {
    assert.deepEqual(bytes, outputs[0]![0]);
    assert.equal(report, outputs[0]![1]);
  }
  const made = ["1", "2", "3"].flatMap((name) => [`${name}.afd`, `${name}.jsonl`]);
  assert.deepEqual(names(space), [...made, "c.schema.ts", "in"]);
});

Deno.test("an input that fails ends the command with its error, and nothing is left", async () => {
  using space = workspace({ clips: 100, brokenEvery: 70 });
  const results = await Promise.all(
    ["1", "2"].map((workers) =>
      space.run([...args, "out.afd", "--workers", workers, "--report", `${workers}.jsonl`])
    ),
  );
  const [one, two] = results;
  assert.deepEqual([one!.code, two!.code], [1, 1]);
  assert.equal(two!.stderr, one!.stderr);
  assert.deepEqual(names(space), ["1.jsonl", "2.jsonl", "c.schema.ts", "in"]);
});

Deno.test("an output that exists is refused before anything is packed", async () => {
  using space = workspace({ clips: 100 });
  Deno.writeTextFileSync(space.path("out.afd"), "mine");
  const { code, stderr } = await space.run([...args, "out.afd", "--workers", "2"]);
  assert.equal(code, 1);
  assert.match(stderr, /FileError\/exists/);
  assert.equal(Deno.readTextFileSync(space.path("out.afd")), "mine");
  assert.deepEqual(names(space), ["c.schema.ts", "in", "out.afd"]);
});

Deno.test("messages about a file that several workers pack name it, and not the parts", async () => {
  using space = new Workspace();
  space.write("c.schema.ts", schemaText);
  writeCorpus(space.path("in"), { clips: 70 });
  const args = ["pack", "c.schema.ts", "in", "out.afd", "--workers", "2"];
  const { code, stderr } = await space.runLimited(args, { fileKilobytes: 4 });
  assert.equal(code, 1);
  assert.match(stderr, /^error\[FileError\/no-space\]: Cannot write "out\.afd": the file would be/);
  assert.deepEqual(space.list(), ["c.schema.ts", "in"]);
});
