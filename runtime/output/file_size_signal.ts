/** The part of `process` that Deno, Node and Bun share. */
interface SignalHost {
  readonly process?: { on?: (signal: string, listener: () => void) => unknown };
}

let isIgnored = false;

/**
 * Lets writing beyond the largest file that is allowed (`ulimit -f`) fail, as on a full disk. Without
 * it the system ends the process by `SIGXFSZ`; it does so where nobody listens to that.
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
