import { FileError, fileError } from "../../../errors/mod.ts";
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
 * The folder that a manifest's paths must stay in, links resolved. It guards against what a manifest
 * says, not against somebody who changes links while files are read.
 */
export class PathRoot {
  readonly #folder: string;
  readonly #real: string;

  /** @throws {FileError} when there is no such folder. */
  constructor(folder: string) {
    this.#folder = folder;
    const { isDirectory } = statOf(folder);
    this.#real = Deno.realPathSync(folder);
    if (isDirectory) return;
    throw new FileError(`Cannot keep paths in "${folder}": it isn't a folder`, {
      code: "not-a-folder",
      file: folder,
      hint: "name a folder with --root",
    });
  }

  /**
   * Lets a path pass that stays in the folder, whether there is such a file or not.
   *
   * @throws {FileError} `"outside-root"` when it doesn't.
   */
  check(path: string): void {
    if (this.#holds(realPath(path))) return;
    throw new FileError(`Cannot read "${path}": it is outside of "${this.#folder}"`, {
      code: "outside-root",
      file: path,
      hint: "keep to files in that folder, or name another with --root",
    });
  }

  #holds(real: string): boolean {
    const way = relative(this.#real, real);
    return !isAbsolute(way) && way !== ".." && !/^\.\.[/\\]/.test(way);
  }
}

/**
 * What a path names, links resolved; where nothing has that name, where it would be.
 *
 * @throws {FileError} when that can't be told, so that it can't be read either.
 */
function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (cause) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (!(cause instanceof NotFound || cause instanceof NotADirectory)) {
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

/** Where a broken link leads to. */
function linkTarget(path: string): string | undefined {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return undefined;
  }
}
