import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What a folder takes on disk, in bytes, as `du` counts. */
export function diskBytes(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return entries.reduce((sum, name) => {
    const { blocks } = lstatSync(join(folder, name));
    return sum + blocks * 512;
  }, 0);
}
