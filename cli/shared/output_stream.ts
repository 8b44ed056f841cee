import { closeSync, constants, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileError, UsageError } from "../../errors/mod.ts";
import { AtomicFile, takenError } from "./atomic_file.ts";
import { failedWith } from "./files.ts";
import { writeAll } from "./standard_output.ts";
import { isThere, join } from "../../shards/shared/paths.ts";
import { isStandardStream, isStream, standardStream } from "../../shards/shared/standard_stream.ts";
import { takeStdout, writeStdout } from "./terminal.ts";

/** Where a command's data goes. */
export interface Output extends Disposable {
  /** @throws {FileError} when there is no space. */
  write(bytes: Uint8Array): void;
  /** Called when everything is written: a file gets its name now. */
  commit(): void;
  /**
   * Whether nobody reads what is written any more, as after `| head`. Further writes have no
   * effect.
   */
  readonly isClosed: boolean;
}

/**
 * Opens the output of a command's data by its path: `-` is standard output, a pipe or a device is
 * written to directly, and an ordinary file appears when it is complete. With `-`, standard output
 * holds only the data: anything printed from then on goes to standard error.
 *
 * @param replace whether an ordinary file of that name may be replaced.
 * @param json whether a JSON document goes to standard output as well, so that `-` can't.
 * @throws {UsageError} when two things want standard output.
 * @throws {FileError} when the file exists and may not be replaced, or can't be written.
 */
export function openOutput(
  path: string,
  { replace, json = false }: { replace: boolean; json?: boolean },
): Output {
  if (isStandardStream(path)) {
    if (json || !takeStdout()) throw contested();
    return new StandardOutput();
  }
  if (isStream(path)) return new StreamOutput(path);
  if (!replace && isThere(path)) throw takenError(path, "write");
  return new FileOutput(path, replace);
}

/**
 * A path in the folder where bytes for an output may be held back: the output's own, or the one for
 * temporary files if the output has none.
 */
export function spoolPath(output: string): string {
  return isStandardStream(output) || isStream(output) ? join(tmpdir(), "standard output") : output;
}

class StandardOutput implements Output {
  #isClosed = false;

  get isClosed(): boolean {
    return this.#isClosed;
  }

  write(bytes: Uint8Array): void {
    this.#isClosed = !writeStdout(bytes);
  }

  commit(): void {}

  [Symbol.dispose](): void {}
}

class FileOutput implements Output {
  readonly isClosed = false;
  readonly #file: AtomicFile;

  constructor(path: string, replace: boolean) {
    this.#file = new AtomicFile(path, { replace });
  }

  write(bytes: Uint8Array): void {
    this.#file.write(bytes);
  }

  commit(): void {
    this.#file.commit();
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }
}

class StreamOutput implements Output {
  readonly #path: string;
  readonly #descriptor: number;
  #isClosed = false;

  constructor(path: string) {
    this.#path = path;
    this.#descriptor = this.#call(() => openSync(path, constants.O_WRONLY));
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  write(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    try {
      writeAll(this.#descriptor, bytes);
    } catch (cause) {
      if (!(failedWith(cause, "EPIPE"))) throw fileError("write", this.#path, cause);
      this.#isClosed = true;
    }
  }

  commit(): void {}

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }

  #call<Result>(step: () => Result): Result {
    try {
      return step();
    } catch (cause) {
      throw fileError("write", this.#path, cause);
    }
  }
}

function contested(): UsageError {
  return new UsageError("Cannot write two things to standard output", {
    code: "standard-stream",
    found: standardStream,
    hint: "give one of them the path of a file",
  });
}
