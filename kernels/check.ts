/**
 * Checks that the shipped kernels match their sources, without building them:
 * `deno run --allow-read kernels/check.ts`. A tool for developers; not part of the library.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { inspectWasm } from "./_inspect_wasm.ts";
import { BUILT, type Manifest, MODULES, sha256, sourceHash } from "./_sources.ts";

/**
 * What is wrong with the shipped kernels, one sentence each; empty if all is well.
 *
 * They must have been built from these sources, be the very binaries that the build recorded, hold
 * vector instructions, and reveal nothing about the machine they were built on.
 */
export function checkKernels(): string[] {
  const manifest = JSON.parse(readFileSync(new URL("manifest.json", BUILT), "utf8")) as Manifest;
  const problems: string[] = [];
  if (manifest.sources !== sourceHash()) {
    problems.push("The kernels are older than their sources: run `deno task kernels`");
  }
  for (const name of MODULES) {
    const wasm = shippedWasm(name);
    if (sha256(wasm) !== manifest.modules[name]?.sha256) {
      problems.push(`The module "${name}" isn't the one that was built: run \`deno task kernels\``);
    }
    const { vectorInstructions, traces } = inspectWasm(wasm);
    if (vectorInstructions === 0) {
      problems.push(`The module "${name}" has no vector instructions: build it with +simd128`);
    }
    for (const trace of traces) {
      problems.push(`The module "${name}" reveals the machine that it was built on: ${trace}`);
    }
  }
  return problems;
}

/** The binary of a module. */
export function shippedWasm(name: typeof MODULES[number]): Uint8Array<ArrayBuffer> {
  return readFileSync(new URL(`${name}.wasm`, BUILT));
}

if (import.meta.main) {
  const problems = checkKernels();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) Deno.exit(1);
  console.log("The kernels are up to date");
}
