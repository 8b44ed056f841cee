import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
} from "../../shards/shared/units.ts";
import type { ShardProgress } from "../../shards/shard/pack_shard.ts";
import { Progress } from "../shared/progress.ts";
import { noteError } from "../shared/terminal.ts";

/** Seconds between lines where there is no terminal for a bar. */
const lineSeconds = 30;

/**
 * The progress of several shards as one bar: inputs, audio, rate, what was skipped, and the time left. Where
 * there is no terminal, the same is printed as a line now and then.
 */
export class PackProgress implements Disposable {
  readonly #bar: Progress;
  readonly #what: string;
  readonly #inputs: number;
  readonly #start = performance.now();
  /** When the last line was printed where there is no terminal, in seconds. */
  #printed = 0;
  /** Shards that are being packed. */
  readonly #open = new Map<number, ShardProgress>();
  readonly #done = { inputs: 0, bytes: 0, seconds: 0 };
  #skipped = 0;

  /** @param inputs how many there are. */
  constructor(what: "planning" | "packing", inputs: number) {
    this.#what = what;
    this.#inputs = inputs;
    this.#bar = new Progress(inputs);
  }

  /** So many inputs are planned. */
  planned(position: number): void {
    this.#bar.update(position, () => this.#what);
  }

  /** A shard is so far. */
  at(shard: number, progress: ShardProgress): void {
    this.#open.set(shard, progress);
    this.#draw();
  }

  /** A shard is packed, or was there already. */
  packed(shard: number, inputs: number): void {
    const last = this.#open.get(shard);
    this.#open.delete(shard);
    this.#done.inputs += inputs;
    this.#done.bytes += last?.bytes ?? 0;
    this.#done.seconds += last?.seconds ?? 0;
    this.#draw();
  }

  /** An input was skipped. */
  skipped(line: string): void {
    this.#skipped++;
    this.#bar.note(line);
  }

  /** Removes the bar. */
  [Symbol.dispose](): void {
    this.#bar[Symbol.dispose]();
  }

  #draw(): void {
    let { inputs, bytes, seconds } = this.#done;
    for (const open of this.#open.values()) {
      inputs += open.inputs;
      bytes += open.bytes;
      seconds += open.seconds;
    }
    const status = (elapsed: number) => {
      const skipped = this.#skipped === 0 ? "" : ` | ${this.#skipped} skipped`;
      return `${formatCount(inputs, "input")} | ${formatDuration(seconds)} of audio | ${
        formatBytes(bytes / elapsed)
      }/s${skipped}`;
    };
    this.#bar.update(inputs, status);
    const elapsed = (performance.now() - this.#start) / 1000;
    if (Deno.stderr.isTerminal() || elapsed - this.#printed < lineSeconds) return;
    this.#printed = elapsed;
    const left = inputs === 0 ? Infinity : elapsed / inputs * (this.#inputs - inputs);
    noteError(
      `${this.#what}: ${status(elapsed)} | ${formatNumber(this.#inputs - inputs)} left, ${
        formatDuration(left)
      }`,
    );
  }
}
