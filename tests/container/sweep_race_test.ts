import assert from "node:assert/strict";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { OutputFile } from "../../runtime/output/output_file.ts";
import { TestFolder } from "../_test_folder.ts";

Deno.test("a file can be begun while other threads remove what was left", async () => {
  using folder = new TestFolder();
  const sweeper = new Worker(new URL("_sweep_forever.ts", import.meta.url), {
    workerData: folder.path,
  });
  let hasEnded = false;
  await once(sweeper, "message");
  sweeper.on("message", () => hasEnded = true);
  for (let round = 0; !hasEnded; round++) {
    const output = new OutputFile(folder.file(`${round}`), { overwrite: false });
    output.write(new Uint8Array(10));
    output.abort();
    if (round % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  await sweeper.terminate();
  assert.deepEqual([...Deno.readDirSync(folder.path)], []);
});
