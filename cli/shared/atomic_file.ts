import { FileError, fileError } from "../../errors/mod.ts";
import { basename, dirname, isThere, join } from "./paths.ts";

/**
 * A file that appears under its name when it is complete, and not before. Disposing of one that
 * wasn't committed removes it.
 */
export class AtomicFile implements Disposable {
  readonly #path: string;
  readonly #temporary: string;
  readonly #replace: boolean;
  #file: Deno.FsFile | undefined;

  /**
   * @param replace whether a file of that name may be replaced.
   * @throws {FileError} when the folder can't be written to.
   */
  constructor(path: string, { replace }: { replace: boolean }) {
    this.#path = path;
    this.#replace = replace;
    const unique = Math.random().toString(36).slice(2, 10);
    this.#temporary = join(dirname(path), `.${basename(path)}.${unique}.partial`);
    this.#file = this.#call(() => Deno.openSync(this.#temporary, { write: true, createNew: true }));
  }

  /** @throws {FileError} when there is no space. */
  write(bytes: Uint8Array): void {
    this.#call(() => {
      for (let done = 0; done < bytes.length;) {
        done += this.#file?.writeSync(bytes.subarray(done)) ?? bytes.length;
      }
    });
  }

  /**
   * Gives the file its name.
   *
   * @throws {FileError} when the name is taken, and may not be replaced.
   */
  commit(): void {
    this.#call(() => {
      this.#file?.close();
      if (this.#replace || !this.#link()) Deno.renameSync(this.#temporary, this.#path);
    });
    this.#file = undefined;
  }

  [Symbol.dispose](): void {
    if (this.#file === undefined) return;
    try {
      this.#file.close();
    } catch {
      // Closed already, when the naming failed.
    }
    this.#file = undefined;
    Deno.removeSync(this.#temporary);
  }

  /**
   * Names the file by a link, which fails where the name was taken meanwhile; a rename would
   * silently replace it. False on file systems without links.
   */
  #link(): boolean {
    try {
      Deno.linkSync(this.#temporary, this.#path);
    } catch (cause) {
      if (cause instanceof Deno.errors.AlreadyExists || isThere(this.#path)) {
        throw takenError(this.#path, "write");
      }
      return false;
    }
    Deno.removeSync(this.#temporary);
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

/** The error for a name that is taken by something that isn't to be replaced. */
export function takenError(path: string, doing: "write" | "create"): FileError {
  return new FileError(`Cannot ${doing} "${path}": it exists already`, {
    code: "exists",
    file: path,
    hint: "choose another folder, or remove it",
  });
}
