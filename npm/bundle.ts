import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { keepLines } from "./line_maps.ts";
import { packagePlugin } from "./plugin.ts";
import { loadEsbuild } from "./tools.ts";
import { NPM } from "./places.ts";

/** What to bundle. */
export interface BundleOptions {
  /** The entries' names in the package, without `.js`, and their sources. */
  readonly entries: Readonly<Record<string, string>>;
  readonly outdir: string;
  /** Packages that are installed beside this one. */
  readonly external: readonly string[];
  /** Names that stand for texts in the sources. */
  readonly constants?: Readonly<Record<string, string>>;
  /** Names that stand for long texts, which are bundled in a compressed form. */
  readonly packed?: Readonly<Record<string, string>>;
}

/** How all that the packages have is bundled. */
export function buildOptions(
  { outdir, external, constants = {}, packed = {} }: Omit<BundleOptions, "entries">,
): Record<string, unknown> {
  return {
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    mainFields: ["module", "main"],
    chunkNames: "chunks-[hash]",
    sourcemap: true,
    sourcesContent: false,
    minify: true,
    // Hosts print the line that threw.
    lineLimit: 500,
    legalComments: "inline",
    charset: "utf8",
    external,
    logLevel: "warning",
    define: {
      "Symbol.dispose": "symbolDispose",
      "Symbol.asyncDispose": "symbolAsyncDispose",
      ...Object.fromEntries(
        Object.entries(constants).map(([name, text]) => [name, JSON.stringify(text)]),
      ),
    },
    inject: ["symbols.ts", "disposable_stack.ts"].map((name) => join(NPM, "inject", name)),
    plugins: [packagePlugin(outdir, external, packed)],
  };
}

/**
 * Bundles modules into ES modules that share what they have in common. They run on every host that
 * has ES2022: `using` is compiled down, and where `Symbol.dispose` is missing, the symbol that
 * compilers use in its place is used.
 */
export async function bundle(options: BundleOptions): Promise<void> {
  const { entries, outdir } = options;
  const esbuild = loadEsbuild();
  try {
    await esbuild.build({ ...buildOptions(options), entryPoints: entries });
  } finally {
    await esbuild.stop();
  }
  for (const name of readdirSync(outdir).filter((name) => name.endsWith(".js.map"))) {
    keepLines(join(outdir, name), sourceName);
  }
}

/** Where a source is in the repository, or in a package that is bundled. */
function sourceName(path: string): string {
  return path.replace(/^.*\/stage\/(library|cli)\//, "").replace(/^.*\/node_modules\//, "")
    .replace(/^.*\/inject\//, "npm/inject/");
}

/** Writes JSON as package managers do. */
export function writeJson(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value, null, 2) + "\n");
}

/** A pinned dependency's version, from the import map or a source that names it in full. */
export function pinned(text: string, name: string): string {
  const version = new RegExp(`npm:/?${name}@(\\d+(?:\\.\\d+)*)`).exec(text)?.[1];
  if (version === undefined) throw new Error(`No version of ${name} is pinned`);
  return version;
}

/** A text file's contents. */
export function textOf(...path: string[]): string {
  return readFileSync(join(...path), "utf8");
}
