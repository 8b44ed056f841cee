import { FileError, fileError, type FileStamp, refuseChanged } from "../../errors/mod.ts";
import { type Files, system } from "../../hosts/mod.ts";
import type { ByteSource } from "../../kernels/input.ts";

/** An open file, for a decoder to read from. */
export class FileSource implements ByteSource, Disposable {
  readonly size: number;
  /** How much has been read so far. */
  bytesRead = 0;
  readonly #files: Files;
  readonly #path: string;
  readonly #stamp: FileStamp;
  #descriptor: number | undefined;

  /** @throws {FileError} When it can't be opened, or isn't an ordinary file. */
  constructor(path: string) {
    this.#path = path;
    const files = this.#files = system(`read "${path}"`).files;
    // Checked before it is opened: opening a pipe would wait for someone to write to it.
    const status = attempt(path, () => files.statSync(path));
    if (!status.isFile()) throw notAFile(path, status.isDirectory());
    this.#descriptor = attempt(path, () => files.openSync(path, "r"));
    // If another file got the name in between, that is noticed at the end.
    this.#stamp = status;
    this.size = status.size;
  }

  /** @throws {FileError} When the system can't read. */
  readAt(position: number, buffer: Uint8Array): number {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return 0;
    const count = attempt(
      this.#path,
      () => this.#files.readSync(descriptor, buffer, 0, buffer.length, position),
    );
    this.bytesRead += count;
    return count;
  }

  /** @throws {FileError} `"changed"` when it is no longer the file that was opened. */
  refuseChanged(): void {
    const path = this.#path;
    const now = attempt(path, () => this.#files.statSync(path, { throwIfNoEntry: false }));
    refuseChanged(path, { before: this.#stamp, now });
  }

  [Symbol.dispose](): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor !== undefined) this.#files.closeSync(descriptor);
  }
}

function attempt<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}

function notAFile(path: string, directory: boolean): FileError {
  const found = directory ? "a folder" : "a device or pipe";
  return new FileError(`Cannot read "${path}": it is ${found}`, {
    code: directory ? "is-a-directory" : "not-a-file",
    file: path,
    found,
    wanted: "an audio file",
    hint: directory ? "name a file in it" : "write it to a file first",
  });
}
