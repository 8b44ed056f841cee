import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle, writeJson } from "./bundle.ts";
import { declare } from "./declarations.ts";
import { doorExports, shared } from "./package_json.ts";
import { BUILD, commandLineRooms, config, isCommandLineDoor, NPM, ROOT } from "./places.ts";
import { inlineWorker } from "./inline_worker.ts";
import { entryName, filesBeside } from "./plugin.ts";
import { TOOLS } from "./tools.ts";
import {
  copyRooms,
  internalModule,
  modulesBelow,
  onlyNames,
  redirectToLibrary,
  rooms,
} from "./stage.ts";

/** Where the library's package is put together. */
const PACKAGE = join(BUILD, "audiofield");

/** The sources, as they are bundled and declared. */
const STAGE = join(BUILD, "stage");

/**
 * Declares the library's doors.
 *
 * @param needed the names that the declarations of the command line's package import.
 */
export async function declareLibrary(needed: ReadonlySet<string>): Promise<void> {
  const library = join(STAGE, "library");
  const internal = join(library, "doors/internal.ts");
  const text = readFileSync(internal, "utf8");
  writeFileSync(internal, onlyNames(text, needed));
  await declare(library, Object.values(libraryDoors()), join(PACKAGE, "types"));
}

/** Puts the package `audiofield` together, and stages the command line for its own. */
export async function buildLibrary(): Promise<void> {
  const names = rooms();
  copyRooms(names.filter((name) => !commandLineRooms.includes(name)), join(STAGE, "library"));
  copyRooms(commandLineRooms, join(STAGE, "cli"));
  copyRooms(["npm/bin"], join(STAGE, "cli"));
  cpSync(join(ROOT, "plan/figures.json"), join(STAGE, "cli/plan/figures.json"));
  const internals = redirectToLibrary(join(STAGE, "cli"));
  const library = join(STAGE, "library");
  for (const name of ["mod.ts", "deno.json"]) copyFileSync(join(ROOT, name), join(library, name));
  writeFileSync(join(library, "doors/internal.ts"), internalModule(internals));

  const doors = libraryDoors();
  const entries = Object.fromEntries(
    Object.entries(doors).map(([door, path]) => [doorName(door), join(library, path)]),
  );
  const workers: string[] = [];
  for (const path of modulesBelow(library)) {
    for (const file of filesBeside(join(library, path)).filter((file) => file.endsWith(".ts"))) {
      workers.push(entryName(file));
      entries[entryName(file)] = file;
    }
  }
  const outdir = join(PACKAGE, "dist");
  const packed = { INLINE_WORKER: await inlineWorker(library) };
  await bundle({ entries, outdir, external: [], packed });

  writeJson(join(PACKAGE, "package.json"), {
    name: "audiofield",
    description: "Audio datasets in one file, read as fast as memory can be copied",
    ...shared(),
    // What these do is all that they are for.
    sideEffects: ["embedded", "worker", ...workers].map((name) => `./dist/${name}.js`),
    exports: {
      ...doorExports(doors, doorName),
      "./package.json": "./package.json",
    },
    types: "./types/mod.d.ts",
    main: "./dist/index.js",
  });
  mkdirSync(PACKAGE, { recursive: true });
  copyFileSync(join(ROOT, "LICENSE"), join(PACKAGE, "LICENSE"));
  copyFileSync(join(NPM, "library.md"), join(PACKAGE, "README.md"));
  writeFileSync(join(PACKAGE, "NOTICE.md"), notices());
}

/** The licences of what is bundled. */
function notices(): string {
  const packages = ["@noble/hashes", "canonicalize", "fflate"].map((name) => {
    const folder = join(TOOLS, "node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((name) => /^license/i.test(name))!;
    const text = readFileSync(join(folder, file), "utf8").trim();
    return `## ${name} ${version} (${license})\n\n\`\`\`text\n${text}\n\`\`\`\n`;
  });
  return [readFileSync(join(ROOT, "kernels/NOTICE.md"), "utf8"), ...packages].join("\n");
}

/** The library's doors, and those that only the package has. */
function libraryDoors(): Record<string, string> {
  const doors = Object.entries(config.exports).filter(([door]) => !isCommandLineDoor(door));
  return {
    ...Object.fromEntries(doors),
    "./worker": "./doors/worker.ts",
    "./worker/inline": "./doors/worker_inline.ts",
    "./internal": "./doors/internal.ts",
  };
}

/** What a door is called in the package: `./generated/coded` is `generated_coded`. */
function doorName(door: string): string {
  return door === "." ? "index" : door.slice(2).replaceAll("/", "_");
}
