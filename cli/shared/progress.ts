import { SingleBar } from "cli-progress";
import { isQuiet, printError } from "./terminal.ts";

/** What a progress bar needs of `cli-progress`, which comes without types. */
interface Bar {
  start(total: number, startValue: number, payload: object): void;
  update(value: number, payload: object): void;
  stop(): void;
}

/**
 * A progress bar with rate and time left; nothing is drawn with `--quiet`, or where
 * stderr isn't a terminal.
 */
export class Progress implements Disposable {
  readonly #bar: Bar | undefined;
  readonly #start = performance.now();

  /** @param total what {@link update} counts up to. */
  constructor(total: number) {
    if (!Deno.stderr.isTerminal() || total === 0 || isQuiet()) return;
    const options = {
      format: "{bar} {percentage}% | {status} | {eta_formatted} left",
      barCompleteChar: "█",
      barIncompleteChar: "░",
      barsize: 30,
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 100,
    };
    this.#bar = new SingleBar(options) as Bar;
    this.#bar.start(total, 0, { status: "" });
  }

  /** @param status says how far and how fast, from the seconds that have passed. */
  update(done: number, status: (seconds: number) => string): void {
    if (this.#bar === undefined) return;
    const seconds = Math.max(0.001, (performance.now() - this.#start) / 1000);
    this.#bar.update(done, { status: status(seconds) });
  }

  /** Prints a line to stderr without tearing the bar. */
  note(line: string): void {
    printError(this.#bar === undefined ? line : `\r\x1b[K${line}`);
  }

  /** Removes the bar. */
  [Symbol.dispose](): void {
    this.#bar?.stop();
  }
}
