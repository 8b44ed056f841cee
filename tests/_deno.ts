/**
 * How tests start Deno. On a fresh machine Deno says on stderr what it fetches, where a test expects
 * what a program says; so it is told to be quiet, and given this repository's packages as locked.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the project, without a slash at the end. */
export const projectFolder: string = join(fileURLToPath(import.meta.url), "../..");

/** Arguments for a program that isn't of this repository but imports its packages. */
export const projectConfig: readonly string[] = [
  ...["--config", join(projectFolder, "deno.json")],
  ...["--lock", join(projectFolder, "deno.lock"), "--frozen"],
];

/** The command line of `deno SUBCOMMAND …`, quiet. */
export function denoCommandLine(args: readonly string[]): [string, ...string[]] {
  const [subcommand = "", ...rest] = args;
  return [Deno.execPath(), subcommand, "--quiet", ...rest];
}

/** `deno SUBCOMMAND …`, quiet. */
export function denoCommand(
  args: readonly string[],
  options: Omit<Deno.CommandOptions, "args"> = {},
): Deno.Command {
  const [deno, ...quiet] = denoCommandLine(args);
  return new Deno.Command(deno, { ...options, args: quiet });
}

/** `deno SUBCOMMAND …`, which says what it fetches and warns of, as a user sees it. */
export function loudDenoCommand(
  args: readonly string[],
  options: Omit<Deno.CommandOptions, "args"> = {},
): Deno.Command {
  return new Deno.Command(Deno.execPath(), { ...options, args: [...args] });
}

const cached = new Map<string, Promise<void>>();

/**
 * Fetches, once, what the command line imports only when it needs it, and says so: a package, or what
 * a module leads to.
 */
export function cacheModule(path: string): Promise<void> {
  const known = cached.get(path);
  if (known !== undefined) return known;
  const caching = denoCommand(["cache", path], { cwd: join(projectFolder, "cli") }).output()
    .then(({ success, stderr }) => assert.ok(success, new TextDecoder().decode(stderr)));
  cached.set(path, caching);
  return caching;
}
