/** The part of `process` that Deno, Node and Bun share. */
interface SignalHost {
  readonly process?: { on?: (signal: string, listener: () => void) => unknown };
}

let isIgnored = false;

/**
 * Makes a write beyond the limit on file size (`ulimit -f`) fail as on a full disk. Without a
 * listener for `SIGXFSZ`, the system would end the process.
 */
export function ignoreFileSizeSignal(): void {
  if (isIgnored) return;
  isIgnored = true;
  try {
    (globalThis as SignalHost).process?.on?.("SIGXFSZ", () => {});
  } catch {
    // There is no such signal on Windows.
  }
}
