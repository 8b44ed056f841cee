import { fileError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import { OutputFile } from "../../runtime/output/output_file.ts";
import { dirname } from "./paths.ts";

const encoder = new TextEncoder();

/** Lines are encoded here, unless they are longer than all others. */
const scratch = new Uint8Array(2 ** 14);

/** A text that is written line by line, and complete under its name or not there at all. */
export class WholeFile implements Disposable {
  readonly #output: OutputFile;

  /**
   * Begins it, in place of an earlier file of that name. Folders on the way are made.
   *
   * @param options.sync whether completing it waits until the disk has it.
   * @throws {FileError} when it can't be written.
   */
  constructor(path: string, { sync = true }: { readonly sync?: boolean | undefined } = {}) {
    try {
      system().files.mkdirSync(dirname(path), { recursive: true });
    } catch (cause) {
      throw fileError("write", path, cause);
    }
    this.#output = new OutputFile(path, { overwrite: true, sync, isSmall: true });
  }

  /** @throws {FileError} when there is no space. */
  add(text: string): void {
    if (text.length * 3 > scratch.length) return this.#output.write(encoder.encode(text));
    const { written } = encoder.encodeInto(text, scratch);
    this.#output.write(scratch.subarray(0, written));
  }

  /** Gives it its name. */
  commit(): void {
    this.#output.commit();
  }

  /** Discards it, unless it was completed. */
  [Symbol.dispose](): void {
    this.#output.abort();
  }
}

/**
 * Writes a file that is complete under its name, or isn't there.
 *
 * @throws {FileError} when it can't be written.
 */
export function writeWhole(
  path: string,
  text: string,
  options: { readonly sync?: boolean | undefined } = {},
): void {
  using file = new WholeFile(path, options);
  file.add(text);
  file.commit();
}
