import type { GeneratedModule } from "../../codegen/mod.ts";
import { fileError } from "../../runtime/storage/file_error.ts";
import { createFolder, OutputFile } from "../shared/output_file.ts";
import { dirname } from "../shared/paths.ts";
import { print, printError, warn } from "../shared/terminal.ts";
import { formatCount } from "../shared/units.ts";

/**
 * Writes the modules that differ from what is there, or only tells which do, and returns the exit
 * code.
 */
export function printModules(
  modules: readonly GeneratedModule[],
  { check }: { check: boolean },
): number {
  let stale = 0;
  for (const { path, text, warnings } of modules) {
    for (const warning of warnings) warn(warning);
    const present = readModule(path);
    if (present === text) {
      print(`unchanged  ${path}`);
      continue;
    }
    stale++;
    if (check) {
      print(`${present === undefined ? "missing  " : "stale    "}  ${path}`);
    } else {
      writeModule(path, text);
      print(`written    ${path}`);
    }
  }
  if (!check || stale === 0) return 0;
  const verb = stale === 1 ? "is" : "are";
  printError(
    `${
      formatCount(stale, "module")
    } of ${modules.length} ${verb} not up to date: run gen without --check`,
  );
  return 1;
}

function readModule(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return undefined;
    throw fileError("read", path, cause);
  }
}

function writeModule(path: string, text: string): void {
  createFolder(dirname(path));
  using file = new OutputFile(path);
  file.write(new TextEncoder().encode(text));
  file.commit();
}
