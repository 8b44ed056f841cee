import { counted } from "../../errors/counted.ts";
import { FileError, fileError, FormatError } from "../../errors/mod.ts";
import type { Block } from "./block.ts";
import { CopyingStorage } from "./copying.ts";
import { type Files, system } from "../../hosts/mod.ts";

/** A file read by position, one system call per read; needs no permission beyond reading. */
export class PositionedStorage extends CopyingStorage {
  override readonly kind = "positioned";
  override readonly name: string;
  override readonly size: number;
  readonly #fs: Files;
  #descriptor: number;

  /** @throws {FileError} when the file can't be opened. */
  constructor(path: string) {
    super();
    const fs = system(`open "${path}"`).files;
    this.#fs = fs;
    this.name = path;
    // Checked before it is opened: opening a pipe would wait for someone to write to it.
    const stat = attempt(path, () => fs.statSync(path));
    if (stat.isDirectory()) {
      throw new FileError(`Cannot open "${path}" as a file: it is a folder`, {
        code: "is-a-directory",
        file: path,
        hint: "openDataset, and the open function of a generated module, take folders of shards",
      });
    }
    if (!stat.isFile()) {
      throw new FileError(`Cannot open "${path}": it isn't a regular file`, {
        code: "not-a-file",
        file: path,
      });
    }
    this.#descriptor = attempt(path, () => fs.openSync(path, "r"));
    this.size = fs.fstatSync(this.#descriptor).size;
  }

  override copy(position: number, length: number, block: Block, offset: number): void {
    this.counters.reads++;
    this.counters.bytes += length;
    let done = 0;
    while (done < length) {
      const count = this.#read(block.bytes, offset + done, length - done, position + done);
      if (count === 0) throw this.#shrunk(position + length);
      done += count;
    }
  }

  /** Lends the file's descriptor, to make a mapping from. */
  withDescriptor(use: (descriptor: number) => void): void {
    use(this.#descriptor);
  }

  override [Symbol.dispose](): void {
    if (this.#descriptor < 0) return;
    this.#fs.closeSync(this.#descriptor);
    this.#descriptor = -1;
  }

  #read(into: Uint8Array, offset: number, length: number, position: number): number {
    try {
      return this.#fs.readSync(this.#descriptor, into, offset, length, position);
    } catch (cause) {
      throw fileError("read", this.name, cause);
    }
  }

  #shrunk(end: number): FormatError {
    return new FormatError(
      `Cannot read "${this.name}" up to byte ${end}: the file had ${
        counted(this.size, "byte")
      } when it ` +
        "was opened and has fewer now",
      { code: "truncated", file: this.name, wanted: end, hint: "another program changed it" },
    );
  }
}

function attempt<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    throw fileError("open", path, cause);
  }
}
