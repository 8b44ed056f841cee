/** Where threads can't share memory, workers send what they decode. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { blockBytes } from "../../runtime/container/constants.ts";
import { denoCommand, projectConfig } from "../_deno.ts";
import { writeEveryKind } from "./_every_kind.ts";

/** Runs the program that compares, with the first sets of options, and returns what it says. */
async function run(path: string, rounds: number): Promise<string> {
  const program = fileURLToPath(new URL("./_no_shared_memory_run.ts", import.meta.url));
  const { success, stdout, stderr } = await denoCommand([
    ...["run", "-A", "--no-check", ...projectConfig, program, path, String(rounds)],
  ]).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("without shared memory, workers give the same batches of every kind", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/kinds.afd`;
    writeEveryKind(path, 11);
    assert.match(await run(path, 8), /^\d{3,} compared, 11 records$/);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("without shared memory, workers leave out the same damaged records", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/kinds.afd`;
    writeEveryKind(path, 11);
    const bytes = Deno.readFileSync(path);
    bytes[blockBytes + 100]! ^= 1;
    Deno.writeFileSync(path, bytes);
    assert.match(await run(path, 2), /^\d{2,} compared, [1-9](\.5)? records$/);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
