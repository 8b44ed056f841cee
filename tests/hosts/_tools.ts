/** The hosts and tools that the packages are tested with, as `tests/hosts/tools` pins them. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { installLocked } from "../../npm/tools.ts";
import { projectFolder } from "../_deno.ts";

const folder = join(projectFolder, "tests/hosts/tools");

/** A module of a tool, such as `typescript/bin/tsc`. */
export function tool(path: string): string {
  return join(folder, "node_modules", path);
}

/** Installs them, once. */
export function installTools(): Promise<void> {
  return installLocked(folder);
}

/** Where Chromium is, if it is installed. */
export function chromium(): string | undefined {
  const places = ["chromium", "chromium-browser", "google-chrome"].flatMap((name) =>
    (Deno.env.get("PATH") ?? "").split(":").map((path) => join(path, name))
  );
  const named = Deno.env.get("AUDIOFIELD_CHROMIUM");
  return [...named === undefined ? [] : [named], ...places].find((path) => existsSync(path));
}

/** What a program said, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. */
export async function ended(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    // Tools that cache their code in the temporary folder would leave it there.
    env: { NO_COLOR: "1", NODE_DISABLE_COMPILE_CACHE: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out: out!, err: err! };
}

/** Runs a program that must succeed, and returns what it printed. */
export async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<string> {
  const { code, out, err } = await ended(program, args, cwd, env);
  assert.equal(code, 0, `${program} ${args.join(" ")} ended with ${code}:\n${out}${err}`);
  return out;
}
