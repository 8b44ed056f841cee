import {
  formatBytes,
  formatCount,
  formatDuration,
  formatNumber,
} from "../../shards/shared/units.ts";
import type { ShardProgress } from "../../shards/shard/pack_shard.ts";
import { Progress } from "../shared/progress.ts";
import { isTerminal, standardError } from "../shared/standard_output.ts";
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
  /** All shards in order, the first of them that isn't packed, and those after it that are. */
  readonly #waiting: number[] = [];
  #next = 0;
  readonly #complete = new Set<number>();
  /** Lines of shards whose turn hasn't come. */
  readonly #lines = new Map<number, string[]>();
  readonly #isTerminal = isTerminal(standardError);

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
    this.#complete.add(shard);
    while (this.#complete.delete(this.#waiting[this.#next]!)) {
      this.#next++;
      const next = this.#waiting[this.#next];
      if (next !== undefined) this.#print(next);
    }
    this.#draw();
  }

  /** Which shards will be packed, in order. */
  begin(shards: readonly number[]): void {
    this.#waiting.push(...shards);
  }

  /** An input was skipped. Lines come in the order of shards: those of later shards wait. */
  skipped(shard: number, line: string): void {
    this.#skipped++;
    if (shard === this.#waiting[this.#next]) return this.#bar.note(line);
    const lines = this.#lines.get(shard);
    if (lines === undefined) this.#lines.set(shard, [line]);
    else lines.push(line);
  }

  /** Prints what waits, and removes the bar. */
  [Symbol.dispose](): void {
    for (const shard of this.#waiting.slice(this.#next)) this.#print(shard);
    this.#bar[Symbol.dispose]();
  }

  #print(shard: number): void {
    for (const line of this.#lines.get(shard) ?? []) this.#bar.note(line);
    this.#lines.delete(shard);
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
    if (this.#isTerminal || elapsed - this.#printed < lineSeconds) return;
    this.#printed = elapsed;
    const left = inputs === 0 ? Infinity : elapsed / inputs * (this.#inputs - inputs);
    noteError(
      `${this.#what}: ${status(elapsed)} | ${formatNumber(this.#inputs - inputs)} left, ${
        formatDuration(left)
      }`,
    );
  }
}
