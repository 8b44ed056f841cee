import { fileURLToPath } from "node:url";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The repository. */
export const ROOT: string = fileURLToPath(new URL("..", import.meta.url));

/** Where tarballs are left. */
export const NPM: string = fileURLToPath(new URL(".", import.meta.url));

/** Where the packages are put together. */
export const BUILD: string = join(NPM, "build");

/** The repository's configuration, which has the version and the doors. */
export const config: { version: string; exports: Record<string, string> } = JSON.parse(
  readFileSync(join(ROOT, "deno.json"), "utf8"),
);

/** The rooms of the command line's package; all others are the library's. */
export const commandLineRooms: readonly string[] = ["cli", "codegen", "models"];

/** Whether a door belongs to the command line's package. */
export function isCommandLineDoor(door: string): boolean {
  return commandLineRooms.includes(door.split("/")[1] ?? "");
}
