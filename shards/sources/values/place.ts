import type { ManifestError } from "../../../errors/mod.ts";
import type { FieldIr } from "../../../schema/mod.ts";
import { resolvePath } from "../../shared/paths.ts";
import { shownValue } from "../../shared/shown_value.ts";
import type { MissingFiles } from "./missing_files.ts";
import type { PathRoot } from "./path_root.ts";

/** The field that a value is for, and how to report what is wrong with it. */
export interface ManifestPlace {
  readonly field: FieldIr;
  /** The folder that paths are relative to. */
  readonly folder: string;
  /** The folder that paths must stay in, if any. */
  readonly root: PathRoot | undefined;
  readonly missing: MissingFiles;
  /** Receives the path of each file that the value names. */
  readonly onFile?: ((path: string) => void) | undefined;
  /** @param hint what to do about it, as a clause. */
  wrong(wanted: string, found: string, hint?: string): ManifestError;
}

/**
 * A path in a manifest, resolved against the manifest's folder.
 *
 * @throws {ManifestError} when it isn't a path.
 * @throws {FileError} when it leads out of the root.
 */
export function pathOf(
  value: unknown,
  { folder, root, missing, onFile, wrong }: ManifestPlace,
): string {
  if (typeof value === "string" && value !== "" && !value.includes("\0")) {
    const path = resolvePath(folder, value);
    root?.check(path);
    missing.check(path);
    onFile?.(path);
    return path;
  }
  throw wrong("the path of a file", value === undefined ? "nothing" : shownValue(value));
}
