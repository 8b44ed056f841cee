import { relative, resolve } from "../../shards/shared/paths.ts";

/** A path as a plan keeps it: relative to the dataset's folder, so that both can be moved together. */
export function relativeTo(folder: string, path: string): string {
  return path === "-" ? path : relative(resolve(folder), resolve(path)) || ".";
}
