/** What planning and packing hold for each input: the formula in docs/datasets.md. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { wavOf } from "../cli/_wav.ts";
import { denoCommand, projectConfig } from "../_deno.ts";
import { TestFolder } from "../_test_folder.ts";

/** Bytes that are held for an input with a text and a path of 40 characters. */
const planningBytes = 450;
const packingBytes = 150;

Deno.test("planning holds paths and keys, packing a few bytes; neither holds inputs", async () => {
  using folder = new TestFolder();
  const [few, many] = [await measured(folder, 1000), await measured(folder, 7000)];
  const perInput = (what: "planning" | "packing") =>
    (many[what] - few[what]) / (many.inputs - few.inputs);
  assert.ok(perInput("planning") < planningBytes, `${perInput("planning")} bytes an input`);
  assert.ok(perInput("packing") < packingBytes, `${perInput("packing")} bytes an input`);
});

interface Measured {
  readonly inputs: number;
  readonly planning: number;
  readonly packing: number;
}

async function measured(folder: TestFolder, inputs: number): Promise<Measured> {
  const input = folder.file(`in ${inputs}`);
  const wav = wavOf(new Int16Array(100));
  mkdirSync(`${input}/speaker-0123456789`, { recursive: true });
  for (let at = 0; at < inputs; at++) {
    const path = `${input}/speaker-0123456789/utterance-${String(at).padStart(8, "0")}`;
    writeFileSync(`${path}.wav`, wav);
    writeFileSync(`${path}.txt`, `what is said in clip ${at}`);
  }
  const program = fileURLToPath(new URL("./_packing_memory_run.ts", import.meta.url));
  const { code, stdout, stderr } = await denoCommand([
    ...["run", ...projectConfig, "-A", "--no-check", "--v8-flags=--expose-gc", program],
    ...[input, folder.file(`out ${inputs}`)],
  ]).output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  const found = JSON.parse(new TextDecoder().decode(stdout)) as Measured;
  assert.equal(found.inputs, inputs);
  return found;
}
