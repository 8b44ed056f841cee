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
 * Fetches packages that only some commands need into Deno's cache, and says so on stderr, in one
 * line, if they aren't cached yet.
 *
 * @param specifiers what imports them, by the import map or by `npm:`.
 * @throws {PackageError} `"package-missing"` when they can't be fetched, for example without a
 * network.
 */
export async function fetchPackages(
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

/** Has Deno load packages in a process of its own, and returns why it can't, if it can't. */
async function cache(
  specifiers: readonly string[],
  flags: readonly string[],
): Promise<string | undefined> {
  // All imports are fetched before any is run; the first then ends the program.
  const imports = ["data:application/javascript,Deno.exit(0)", ...specifiers];
  const program = imports.map((name) => `import ${JSON.stringify(name)};`).join("");
  const config = fileURLToPath(new URL("../deno.json", import.meta.url));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", ...flags, "--config", config],
      `data:application/javascript,${encodeURIComponent(program)}`,
    ],
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  return success ? undefined : reasonOf(new TextDecoder().decode(stderr));
}

/** The first cause that Deno names, or its first line. */
function reasonOf(text: string): string {
  const [first = "", ...rest] = text.trim().split("\n").map((line) => line.trim());
  const cause = rest.find((line) => line.startsWith("0: ")) ?? first;
  return cause.replace(/^(0|error): /, "");
}
