/** What importing a module loads: the modules of this repository that it reaches at start-up. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** The weight of a module and of everything that it loads. */
export interface Weight {
  readonly modules: number;
  /** Bytes of the modules' sources. */
  readonly bytes: number;
  /** The same with each source compressed by gzip. */
  readonly gzipped: number;
}

interface InfoModule {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly code?: { readonly specifier?: string };
    readonly isDynamic?: boolean;
  }[];
}

interface Info {
  readonly roots: readonly string[];
  readonly modules: readonly InfoModule[];
}

const root = new URL("../..", import.meta.url);
const sizes = new Map<string, readonly [bytes: number, gzipped: number]>();

/** The files that a module loads, including itself, without types and later imports. */
export async function filesLoadedBy(path: string): Promise<string[]> {
  const { roots, modules } = await infoOf(path);
  const known = new Map(modules.map((module) => [module.specifier, module]));
  const reached = new Set(roots);
  for (const specifier of reached) {
    for (const { code, isDynamic } of known.get(specifier)?.dependencies ?? []) {
      if (code?.specifier !== undefined && isDynamic !== true) reached.add(code.specifier);
    }
  }
  return [...reached].filter((specifier) => specifier.startsWith(root.href)).sort();
}

/** Weighs the module at `path`, from the repository's folder. */
export async function weigh(path: string): Promise<Weight> {
  const files = await filesLoadedBy(path);
  let bytes = 0;
  let gzipped = 0;
  for (const file of files) {
    const [raw, small] = sizeOf(file);
    bytes += raw;
    gzipped += small;
  }
  return { modules: files.length, bytes, gzipped };
}

function sizeOf(file: string): readonly [number, number] {
  let size = sizes.get(file);
  if (size === undefined) {
    const source = readFileSync(fileURLToPath(file));
    sizes.set(file, size = [source.length, gzipSync(source).length]);
  }
  return size;
}

async function infoOf(path: string): Promise<Info> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", path],
    cwd: root,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}
