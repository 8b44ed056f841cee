import process from "node:process";
import { SingleBar } from "cli-progress";
import { isTerminal, standardError } from "./standard_output.ts";
import { isQuiet, printError } from "./terminal.ts";

/** What is used of `cli-progress`, which comes without types. */
interface Bar {
  start(total: number, startValue: number, payload: object): void;
  update(value: number, payload: object): void;
  stop(): void;
}

/** The least time between updates of the bar, in milliseconds: making its text takes time. */
const interval = 100;

/** How long notes that come in quick succession may wait, in milliseconds and in characters. */
const waitingTime = 20;
const waitingLength = 1 << 15;

/**
 * A progress bar with rate and time left, and notes printed in between. No bar is drawn with
 * `--quiet`, or where stderr isn't a terminal.
 */
export class Progress implements Disposable {
  readonly #bar: Bar | undefined;
  readonly #start = performance.now();
  #drawn = -Infinity;
  /** Notes that wait, each with its line break: there may be one for each of a million inputs. */
  #waiting = "";
  #noted = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  // An interrupt ends the process without disposing of anything.
  readonly #printWaiting = () => this.#flush();

  /** @param total what {@link update} counts up to. */
  constructor(total: number) {
    process.on("exit", this.#printWaiting);
    if (!isTerminal(standardError) || total === 0 || isQuiet()) return;
    const options = {
      format: "{bar} {percentage}% | {status} | {eta_formatted} left",
      barCompleteChar: "█",
      barIncompleteChar: "░",
      barsize: 30,
      // Neither is changed, because an interrupt would leave the terminal that way. Long lines are cut.
      hideCursor: false,
      linewrap: true,
      clearOnComplete: true,
      etaBuffer: 100,
    };
    this.#bar = new SingleBar(options) as Bar;
    this.#bar.start(total, 0, { status: "" });
  }

  /** @param status says how far and how fast, from the seconds that have passed. */
  update(done: number, status: (seconds: number) => string): void {
    if (this.#bar === undefined) return;
    const now = performance.now();
    if (now - this.#drawn < interval) return;
    this.#drawn = now;
    const seconds = Math.max(0.001, (now - this.#start) / 1000);
    this.#bar.update(done, { status: status(seconds) });
  }

  /** Prints a line to stderr without tearing the bar, at once or with the next ones. */
  note(line: string): void {
    this.#waiting += `${line}\n`;
    const isDue = performance.now() - this.#noted > waitingTime;
    if (isDue || this.#waiting.length > waitingLength) return this.#flush();
    this.#timer ??= setTimeout(this.#printWaiting, waitingTime);
  }

  /** Prints the notes that wait, and removes the bar. */
  [Symbol.dispose](): void {
    process.off("exit", this.#printWaiting);
    this.#flush();
    this.#bar?.stop();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting === "") return;
    const text = this.#waiting.slice(0, -1);
    printError(this.#bar === undefined ? text : `\r\x1b[K${text}`);
    this.#waiting = "";
    this.#noted = performance.now();
  }
}
