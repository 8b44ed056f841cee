import assert from "node:assert/strict";
import { verifyFile } from "../../runtime/verify/mod.ts";
import { openDataset } from "../../runtime/mod.ts";
import { pack } from "./_varied.ts";
import { denoCommand } from "../_deno.ts";
import { Small, smallRecord } from "./_small.ts";

const script = new URL("_write_forever.ts", import.meta.url).pathname;

/** Starts a process that writes the file over and over, and kills it after `delay`. */
async function killWriter(path: string, delay: number): Promise<void> {
  const writer = denoCommand(["run", "-A", "--no-check", script, path], {
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const output = writer.stdout.getReader();
  // It announces when it begins.
  await output.read();
  await new Promise((resolve) => setTimeout(resolve, delay));
  writer.kill("SIGKILL");
  await writer.status;
  await output.cancel();
}

Deno.test("a writer killed at any moment leaves the old file or a complete new one", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/out.afd`;
  const counts = new Set<number>();
  for (let round = 0; round < 12; round++) {
    pack(path, Small.ir, [smallRecord(1)]);
    await killWriter(path, Math.random() * 60);
    const { ok, records } = verifyFile(path);
    assert.equal(ok, true);
    assert.ok(records === 1 || records === 40);
    counts.add(records);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a writer killed at any moment leaves no file, or a complete one, where there was none", async () => {
  for (let round = 0; round < 6; round++) {
    const folder = await Deno.makeTempDir();
    const path = `${folder}/out.afd`;
    await killWriter(path, Math.random() * 20);
    for (const { name } of Deno.readDirSync(folder)) {
      if (name === "out.afd") {
        assert.equal(verifyFile(path).ok, true);
        openDataset(path)[Symbol.dispose]();
      } else {
        assert.match(
          name,
          /^\.audiofield-.+\.partial$/,
          "what is left can't be mistaken for output",
        );
      }
    }
    await Deno.remove(folder, { recursive: true });
  }
});
