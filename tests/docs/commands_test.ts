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
