/** A lock on a file, gone when the process is. */
export interface FileLock {
  release(): void;
}

/**
 * Locks a file for this process, without waiting.
 *
 * @returns `"taken"` where somebody else has it locked, nothing where the host has no locks (Node, Bun).
 */
export function tryLock(path: string): FileLock | "taken" | undefined {
  if (!hasLocks()) return undefined;
  const file = Deno.openSync(path, { read: true, write: true });
  try {
    if (file.tryLockSync(true)) return { release: () => file.close() };
  } catch (cause) {
    file.close();
    // File systems without locks.
    if (cause instanceof Deno.errors.NotSupported) return undefined;
    throw cause;
  }
  file.close();
  return "taken";
}

/** Whether this host has locks. Those of Windows keep the process itself from writing. */
export function hasLocks(): boolean {
  return typeof Deno !== "undefined" && Deno.build.os !== "windows" &&
    "tryLockSync" in Deno.FsFile.prototype;
}
