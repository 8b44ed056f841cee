import { realpathSync } from "node:fs";
import process from "node:process";
import { dirname, fromFileUrl } from "../../shards/shared/paths.ts";

/**
 * Changes to the directory that the command was called from, so that relative paths mean what they
 * seem to and messages name files as they were typed.
 *
 * `deno task` runs commands in the project's folder and keeps the directory it was called from in
 * `INIT_CWD`. npm and npx set `INIT_CWD` too, and everything they start inherits it, so it counts
 * only where `deno task` is the runner and the current directory is the project's. A direct
 * `deno run` stays where it is, and so does a task of the project's own that clears `INIT_CWD`
 * because its paths are relative to the project.
 */
export function goToStandingFolder(): void {
  const standing = process.env.INIT_CWD ?? "";
  const runner = process.env.npm_config_user_agent ?? "";
  if (standing === "" || !runner.startsWith("deno/") || !isProjectFolder(process.cwd())) return;
  try {
    process.chdir(standing);
  } catch {
    // The folder is gone: relative paths mean nothing any more, and the errors will say so.
  }
}

function isProjectFolder(folder: string): boolean {
  if (!import.meta.url.startsWith("file:")) return false;
  const project = dirname(dirname(dirname(fromFileUrl(import.meta.url))));
  return realpathSync(folder) === realpathSync(project);
}
