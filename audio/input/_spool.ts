import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platform } from "node:process";
import { fileError } from "../../errors/mod.ts";

/**
 * A temporary file that holds decoded audio. Where the system allows, it has no name, so that
 * nothing of it is left behind however the process ends.
 */
export class Spool implements Disposable {
  readonly #folder: string;
  readonly #descriptor: number;
  #length = 0;
  #open = true;

  /** @throws {FileError} When nothing can be written to the folder for temporary files. */
  constructor() {
    this.#folder = guarded(() => mkdtempSync(join(tmpdir(), "audiofield-")));
    this.#descriptor = guarded(() => openSync(join(this.#folder, "decoded"), "w+", 0o600));
    if (platform !== "win32") this.#remove();
  }

  /** How much has been written. */
  get length(): number {
    return this.#length;
  }

  /** Appends bytes and returns where they are. */
  append(bytes: Uint8Array): number {
    const start = this.#length;
    for (let done = 0; done < bytes.length;) {
      done += guarded(() =>
        writeSync(this.#descriptor, bytes, done, bytes.length - done, start + done)
      );
    }
    this.#length += bytes.length;
    return start;
  }

  /** Fills `buffer` with what was appended at `position`. */
  read(position: number, buffer: Uint8Array): void {
    for (let done = 0; done < buffer.length;) {
      const count = guarded(() =>
        readSync(this.#descriptor, buffer, done, buffer.length - done, position + done)
      );
      if (count === 0) throw fileError("read back", tmpdir(), new Error("it became shorter"));
      done += count;
    }
  }

  /** Frees the space. */
  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    closeSync(this.#descriptor);
    if (platform === "win32") this.#remove();
  }

  #remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw fileError("keep decoded audio in", tmpdir(), cause);
  }
}
