import { type FileLock, type Files, system } from "../../hosts/mod.ts";
import { systemCode } from "../../errors/mod.ts";
import { ignoreFileSizeSignal } from "./file_size_signal.ts";
import { partialName } from "./partial_name.ts";
import { sweepPartials } from "./sweep_partials.ts";

/** How many names are tried; hardly ever is one taken by chance. */
const attempts = 8;

/**
 * An incomplete file, in the folder of the finished one. It belongs to this process: its name holds
 * the host and the process ID, and it is locked while it is open. This tells a file that a killed
 * process left from one that another process is writing. Making one first removes the files left.
 */
export class PartialFile {
  /** Its name until it is complete. */
  readonly path: string;
  /** For `node:fs`; open for reading and writing. */
  readonly descriptor: number;
  readonly #fs: Files;
  readonly #lock: FileLock | undefined;
  #isOpen = true;

  /** @throws the host's own error when the folder can't be written to. */
  constructor(folder: string) {
    const fs = this.#fs = system().files;
    const { join } = system().paths;
    ignoreFileSizeSignal();
    sweepPartials(folder);
    for (let attempt = 1;; attempt++) {
      const path = join(folder, partialName());
      const descriptor = fs.openSync(path, "wx+");
      const lock = tryLockNew(path);
      // Before it was locked, another process may have taken it for a leftover, and removed it.
      if (lock !== "taken" && isStillThere(fs, path, descriptor)) {
        this.path = path;
        this.descriptor = descriptor;
        this.#lock = lock;
        return;
      }
      fs.closeSync(descriptor);
      if (lock !== "taken") lock?.release();
      if (attempt === attempts) throw new Error(`"${path}" was removed by another process`);
    }
  }

  /** Closes it, whatever its name is by now. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#fs.closeSync(this.descriptor);
    this.#lock?.release();
  }

  /** Closes it, and removes it if it still has its temporary name. */
  discard(): void {
    // Removed while it is locked, if the system allows that.
    try {
      this.#fs.rmSync(this.path, { force: true });
    } finally {
      this.close();
      this.#fs.rmSync(this.path, { force: true });
    }
  }
}

/** Another process, or thread, may have removed it already. */
function tryLockNew(path: string): FileLock | "taken" | undefined {
  try {
    return system().tryLock(path);
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return "taken";
    throw cause;
  }
}

function isStillThere(fs: Files, path: string, descriptor: number): boolean {
  const found = fs.statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.ino === fs.fstatSync(descriptor).ino;
}
