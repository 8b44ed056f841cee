import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { writeJson } from "./bundle.ts";
import { run, TOOLS } from "./tools.ts";

/** Imports, except those in the examples of comments. */
const relativeImport = /(?<!^\s*\*.*)(from\s+|import\()"(\.{1,2}\/[^"]+)\.ts"/gm;

/** Imports of what a module does, which has no types. */
const effectImport = /^import "[^"]*";$/gm;

/** Imports of packages that are pinned where they are named. */
const pinnedImport = /(from\s+|import\()"npm:((?:@[^/"]+\/)?[^@/"]+)@[\d.]+"/g;

/**
 * Declares the modules of a stage with TypeScript's compiler: one declaration for each module that
 * an entry's types reach. The sources were checked before; here they aren't again.
 *
 * @param entries modules of the stage, relative to it.
 */
export async function declare(
  stage: string,
  entries: readonly string[],
  types: string,
): Promise<void> {
  const all = `${types}.all`;
  const project = join(stage, "tsconfig.json");
  writeJson(project, {
    compilerOptions: {
      target: "esnext",
      module: "esnext",
      moduleResolution: "bundler",
      lib: ["esnext", "dom", "dom.iterable", "dom.asynciterable"],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      declaration: true,
      emitDeclarationOnly: true,
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      noCheck: true,
      stripInternal: true,
      rootDir: stage,
      outDir: all,
    },
    files: entries,
  });
  const compiler = join(TOOLS, "node_modules/typescript/bin/tsc");
  await run("node", [compiler, "-p", project], stage);
  const seen = new Set<string>();
  for (const entry of entries) keep(join(all, entry.replace(/\.ts$/, ".d.ts")));
  rmSync(all, { recursive: true });

  function keep(path: string): void {
    if (seen.has(path)) return;
    seen.add(path);
    const copy = join(types, relative(all, path));
    mkdirSync(dirname(copy), { recursive: true });
    const text = readFileSync(path, "utf8");
    writeFileSync(
      copy,
      text.replace(effectImport, "export {};").replace(relativeImport, '$1"$2.js"').replace(
        pinnedImport,
        '$1"$2"',
      )
        .replace(/^(?: {4})+/gm, (spaces) => "\t".repeat(spaces.length / 4)),
    );
    for (const [, , target] of text.matchAll(relativeImport)) {
      keep(resolve(dirname(path), `${target}.d.ts`));
    }
  }
}
