import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { ts } from "./print/ts_morph.ts";

/** The library's name as a package, and in import maps. */
const packageName = "audiofield";

/**
 * What modules in a folder import the library by: its name where the folder's project names it, in
 * the dependencies of its `package.json` or in the imports of its `deno.json`; otherwise the path of
 * this library, relative if it is on disk, or its URL if it was fetched. The generator of an
 * installed package has no sources to point at, so there it is always the name.
 *
 * @param generator the URL of a module in the generator's folder.
 */
export function libraryFrom(outDir: string, generator: string = import.meta.url): string {
  if (!generator.endsWith(".ts")) return packageName;
  const library = new URL("..", generator);
  const folder = library.protocol === "file:" ? fileURLToPath(library) : undefined;
  if (isNamed(resolve(outDir), folder)) return packageName;
  if (folder === undefined) return library.href;
  const path = relative(resolve(outDir), folder).split(sep).join("/");
  // Specifiers are URLs, in which these three characters have a meaning.
  const escaped = path.replace(/[%#?]/g, encodeURIComponent);
  return escaped.startsWith(".") ? escaped : `./${escaped}`;
}

/** Whether the project of a folder names the library. The library's own folder is no such project. */
function isNamed(folder: string, library: string | undefined): boolean {
  for (let place = folder;; place = dirname(place)) {
    if (library !== undefined && join(place, sep) === join(library, sep)) return false;
    const found = [
      ...["deno.json", "deno.jsonc"].map((name) => join(place, name)).map(denoNames),
      packageNames(join(place, "package.json")),
    ].filter((names) => names !== undefined);
    // A project's settings end where it has said what it imports.
    if (found.length > 0) return found.includes(true);
    if (dirname(place) === place) return false;
  }
}

/** Whether a `package.json` depends on the library; `undefined` if there is none. */
function packageNames(path: string): boolean | undefined {
  const settings = readSettings(path);
  if (settings === undefined) return undefined;
  return ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"]
    .some((kind) => packageName in objectOf(settings[kind]));
}

/** Whether a `deno.json` or its import map says where the library is; `undefined` if there is none. */
function denoNames(path: string): boolean | undefined {
  const settings = readSettings(path);
  if (settings === undefined) return undefined;
  const { importMap } = settings;
  const map = typeof importMap === "string" ? readSettings(resolve(dirname(path), importMap)) : {};
  const imports = { ...objectOf(map?.["imports"]), ...objectOf(settings["imports"]) };
  const target = imports[packageName];
  // Deno finds the doors of packages by itself; those of folders are named one by one.
  return `${packageName}/generated` in imports ||
    (typeof target === "string" && /^(npm|jsr):/.test(target));
}

/** The contents of a JSON file, with comments or without; `undefined` if there is none. */
function readSettings(path: string): Record<string, unknown> | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  return objectOf(ts.parseConfigFileTextToJson(path, text).config);
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}
