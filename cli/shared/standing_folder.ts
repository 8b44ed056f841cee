import { dirname, fromFileUrl } from "./paths.ts";

/**
 * Moves to the folder the user stands in, so that relative paths mean what they look like and
 * messages name files as they were typed.
 *
 * `deno task` runs commands in the project's folder and keeps the user's in `INIT_CWD`. npm and npx
 * set `INIT_CWD` too, and everything they start inherits it, so it counts only where `deno task`
 * is the runner and we are where it has put us. A direct `deno run` stays where it is, and so does a
 * task of the project's own that empties `INIT_CWD`, as its paths are meant from the project.
 */
export function goToStandingFolder(): void {
  const standing = Deno.env.get("INIT_CWD") ?? "";
  const runner = Deno.env.get("npm_config_user_agent") ?? "";
  if (standing === "" || !runner.startsWith("deno/") || !isProjectFolder(Deno.cwd())) return;
  try {
    Deno.chdir(standing);
  } catch {
    // The folder is gone: its relative paths mean nothing any more, and the errors will say so.
  }
}

function isProjectFolder(folder: string): boolean {
  if (!import.meta.url.startsWith("file:")) return false;
  const project = dirname(dirname(dirname(fromFileUrl(import.meta.url))));
  return Deno.realPathSync(folder) === Deno.realPathSync(project);
}
