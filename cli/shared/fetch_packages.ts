import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { PackageError } from "../../errors/mod.ts";
import { printError } from "./terminal.ts";

/** What packages are fetched for. */
export interface FetchOptions {
  /** What the command needs them to do, such as `draw`. */
  readonly purpose: string;
  /** About how much is downloaded, in MB. */
  readonly megabytes: number;
}

/**
 * Sees to it that packages are there that only some commands need. From the sources they are fetched
 * into Deno's cache, with one line on stderr if they aren't cached yet. An installed package fetches
 * nothing: it says what to install.
 *
 * @param specifiers what imports them, by the import map or by `npm:`.
 * @throws {PackageError} `"package-missing"` when they can't be fetched, for example without a
 * network, or aren't installed.
 */
export async function fetchPackages(
  specifiers: readonly string[],
  options: FetchOptions,
): Promise<void> {
  if (import.meta.url.endsWith(".ts")) await fetchByDeno(specifiers, options);
  else requireInstalled(specifiers.map((specifier) => specifier.replace(/^npm:/, "")), options);
}

async function fetchByDeno(
  specifiers: readonly string[],
  { purpose, megabytes }: FetchOptions,
): Promise<void> {
  if (await cache(specifiers, ["--cached-only"]) === undefined) return;
  const names = specifiers.map((name) => name.replace(/^npm:/, "")).join(" and ");
  printError(`Fetching ${names} to ${purpose}, about ${megabytes} MB; this happens once`);
  const reason = await cache(specifiers, []);
  if (reason === undefined) return;
  throw new PackageError(`Cannot fetch ${names}, needed to ${purpose}: ${reason}`, {
    code: "package-missing",
    hint: "run the command once with a network; later runs need none",
  });
}

/** @param packages names, with or without versions. */
function requireInstalled(packages: readonly string[], { purpose, megabytes }: FetchOptions): void {
  const missing = packages.map((name) => name.replace(/(?<=.)@.*$/, "")).filter((name) => {
    try {
      import.meta.resolve(name);
      return false;
    } catch {
      return true;
    }
  });
  if (missing.length === 0) return;
  const { peerDependencies } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  const wanted = missing.map((name) => `${name}@${peerDependencies[name]}`).join(" ");
  const verb = missing.length === 1 ? "isn't" : "aren't";
  throw new PackageError(`Cannot ${purpose}: ${missing.join(" and ")} ${verb} installed`, {
    code: "package-missing",
    hint: `run \`npm install ${wanted}\`, about ${megabytes} MB`,
  });
}

/** Has Deno load packages in a process of its own, and returns why it can't, if it can't. */
async function cache(
  specifiers: readonly string[],
  flags: readonly string[],
): Promise<string | undefined> {
  // All imports are fetched before any is run; the first then ends the program.
  const imports = ["data:application/javascript,Deno.exit(0)", ...specifiers];
  const program = imports.map((name) => `import ${JSON.stringify(name)};`).join("");
  const config = fileURLToPath(new URL("../deno.json", import.meta.url));
  const args = [
    ...["run", "--quiet", "--no-prompt", ...flags, "--config", config],
    `data:application/javascript,${encodeURIComponent(program)}`,
  ];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const [complaint, code] = await Promise.all([text(child.stderr), ended]);
  return code === 0 ? undefined : reasonOf(complaint);
}

/** The first cause that Deno names, or its first line. */
function reasonOf(complaint: string): string {
  const [first = "", ...rest] = complaint.trim().split("\n").map((line) => line.trim());
  const cause = rest.find((line) => line.startsWith("0: ")) ?? first;
  return cause.replace(/^(0|error): /, "");
}
