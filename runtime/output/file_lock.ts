/** A lock on a file, released when the process ends. */
export interface FileLock {
  release(): void;
}

/**
 * Locks a file for this process, without waiting.
 *
 * @returns `"taken"` if another process holds the lock, nothing if the host has no locks (Node, Bun).
 */
export function tryLock(path: string): FileLock | "taken" | undefined {
  if (!hasLocks()) return undefined;
  const file = Deno.openSync(path, { read: true, write: true });
  try {
    if (file.tryLockSync(true)) return { release: () => file.close() };
  } catch (cause) {
    file.close();
    // The file system has no locks.
    if (cause instanceof Deno.errors.NotSupported) return undefined;
    throw cause;
  }
  file.close();
  return "taken";
}

/** Whether this host has usable locks. On Windows they keep the process itself from writing. */
export function hasLocks(): boolean {
  return typeof Deno !== "undefined" && Deno.build.os !== "windows" &&
    "tryLockSync" in Deno.FsFile.prototype;
}
