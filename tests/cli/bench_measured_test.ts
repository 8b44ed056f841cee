/** What limits reading, as `audiofield bench` measures it. */
import assert from "node:assert/strict";
import { packed } from "./_packed.ts";
import { Workspace } from "./_workspace.ts";

Deno.test("bench mentions the workers' start where epochs are shorter than it", async () => {
  using workspace = new Workspace();
  packed(workspace);
  const { code, stdout } = await workspace.run(
    "bench speech.afd --fields audio --workers 1 --measure-seconds 0.05 --json".split(" "),
  );
  assert.equal(code, 0);
  for (const { starting, limit } of JSON.parse(stdout).rows) {
    assert.ok(starting > 1 / 3, `${starting}`);
    assert.equal(limit, "starting");
  }
});
