import assert from "node:assert/strict";
import { AtomicFile } from "../../cli/shared/atomic_file.ts";
import { Workspace } from "./_workspace.ts";

Deno.test("a file that appears in the meantime is not replaced", () => {
  using workspace = new Workspace();
  const path = workspace.path("a.txt");
  using file = new AtomicFile(path, { replace: false });
  workspace.write("a.txt", "precious");
  assert.throws(() => file.commit(), { name: "FileError", code: "exists" });
  file[Symbol.dispose]();
  assert.deepEqual(workspace.list(), ["a.txt"]);
  assert.equal(workspace.readText("a.txt"), "precious");
  using other = new AtomicFile(path, { replace: true });
  other.commit();
  assert.equal(workspace.readText("a.txt"), "");
});
