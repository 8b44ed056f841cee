import { formatBytes, formatCount, formatDuration } from "../../shards/shared/units.ts";
import type { ShardProgress } from "../../shards/shard/pack_shard.ts";
import { Progress } from "../shared/progress.ts";

/** The progress of several shards as one bar: inputs, hours of audio, rate, and what was skipped. */
export class PackProgress implements Disposable {
  readonly #bar: Progress;
  readonly #what: string;
  /** Shards that are being packed. */
  readonly #open = new Map<number, ShardProgress>();
  readonly #done = { inputs: 0, bytes: 0, seconds: 0 };
  #skipped = 0;

  /** @param inputs how many there are. */
  constructor(what: "planning" | "packing", inputs: number) {
    this.#what = what;
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
    this.#bar.update(inputs, (elapsed) => {
      const skipped = this.#skipped === 0 ? "" : ` | ${this.#skipped} skipped`;
      return `${formatCount(inputs, "input")} | ${formatDuration(seconds)} of audio | ${
        formatBytes(bytes / elapsed)
      }/s${skipped}`;
    });
  }
}
