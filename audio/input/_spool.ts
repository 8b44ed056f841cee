import { fileError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";

/**
 * A temporary file that holds decoded audio. Where the system allows, it has no name, so that
 * nothing of it is left behind however the process ends.
 */
export class Spool implements Disposable {
  readonly #files = system("keep decoded audio").files;
  readonly #folder: string;
  readonly #descriptor: number;
  #length = 0;
  #open = true;

  /** @throws {FileError} When nothing can be written to the folder for temporary files. */
  constructor() {
    const { paths: { join }, platform, tmpdir } = system();
    this.#folder = guarded(() => this.#files.mkdtempSync(join(tmpdir(), "audiofield-")));
    this.#descriptor = guarded(() =>
      this.#files.openSync(join(this.#folder, "decoded"), "w+", 0o600)
    );
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
        this.#files.writeSync(this.#descriptor, bytes, done, bytes.length - done, start + done)
      );
    }
    this.#length += bytes.length;
    return start;
  }

  /** Fills `buffer` with what was appended at `position`. */
  read(position: number, buffer: Uint8Array): void {
    for (let done = 0; done < buffer.length;) {
      const count = guarded(() =>
        this.#files.readSync(this.#descriptor, buffer, done, buffer.length - done, position + done)
      );
      if (count === 0) {
        throw fileError("read back", system().tmpdir(), new Error("it became shorter"));
      }
      done += count;
    }
  }

  /** Frees the space. */
  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    this.#files.closeSync(this.#descriptor);
    if (system().platform === "win32") this.#remove();
  }

  #remove(): void {
    this.#files.rmSync(this.#folder, { recursive: true, force: true });
  }
}

function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw fileError("keep decoded audio in", system().tmpdir(), cause);
  }
}
