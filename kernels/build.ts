/**
 * Rebuilds the kernels: `deno task kernels`.
 *
 * Compiles the crate once for each module, optimises the binary, puts it beside its glue in `wasm/`,
 * and records what it was built from.
 *
 * @module
 */
import binaryen from "binaryen";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { inspectWasm } from "./_inspect_wasm.ts";
import { BUILT, CRATE, type Manifest, MODULES, sha256, sourceHash } from "./_sources.ts";
import { findToolchain, type Toolchain } from "./_toolchain.ts";

/** Builds every module and writes the manifest. */
export function build(): void {
  const toolchain = findToolchain();
  console.log(`Building with Rust from ${toolchain.name}; the first time takes minutes`);
  mkdirSync(BUILT, { recursive: true });
  const modules: Record<string, { bytes: number; sha256: string }> = {};
  for (const name of MODULES) {
    compile(name, toolchain);
    const output = new URL(`pkg-${name}/`, CRATE);
    const wasm = optimise(readFileSync(new URL(`${name}_bg.wasm`, output)));
    const { vectorInstructions, traces } = inspectWasm(wasm);
    if (traces.length > 0) {
      throw new Error(`Cannot ship the module "${name}": it holds ${JSON.stringify(traces)}`);
    }
    for (const file of [`${name}.js`, `${name}.d.ts`] as const) {
      const glue = readFileSync(new URL(file, output), "utf8");
      writeFileSync(
        new URL(file, BUILT),
        file.endsWith(".js")
          ? addReset(withoutEffects(importCoders(glue)))
          : glue.replaceAll("  [Symbol.dispose](): void;\n", "") + RESET_TYPE,
      );
    }
    writeFileSync(new URL(`${name}.wasm`, BUILT), wasm);
    modules[name] = { bytes: wasm.length, sha256: sha256(wasm) };
    console.log(`${name}: ${wasm.length} bytes, ${vectorInstructions} vector instructions`);
  }
  const manifest: Manifest = { sources: sourceHash(), modules };
  writeFileSync(new URL("manifest.json", BUILT), JSON.stringify(manifest, null, 2) + "\n");
}

function compile(name: string, toolchain: Toolchain): void {
  const args = ["build", ".", "--mode", "force", "--release", "--target", "web"];
  const output = ["--out-dir", `pkg-${name}`, "--out-name", name, "--no-pack"];
  const features = ["--", "--locked", "--no-default-features", "--features", name];
  const result = spawnSync("wasm-pack", [...args, ...output, ...features], {
    cwd: fileURLToPath(CRATE),
    env: { ...env, ...toolchain.variables },
    stdio: "inherit",
  });
  if (result.status !== 0) {
    throw new Error(`Cannot build the module "${name}": wasm-pack failed, see above`);
  }
}

function optimise(wasm: Uint8Array): Uint8Array {
  const module = binaryen.readBinary(wasm);
  try {
    module.setFeatures(module.getFeatures() | binaryen.Features.SIMD128);
    binaryen.setOptimizeLevel(3);
    binaryen.setShrinkLevel(0);
    module.optimize();
    if (!module.validate()) throw new Error("Cannot optimise a module: the result is not valid");
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}

const RESET_TYPE = `
/** Forgets the instance, so that \`initSync\` makes a new one. */
export function reset(): void;
`;

/**
 * Has the glue import its coders of text: it makes them when it is loaded, and audio worklets have
 * none.
 */
function importCoders(glue: string): string {
  if (!/^let cachedTextDecoder = new TextDecoder/m.test(glue)) return glue;
  const names = glue.includes("new TextEncoder(") ? "TextDecoder, TextEncoder" : "TextDecoder";
  // After the first line, which says where the types are.
  return glue.replace(/\n/, `\nimport { ${names} } from "../text/coders.ts";\n`);
}

/**
 * Lets bundlers leave out the glue's classes where nothing uses them: what is done with them when
 * the module is loaded either goes (they are freed by `free`) or is marked as having no effect.
 */
function withoutEffects(glue: string): string {
  return glue
    .replaceAll(/^if \(Symbol\.dispose\) \w+\.prototype\[Symbol\.dispose\] = .*\n/gm, "")
    .replaceAll(
      "    : new FinalizationRegistry(",
      "    : /* @__PURE__ */ new FinalizationRegistry(",
    );
}

/**
 * Adds to wasm-bindgen's glue what only an experimental flag would: forgetting an instance. An
 * instance that has trapped is in an undefined state and must be replaced.
 */
function addReset(glue: string): string {
  if (!/^let .*\bwasm;$/m.test(glue)) {
    throw new Error("Cannot add `reset`: wasm-bindgen's glue doesn't hold its instance in `wasm`");
  }
  return `${glue}
/** Forgets the instance, so that \`initSync\` makes a new one. */
export function reset() {
    wasm = undefined;
}
`;
}

if (import.meta.main) {
  try {
    build();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}
