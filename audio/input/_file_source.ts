import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { FileError } from "../../errors/mod.ts";
import type { ByteSource } from "../../kernels/input.ts";

/** An open file, for a decoder to read from. */
export class FileSource implements ByteSource, Disposable {
  readonly size: number;
  readonly #path: string;
  #descriptor: number | undefined;

  /** @throws {FileError} When it can't be opened, or is no ordinary file. */
  constructor(path: string) {
    this.#path = path;
    const descriptor = attempt(path, () => openSync(path, "r"));
    this.#descriptor = descriptor;
    try {
      const status = attempt(path, () => fstatSync(descriptor));
      if (!status.isFile()) throw notAFile(path, status.isDirectory());
      this.size = status.size;
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  /** @throws {FileError} When the system can't read. */
  readAt(position: number, buffer: Uint8Array): number {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return 0;
    return attempt(
      this.#path,
      () => readSync(descriptor, buffer, 0, buffer.length, position),
    );
  }

  [Symbol.dispose](): void {
    const descriptor = this.#descriptor;
    this.#descriptor = undefined;
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function attempt<T>(path: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw fileError(path, cause);
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

function fileError(path: string, cause: unknown): FileError {
  const system = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const details = { file: path, cause };
  // Deno reports a missing permission of its own under a name instead of a system's code.
  const denied = cause instanceof Error && cause.name === "NotCapable";
  if (denied) {
    return new FileError(`Cannot read "${path}": Deno wasn't allowed to`, {
      ...details,
      code: "permission",
      hint: "run with --allow-read",
    });
  }
  switch (system) {
    case "ENOENT":
    case "ENOTDIR":
      return new FileError(`Cannot read "${path}": there is no such file`, {
        ...details,
        code: "not-found",
        hint: "check the path",
      });
    case "EACCES":
    case "EPERM":
      return new FileError(`Cannot read "${path}": permission denied`, {
        ...details,
        code: "permission",
        hint: "check the file's permissions",
      });
    case "EISDIR":
      return notAFile(path, true);
    default: {
      const found = cause instanceof Error ? cause.message : String(cause);
      return new FileError(`Cannot read "${path}": ${found}`, {
        ...details,
        code: "read-failed",
        found,
      });
    }
  }
}
