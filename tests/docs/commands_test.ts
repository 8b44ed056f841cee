/** Tables and sections of commands, compared with the commands that exist. */
import assert from "node:assert/strict";
import { filesBelow, root } from "../architecture/_sources.ts";
import { Workspace } from "../cli/_workspace.ts";
import { firstColumn, prose } from "./_markdown.ts";

const read = (path: string) => Deno.readTextFileSync(root + path);

Deno.test("the tables of README and docs/cli.md have every command, and no other", async () => {
  using workspace = new Workspace();
  const { stdout } = await workspace.run(["--help"]);
  const commands = [...stdout.matchAll(/^ {2}([a-z][\w-]*) {2,}\S/gm)].map(([, name]) => name!)
    .sort();
  assert.ok(commands.includes("pack") && commands.includes("bench"), stdout);
  for (const page of ["README.md", "docs/cli.md"]) {
    assert.deepEqual(firstColumn(read(page), "command").sort(), commands, page);
  }
  const sections = [...prose(read("docs/cli.md")).matchAll(/^## ([a-z][\w-]*)$/gm)];
  assert.deepEqual(sections.map(([, name]) => name).sort(), commands);
});

/** The commands, each with its help. Completions have no flags, and no help of their own. */
async function helpOfCommands(): Promise<[command: string, help: string][]> {
  using workspace = new Workspace();
  const commands = firstColumn(read("docs/cli.md"), "command").filter((name) =>
    name !== "completions"
  );
  return await Promise.all(commands.map(async (command) => {
    const { code, stdout } = await workspace.run([command, "--help"]);
    assert.equal(code, 0);
    return [command, stdout] as [string, string];
  }));
}

const helps = await helpOfCommands();

/** The steps of `shard`, each with its help: commands with flags of their own. */
const steps = await (async () => {
  using workspace = new Workspace();
  const names = ["plan", "pack", "finish"];
  return await Promise.all(names.map(async (name) => {
    const { code, stdout } = await workspace.run(["shard", name, "--help"]);
    assert.equal(code, 0);
    return [`shard ${name}`, stdout] as const;
  }));
})();

Deno.test("docs/cli.md lists every flag with the commands that have it, once", () => {
  const found = new Map<string, string[]>();
  for (const [command, help] of [...helps, ...steps]) {
    for (const [, flag] of help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)(?: \S+)? /gm)) {
      found.set(flag!, [...found.get(flag!) ?? [], command].sort());
    }
  }
  assert.ok(found.get("--json")!.includes("inspect"));
  const [, section = ""] = read("docs/cli.md").split("\n## Flags\n");
  const [flags = ""] = section.split("\n## ");
  const rows = [...flags.matchAll(/^\| `(--[a-z-]+)[^|]*\| ([^|]+)\|/gm)];
  const listed = rows.map(([, flag, of]) =>
    [flag!, [...of!.matchAll(/`([a-z ]+)`/g)].map(([, name]) => name!).sort()] as const
  );
  assert.deepEqual(listed, [...found].sort(([a], [b]) => a < b ? -1 : 1));
});

Deno.test("arguments come in one order: the schema, the input, the output", () => {
  const places: Readonly<Record<string, number>> = {
    SCHEMA: 0,
    INPUT: 1,
    FILE: 1,
    AUDIO: 1,
    OUTPUT: 2,
  };
  const given = new Map(helps.map(([command, help]) => {
    const names = [...help.matchAll(/^ {2}([A-Z]+)(?:\.\.\.)? {2,}\S/gm)].map(([, name]) => name!);
    return [command, names];
  }));
  assert.deepEqual(given.get("pack"), ["SCHEMA", "INPUT", "OUTPUT"]);
  for (const [command, names] of given) {
    const ranks = names.map((name) => places[name]);
    assert.ok(!ranks.includes(undefined), `${command} has ${names.join(" ")}`);
    assert.deepEqual(ranks, ranks.toSorted(), command);
  }
});

Deno.test("the tests of each room can be run by a task", () => {
  const rooms = new Set(
    filesBelow("tests", /_test\.ts$/).map((path) => `test:${path.split("/")[1]}`),
  );
  const { tasks } = JSON.parse(read("deno.json")) as { tasks: Record<string, unknown> };
  assert.deepEqual(
    Object.keys(tasks).filter((name) => name.startsWith("test:")).sort(),
    [...rooms].sort(),
  );
});
