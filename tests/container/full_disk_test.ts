/**
 * A disk that really fills up: an in-memory file system of one megabyte, mounted in its own
 * namespace by `unshare`, so that nothing outside can see it.
 */
import assert from "node:assert/strict";
import { denoCommandLine } from "../_deno.ts";

const reason = await whyNot();

Deno.test({
  name: `DatasetWriter on a full disk gives "no-space", keeps what fits, and leaves nothing behind${
    reason === undefined ? "" : ` [skipped: ${reason}]`
  }`,
  ignore: reason !== undefined,
  async fn() {
    const { code, stdout, stderr } = await inSmallFileSystem(denoCommandLine([
      ...["run", "-A", "--no-check", new URL("_fill_disk.ts", import.meta.url).pathname],
    ]));
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout);
    assert.equal(result.appendCode, "no-space");
    assert.equal(result.spoolCode, "no-space");
    assert.equal(result.finishCode, "no-space");
    assert.deepEqual(result.afterFailure, [], "nothing is left of the failed outputs");
    assert.deepEqual(result.report, { ok: true, records: 9, checked: 9, damaged: [] });
    assert.deepEqual(result.ids, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  },
});

async function inSmallFileSystem(command: string[]) {
  const folder = await Deno.makeTempDir();
  const script = 'mount -t tmpfs -o size=1m tmpfs "$0" && exec "$@"';
  const args = ["--user", "--map-root-user", "--mount", "sh", "-c", script, folder];
  try {
    const unshare = new Deno.Command("unshare", {
      args: [...args, ...command, ...(command.length > 1 ? [folder] : [])],
    });
    const { code, stdout, stderr } = await unshare.output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } finally {
    await Deno.remove(folder);
  }
}

async function whyNot(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return "it takes Linux's unshare";
  try {
    const { code } = await inSmallFileSystem(["true"]);
    return code === 0 ? undefined : "no file system may be mounted here";
  } catch {
    return "unshare is not installed";
  }
}
