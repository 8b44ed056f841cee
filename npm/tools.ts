import { existsSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { NPM } from "./places.ts";

/** Where the tools are installed. */
export const TOOLS: string = join(NPM, "tools");

/** What this room uses of esbuild. */
export interface Esbuild {
  build(options: Record<string, unknown>): Promise<{
    readonly metafile: { readonly outputs: Record<string, { readonly bytes: number }> };
    readonly outputFiles?: readonly { readonly path: string; readonly contents: Uint8Array }[];
  }>;
  stop(): Promise<void>;
}

/** A plugin's side of esbuild. */
export interface PluginBuild {
  onResolve(
    options: { filter: RegExp; namespace?: string },
    resolve: (args: {
      path: string;
      importer: string;
      resolveDir: string;
      kind: string;
    }) => Record<string, unknown> | undefined | Promise<Record<string, unknown> | undefined>,
  ): void;
  onLoad(
    options: { filter: RegExp; namespace?: string },
    load: (
      args: { path: string },
    ) => Record<string, unknown> | undefined | Promise<Record<string, unknown>>,
  ): void;
}

/** A plugin of esbuild. */
export interface Plugin {
  readonly name: string;
  setup(build: PluginBuild): void;
}

/** Installs the tools that the lock file names, if they aren't there. */
export function installTools(): Promise<void> {
  return installLocked(TOOLS);
}

/** How long an installation may take before it counts as interrupted, in milliseconds. */
const patience = 600_000;

/** Installs what a folder's lock file names, once, however many processes and threads want it. */
export async function installLocked(folder: string): Promise<void> {
  const lock = join(folder, "package-lock.json");
  const installed = join(folder, "node_modules/.package-lock.json");
  const isThere = () =>
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
  const mark = join(folder, "installing.partial");
  while (existsSync(mark) || !isThere()) {
    try {
      mkdirSync(mark);
    } catch {
      const since = statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
      if (Date.now() - since > patience) rmSync(mark, { recursive: true, force: true });
      await new Promise((resume) => setTimeout(resume, 200));
      continue;
    }
    try {
      // Somebody else may have done it in the meantime.
      if (isThere()) return;
      await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder);
    } finally {
      rmSync(mark, { recursive: true, force: true });
    }
  }
}

/** The bundler. Required, because it need not be there when types are checked. */
export function loadEsbuild(): Esbuild {
  return createRequire(join(TOOLS, "package.json"))("esbuild");
}

/** Compresses bytes as gzip, a twentieth smaller than zlib does. */
export async function compress(bytes: Uint8Array): Promise<Uint8Array> {
  const { gzipAsync } = createRequire(join(TOOLS, "package.json"))("@gfx/zopfli");
  return await gzipAsync(bytes, { numiterations: 1 });
}

/** The entry of an installed package's module, such as `@noble/hashes/sha2.js`. */
export function toolModule(specifier: string): string {
  const [, name, path] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier)!;
  const folder = join(TOOLS, "node_modules", name!);
  if (path !== undefined) return join(folder, path);
  const { exports, module, main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const entry = exports?.["."] ?? exports ?? module ?? main;
  return join(folder, typeof entry === "string" ? entry : entry.import ?? entry.default);
}

/**
 * Runs a program and returns what it printed.
 *
 * @throws {Error} with everything that it printed, when it fails.
 */
export async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (!success) throw new Error(`${program} ${args.join(" ")} failed:\n${out}${err}`);
  return out!;
}
