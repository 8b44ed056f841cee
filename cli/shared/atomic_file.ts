import { linkSync, renameSync } from "node:fs";
import { FileError, fileError } from "../../errors/mod.ts";
import { PartialFile } from "../../runtime/output/partial_file.ts";
import { dirname, isThere } from "../../shards/shared/paths.ts";
import { failedWith, removeFile } from "./files.ts";
import { writeAll } from "./standard_output.ts";

/**
 * A file that appears under its name when it is complete, and not before. Disposing of one that
 * wasn't committed removes it.
 */
export class AtomicFile implements Disposable {
  readonly #path: string;
  readonly #partial: PartialFile;
  readonly #replace: boolean;
  #isOpen = true;

  /**
   * @param replace whether a file of that name may be replaced.
   * @throws {FileError} when the folder can't be written to.
   */
  constructor(path: string, { replace }: { replace: boolean }) {
    this.#path = path;
    this.#replace = replace;
    this.#partial = this.#call(() => new PartialFile(dirname(path)));
  }

  /** @throws {FileError} when there is no space. */
  write(bytes: Uint8Array): void {
    this.#call(() => writeAll(this.#partial.descriptor, bytes));
  }

  /**
   * Gives the file its name.
   *
   * @throws {FileError} when the name is taken, and may not be replaced.
   */
  commit(): void {
    this.#call(() => {
      if (this.#replace || !this.#link()) renameSync(this.#partial.path, this.#path);
    });
    this.#isOpen = false;
    this.#partial.close();
  }

  [Symbol.dispose](): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#partial.discard();
  }

  /**
   * Names the file by a link, which fails if the name was taken in the meantime; a rename would
   * silently replace it. False on file systems without links.
   */
  #link(): boolean {
    try {
      linkSync(this.#partial.path, this.#path);
    } catch (cause) {
      if (failedWith(cause, "EEXIST") || isThere(this.#path)) {
        throw takenError(this.#path, "write");
      }
      return false;
    }
    removeFile(this.#partial.path);
    return true;
  }

  #call<Result>(step: () => Result): Result {
    try {
      return step();
    } catch (cause) {
      throw fileError("write", this.#path, cause);
    }
  }
}

/** The error for a name that is taken by something that must not be replaced. */
export function takenError(path: string, doing: "write" | "create"): FileError {
  return new FileError(`Cannot ${doing} "${path}": it already exists`, {
    code: "exists",
    file: path,
    hint: "choose another path, or remove it first",
  });
}
