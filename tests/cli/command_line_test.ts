import assert from "node:assert/strict";
import { Workspace } from "./_workspace.ts";

Deno.test("audiofield without a command prints help, like --help", async () => {
  using workspace = new Workspace();
  const bare = await workspace.run([]);
  assert.deepEqual(bare, await workspace.run(["--help"]));
  assert.equal(bare.code, 0);
  assert.equal(bare.stderr, "");
  for (const name of ["gen", "pack", "inspect", "verify", "export"]) {
    assert.match(bare.stdout, new RegExp(`^  ${name} +\\w`, "m"));
  }
});

Deno.test("every command has --help", async () => {
  using workspace = new Workspace();
  const flags = {
    gen: ["--out", "--check", "--runtime", "--no-batches"],
    pack: ["--dataset", "--on-error", "--overwrite"],
    inspect: ["--record", "--json"],
    verify: ["--json"],
    export: ["--field", "--out", "--format", "--records"],
  };
  for (const [name, expected] of Object.entries(flags)) {
    const { code, stdout } = await workspace.run([name, "--help"]);
    assert.equal(code, 0);
    for (const flag of expected) assert.match(stdout, new RegExp(`^  ${flag}.*\\w`, "m"));
  }
});

Deno.test("--version prints the version", async () => {
  using workspace = new Workspace();
  const { code, stdout } = await workspace.run(["--version"]);
  assert.equal(code, 0);
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

const wrong: readonly (readonly [string, string[]])[] = [
  ["an unknown command", ["unpack"]],
  ["an unknown flag", ["verify", "a.afd", "--fast"]],
  ["an unknown top-level flag", ["--fast"]],
  ["a missing argument", ["pack", "a.schema.ts", "clips"]],
  ["no argument at all", ["gen"]],
  ["an argument too many", ["plot", "a.afd", "b.afd"]],
  ["a missing flag", ["export", "a.afd", "--out", "out"]],
  ["a flag without its value", ["gen", "a.schema.ts", "--out"]],
  ["a flag given twice", ["inspect", "a.afd", "--record", "1", "--record", "2"]],
  ["a value that isn't a choice", ["pack", "a", "b", "c", "--on-error", "ignore"]],
  ["a format that isn't a choice", ["export", "a", "--field", "b", "--out", "c", "--format", "x"]],
  ["a record that isn't a number", ["inspect", "a.afd", "--record", "first"]],
  ["a negative record", ["inspect", "a.afd", "--record=-1"]],
];

for (const [what, args] of wrong) {
  Deno.test(`${what} is a usage error`, async () => {
    using workspace = new Workspace();
    const { code, stdout, stderr } = await workspace.run(args);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /^error\[UsageError\/arguments\]: .+; see audiofield .*--help\n$/);
  });
}

Deno.test("a reader that goes away isn't an error", async () => {
  using workspace = new Workspace();
  const process = workspace.start(["--help"]);
  await process.stdout.cancel();
  const { code } = await process.status;
  const stderr = await new Response(process.stderr).text();
  assert.equal(stderr, "");
  assert.equal(code, 0);
});
