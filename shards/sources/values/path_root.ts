import { FileError, fileError, systemCode } from "../../../errors/mod.ts";
import { system } from "../../../hosts/mod.ts";
import {
  basename,
  dirname,
  isAbsolute,
  join,
  relative,
  resolve,
  statOf,
} from "../../shared/paths.ts";

/**
 * The folder that a manifest's paths must stay in, after resolving links. It guards against what a
 * manifest says, not against somebody who changes links while files are read.
 */
export class PathRoot {
  readonly #folder: string;
  readonly #real: string;

  /** @throws {FileError} when there is no such folder. */
  constructor(folder: string) {
    this.#folder = folder;
    const status = statOf(folder);
    this.#real = system().files.realpathSync(folder);
    if (status.isDirectory()) return;
    throw new FileError(`Cannot confine paths to "${folder}": it isn't a folder`, {
      code: "not-a-folder",
      file: folder,
      hint: "pass a folder to --root",
    });
  }

  /**
   * Accepts a path that stays in the folder, whether or not it exists.
   *
   * @throws {FileError} `"outside-root"` when it doesn't.
   */
  check(path: string): void {
    if (this.#holds(realPath(path))) return;
    throw new FileError(`Cannot read "${path}": it is outside "${this.#folder}"`, {
      code: "outside-root",
      file: path,
      hint: "use only files in that folder, or pass another folder to --root",
    });
  }

  #holds(real: string): boolean {
    const way = relative(this.#real, real);
    return !isAbsolute(way) && way !== ".." && !/^\.\.[/\\]/.test(way);
  }
}

/**
 * What a path names, with links resolved; if nothing exists there, where it would be.
 *
 * @throws {FileError} when that can't be determined, so the file can't be read either.
 */
function realPath(path: string): string {
  try {
    return system().files.realpathSync(path);
  } catch (cause) {
    if (!["ENOENT", "ENOTDIR"].includes(systemCode(cause))) {
      throw fileError("read", path, cause);
    }
  }
  const whole = resolve(path);
  const folder = dirname(whole);
  if (folder === whole) return whole;
  const target = linkTarget(whole);
  const realFolder = realPath(folder);
  return target === undefined
    ? join(realFolder, basename(whole))
    : realPath(resolve(realFolder, target));
}

/** Where a broken link points. */
function linkTarget(path: string): string | undefined {
  try {
    return system().files.readlinkSync(path);
  } catch {
    return undefined;
  }
}
