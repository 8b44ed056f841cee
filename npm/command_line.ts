import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle, pinned, textOf, writeJson } from "./bundle.ts";
import { declare } from "./declarations.ts";
import { doorExports, oldestNode, shared } from "./package_json.ts";
import { BUILD, config, isCommandLineDoor, NPM, ROOT } from "./places.ts";
import { entryName, filesBeside } from "./plugin.ts";
import { modulesBelow } from "./stage.ts";

/** Where the command line's package is put together. */
const PACKAGE = join(BUILD, "audiofield-cli");

/** Packages that commands need, or whose types the declarations have; they are installed. */
const dependencies = [
  "@dprint/formatter",
  "@dprint/typescript",
  "@optique/core",
  "@optique/run",
  "cli-progress",
  "cli-table3",
  "onnxruntime-common",
  "ts-morph",
];

/** Large packages that only some commands need; users install them when they do. */
const optionalPeers = ["@napi-rs/canvas", "echarts", "onnxruntime-node", "onnxruntime-web"];

/**
 * Puts the package `@audiofield/cli` together from the stage that `buildLibrary` left.
 *
 * @returns the names of the library's that its declarations import.
 */
export async function buildCommandLine(): Promise<ReadonlySet<string>> {
  const stage = join(BUILD, "stage/cli");
  const outdir = join(PACKAGE, "dist");
  const doors = Object.fromEntries(
    Object.entries(config.exports).filter(([door]) => isCommandLineDoor(door)),
  );
  const bin = join(stage, "npm/bin/audiofield.ts");
  const entries: Record<string, string> = { audiofield: bin };
  for (const [door, path] of Object.entries(doors)) entries[door.slice(2)] = join(stage, path);
  for (const path of modulesBelow(stage)) {
    for (const file of filesBeside(join(stage, path))) {
      if (file.endsWith(".ts")) entries[entryName(file)] = file;
    }
  }
  const versions = versionsOf([...dependencies, ...optionalPeers]);
  await bundle({
    entries,
    outdir,
    external: ["audiofield", ...Object.keys(versions)],
    constants: { VERSION: config.version, OLDEST_NODE: oldestNode },
  });
  const program = join(outdir, "audiofield.js");
  writeFileSync(program, `#!/usr/bin/env node\n${readFileSync(program, "utf8")}`);
  chmodSync(program, 0o755);
  const types = join(PACKAGE, "types");
  await declare(stage, Object.values(doors), types);

  const pick = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, versions[name]!]));
  writeJson(join(PACKAGE, "package.json"), {
    name: "@audiofield/cli",
    description: "The commands of audiofield: pack, gen, verify, inspect, export, plot and more",
    ...shared(),
    bin: { audiofield: "./dist/audiofield.js" },
    exports: { ...doorExports(doors, (door) => door.slice(2)), "./package.json": "./package.json" },
    dependencies: pick(dependencies),
    peerDependencies: { audiofield: config.version, ...pick(optionalPeers) },
    peerDependenciesMeta: Object.fromEntries(
      optionalPeers.map((name) => [name, { optional: true }]),
    ),
  });
  copyFileSync(join(ROOT, "LICENSE"), join(PACKAGE, "LICENSE"));
  copyFileSync(join(NPM, "cli.md"), join(PACKAGE, "README.md"));
  return declaredInternals(types);
}

/** The names that declarations import from `audiofield/internal`. */
function declaredInternals(types: string): Set<string> {
  const names = new Set<string>();
  for (const path of readdirSync(types, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".d.ts")) continue;
    for (const [, clause] of textOf(types, path).matchAll(internalImports)) {
      for (const name of clause!.split(",")) {
        names.add(name.trim().replace(/^type\s+/, "").split(/\s+as\s+/)[0]!);
      }
    }
  }
  return names;
}

const internalImports = /\{([^{}]*)\}\s*from\s*"audiofield\/internal"/g;

/** The versions that are pinned for the sources. */
function versionsOf(names: readonly string[]): Record<string, string> {
  const pins = [
    textOf(ROOT, "import_map.json"),
    textOf(ROOT, "codegen/print/ts_morph.ts"),
    textOf(ROOT, "codegen/format.ts"),
    textOf(ROOT, "models/onnx_runtime.ts"),
  ].join("\n");
  return Object.fromEntries(names.map((name) => [name, pinned(pins, name)]));
}
