import { system } from "../../hosts/mod.ts";
import { PartialFile } from "./partial_file.ts";
import { folderOfPartial } from "./partial_name.ts";

/**
 * An incomplete folder, next to the finished file or folder. A partial file of almost the same name
 * says whose it is: whoever removes that as a leftover removes the folder as well.
 */
export class PartialFolder implements Disposable {
  /** Its name until it is complete. */
  readonly path: string;
  readonly #owner: PartialFile;

  /**
   * @param parent the folder that it is made in.
   * @throws the host's own error when the parent can't be written to.
   */
  constructor(parent: string) {
    this.#owner = new PartialFile(parent);
    try {
      this.path = folderOfPartial(this.#owner.path);
      system().files.mkdirSync(this.path);
    } catch (cause) {
      this.#owner.discard();
      throw cause;
    }
  }

  /** Removes it with all that is in it, unless it has another name by now. */
  discard(): void {
    try {
      system().files.rmSync(this.path, { recursive: true, force: true });
    } finally {
      this.#owner.discard();
    }
  }

  /** {@link discard}, at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.discard();
  }
}
