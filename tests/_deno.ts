/**
 * How tests start Deno. On a fresh machine, Deno says on stderr what it fetches, while tests expect
 * what a program says; so it is told to be quiet, and given this repository's packages as locked.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the project, without a slash at the end. */
export const projectFolder: string = join(fileURLToPath(import.meta.url), "../..");

/** Arguments for a program outside this repository that imports its packages. */
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

/** `deno SUBCOMMAND …`, with the messages about downloads and the warnings that a user sees. */
export function loudDenoCommand(
  args: readonly string[],
  options: Omit<Deno.CommandOptions, "args"> = {},
): Deno.Command {
  return new Deno.Command(Deno.execPath(), { ...options, args: [...args] });
}

const cached = new Map<string, Promise<void>>();

/**
 * Fetches, once, whatever the command line imports on demand (a package, or what a module leads
 * to), so that it isn't mentioned later.
 */
export function cacheModule(path: string): Promise<void> {
  const known = cached.get(path);
  if (known !== undefined) return known;
  const caching = denoCommand(["cache", path], { cwd: join(projectFolder, "cli") }).output()
    .then(({ success, stderr }) => assert.ok(success, new TextDecoder().decode(stderr)));
  cached.set(path, caching);
  return caching;
}
