import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { commandLineRooms, ROOT } from "./places.ts";

/** The names that the command line needs of the library, by the module that has them. */
export type Internals = ReadonlyMap<string, ReadonlySet<string>>;

/** Folders of the repository that no package has. */
const otherFolders = [
  "bench",
  "demo-out",
  "docs",
  "examples",
  "generated",
  "node_modules",
  "npm",
  "tests",
  "tools",
];

/** The rooms that the packages are made of: folders of the repository with sources. */
export function rooms(): string[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .filter((name) => !otherFolders.includes(name));
}

/** Copies rooms to where they are built from, without the Rust crate. */
export function copyRooms(names: readonly string[], stage: string): void {
  mkdirSync(stage, { recursive: true });
  for (const name of names) {
    cpSync(join(ROOT, name), join(stage, name), {
      recursive: true,
      filter: (path) => !path.includes("/kernels/crate") && !path.includes("/node_modules"),
    });
  }
}

/** The modules below a folder, as paths with forward slashes. */
export function modulesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"));
}

const imports = /\b(import|export)\s+(type\s+)?([^;"']*?)\s*from\s+"(\.{1,2}\/[^"]+\.ts)"/g;
const dynamicImports =
  /(?:const|let)\s*\{([^}]*)\}\s*=\s*await import\(\s*"(\.{1,2}\/[^"]+\.ts)"\s*\)/g;

/**
 * Has the command line's modules import the library by `audiofield/internal` wherever they import
 * its sources, and returns what they import.
 *
 * @throws {Error} when two modules of the library have the same name for two things.
 */
export function redirectToLibrary(stage: string): Internals {
  const needed = new Map<string, Set<string>>();
  for (
    const path of commandLineRooms.flatMap((room) =>
      modulesBelow(join(stage, room)).map((name) => `${room}/${name}`)
    )
  ) {
    const file = join(stage, path);
    const need = (specifier: string, clause: string): boolean => {
      const target = posix.join(dirname(path), specifier);
      if (commandLineRooms.includes(target.split("/")[0]!)) return false;
      const names = needed.get(target) ?? new Set();
      needed.set(target, names);
      for (const name of clause.replace(/[{}]/g, "").split(",")) {
        const [exported] = name.trim().replace(/^type\s+/, "").split(/\s+as\s+|\s*:\s*/);
        if (exported !== undefined && exported !== "") names.add(exported);
      }
      return true;
    };
    const text = readFileSync(file, "utf8")
      .replace(imports, (whole, _keyword, _type, clause: string, specifier: string) => {
        if (!need(specifier, clause)) return whole;
        if (!clause.startsWith("{")) throw new Error(`${path} imports ${specifier} as a whole`);
        return whole.replace(`"${specifier}"`, '"audiofield/internal"');
      })
      .replace(
        dynamicImports,
        (whole, clause: string, specifier: string) =>
          need(specifier, clause)
            ? whole.replace(`"${specifier}"`, '"audiofield/internal"')
            : whole,
      );
    writeFileSync(file, text);
  }
  return needed;
}

/** The module that gives the command line what it needs. */
export function internalModule(internals: Internals): string {
  const lines = [
    "/**",
    " * What the package `@audiofield/cli` of the same version uses. Nobody else should: its names come",
    " * and go with every version.",
    " *",
    " * @module",
    " */",
  ];
  const owners = new Map<string, string>();
  for (const [module, names] of [...internals].sort()) {
    const fresh = [...names].filter((name) => !owners.has(name)).sort();
    for (const name of fresh) owners.set(name, module);
    if (fresh.length > 0) lines.push(`export { ${fresh.join(", ")} } from "../${module}";`);
  }
  return lines.join("\n") + "\n";
}

/** The same module with fewer names, for its declarations. */
export function onlyNames(internal: string, needed: ReadonlySet<string>): string {
  return internal.replace(/^export \{ (.*) \} from (.*)$/gm, (_, names: string, from: string) => {
    const kept = names.split(", ").filter((name) => needed.has(name));
    return kept.length === 0 ? "" : `export { ${kept.join(", ")} } from ${from}`;
  });
}
