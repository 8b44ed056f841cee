import process from "node:process";
import { exitCodes } from "./exit_codes.ts";

/** A signal that asks the process to end. */
type Signal = "SIGINT" | "SIGBREAK" | "SIGTERM" | "SIGHUP";

/** How long work may go on before a signal is given a chance, in milliseconds. */
const patience = 50;

/**
 * Cleans up when the user interrupts: on Ctrl-C (exit code 130) or a request to end (143). Work
 * that never waits must call {@link checkpoint} between its steps, or no signal gets through.
 */
export class InterruptGuard implements Disposable {
  readonly #handlers: readonly (readonly [Signal, () => void])[];
  #last = performance.now();

  /** @param cleanUp removes what must not be left behind; called at most once. */
  constructor(cleanUp: () => void) {
    const signals: (readonly [Signal, number])[] = process.platform === "win32"
      ? [["SIGINT", exitCodes.interrupted], ["SIGBREAK", exitCodes.interrupted]]
      : [["SIGINT", exitCodes.interrupted], ["SIGTERM", 143], ["SIGHUP", 129]];
    this.#handlers = signals.map(([signal, exitCode]) => {
      const handler = () => {
        try {
          cleanUp();
        } finally {
          process.exit(exitCode);
        }
      };
      process.on(signal, handler);
      return [signal, handler];
    });
  }

  /** Lets a signal that has arrived in the meantime take effect. */
  async checkpoint(): Promise<void> {
    if (performance.now() - this.#last < patience) return;
    await new Promise((resume) => setTimeout(resume));
    this.#last = performance.now();
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    for (const [signal, handler] of this.#handlers) process.off(signal, handler);
  }
}
