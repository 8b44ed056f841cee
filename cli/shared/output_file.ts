import { fileError } from "../../errors/mod.ts";
import { basename, dirname, join } from "./paths.ts";

/**
 * A file that appears under its name when it is complete, and not before. Disposing of one that
 * wasn't committed removes it.
 */
export class OutputFile implements Disposable {
  readonly #path: string;
  readonly #temporary: string;
  #file: Deno.FsFile | undefined;

  /** @throws {FileError} when the folder can't be written to. */
  constructor(path: string) {
    this.#path = path;
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

  /** Gives the file its name. */
  commit(): void {
    this.#call(() => {
      this.#file?.close();
      Deno.renameSync(this.#temporary, this.#path);
    });
    this.#file = undefined;
  }

  [Symbol.dispose](): void {
    if (this.#file === undefined) return;
    try {
      this.#file.close();
    } catch {
      // Closed already, when the renaming failed.
    }
    this.#file = undefined;
    Deno.removeSync(this.#temporary);
  }

  #call<Result>(step: () => Result): Result {
    try {
      return step();
    } catch (cause) {
      throw fileError("write", this.#path, cause);
    }
  }
}

/** Creates a folder and those above it. */
export function createFolder(path: string): void {
  try {
    Deno.mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw fileError("create", path, cause);
  }
}
