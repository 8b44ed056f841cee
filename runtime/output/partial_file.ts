import { hostModule } from "../hosts/host.ts";
import { type FileLock, tryLock } from "./file_lock.ts";
import { ignoreFileSizeSignal } from "./file_size_signal.ts";
import { partialName } from "./partial_name.ts";
import { sweepPartials } from "./sweep_partials.ts";

/** How often another name is tried: more than one is taken by accident hardly ever. */
const attempts = 8;

/**
 * A file that isn't complete yet, beside where it will stand. It belongs to this process: its name holds
 * the host and the process, and it is locked for as long as it is open, so that what a killed process
 * left behind can be told from what another one is writing. Making one first removes the former.
 */
export class PartialFile {
  /** Its name until it is complete. */
  readonly path: string;
  /** For `node:fs`; open for reading and writing. */
  readonly descriptor: number;
  readonly #fs: typeof import("node:fs");
  readonly #lock: FileLock | undefined;
  #isOpen = true;

  /** @throws the host's own error when nothing can be written to the folder. */
  constructor(folder: string) {
    const fs = this.#fs = hostModule("node:fs")!;
    const { join } = hostModule("node:path")!;
    ignoreFileSizeSignal();
    sweepPartials(folder);
    for (let attempt = 1;; attempt++) {
      const path = join(folder, partialName());
      const descriptor = fs.openSync(path, "wx+");
      const lock = tryLock(path);
      // Before it was locked, another process may have taken it for a dead one's.
      if (lock !== "taken" && isStillThere(fs, path, descriptor)) {
        this.path = path;
        this.descriptor = descriptor;
        this.#lock = lock;
        return;
      }
      fs.closeSync(descriptor);
      if (lock !== "taken") lock?.release();
      if (attempt === attempts) throw new Error(`"${path}" is removed by another process`);
    }
  }

  /** Closes it under whatever name it has by now. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#fs.closeSync(this.descriptor);
    this.#lock?.release();
  }

  /** Closes it and removes what still has its temporary name. */
  discard(): void {
    // Removed while it is locked, where a system allows that.
    try {
      this.#fs.rmSync(this.path, { force: true });
    } finally {
      this.close();
      this.#fs.rmSync(this.path, { force: true });
    }
  }
}

function isStillThere(fs: typeof import("node:fs"), path: string, descriptor: number): boolean {
  const found = fs.statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.ino === fs.fstatSync(descriptor).ino;
}
