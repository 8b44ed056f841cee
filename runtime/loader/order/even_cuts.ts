import { type BatchCuts, type CutOptions, tooFewToShare } from "./batch_cuts.ts";

/**
 * Batches of one size. Nothing is stored: where a batch begins is computed from its number, even for
 * the remainder at the end.
 */
export class EvenCuts implements BatchCuts {
  /** See {@link BatchCuts.count}. */
  readonly count: number;
  /** See {@link BatchCuts.largest}. */
  readonly largest: number;
  readonly #from: number;
  readonly #length: number;
  readonly #batchSize: number;
  readonly #world: number;
  /** Number of batches before the records that are shared out, and where in the order these begin. */
  readonly #full: number;
  readonly #rest: number;
  /** Number of records in the first and the second step that are shared out; 0 if there is none. */
  readonly #shared: readonly [number, number];

  /**
   * Cuts an order of `length` records.
   *
   * @throws {UsageError} `"too-few-records"`.
   */
  constructor(
    length: number,
    { file, consumed, batchSize, drop, world }: CutOptions & { readonly batchSize: number },
  ) {
    this.#from = consumed;
    this.#length = length;
    this.#batchSize = batchSize;
    this.#world = world;
    const step = batchSize * world;
    const steps = Math.floor((length - consumed) / step);
    const over = length - consumed - steps * step;
    const whole = drop === "pad" && over > 0 ? steps + 1 : steps;
    const [kept, shared] = drop === "none" && over > 0
      ? share(over, { file, steps, step, world })
      : [whole, [0, 0] as const];
    this.#full = kept * world;
    this.#rest = consumed + kept * step;
    this.#shared = shared;
    this.count = this.#full + shared.filter((records) => records > 0).length * world;
    this.largest = kept > 0 ? batchSize : Math.ceil(shared[0] / world);
  }

  /** See {@link BatchCuts.start}. */
  start(number: number): number {
    if (number < this.#full) return (this.#from + number * this.#batchSize) % this.#length;
    const step = number < this.#full + this.#world ? 0 : 1;
    const rank = number - this.#full - step * this.#world;
    const before = step === 0 ? 0 : this.#shared[0];
    return this.#rest + before + Math.floor(rank * this.#shared[step] / this.#world);
  }

  /** See {@link BatchCuts.size}. */
  size(number: number): number {
    if (number < this.#full) return this.#batchSize;
    const step = number < this.#full + this.#world ? 0 : 1;
    const rank = number - this.#full - step * this.#world;
    const records = this.#shared[step];
    return Math.floor((rank + 1) * records / this.#world) -
      Math.floor(rank * records / this.#world);
  }

  /** See {@link BatchCuts.consumed}. */
  consumed(number: number): number {
    const whole = this.#from + Math.min(number, this.#full) * this.#batchSize;
    const steps = Math.max(0, number - this.#full) / this.#world;
    const shared = (steps > 0 ? this.#shared[0] : 0) + (steps > 1 ? this.#shared[1] : 0);
    return Math.min(whole + shared, this.#length);
  }
}

/**
 * Shares out the records that don't fill a step, as smaller batches. If there are fewer of them than
 * ranks, they are shared out together with the step before, in two equal parts.
 */
function share(
  over: number,
  { file, steps, step, world }: { file: string; steps: number; step: number; world: number },
): [number, readonly [number, number]] {
  if (over >= world) return [steps, [over, 0]];
  const records = over + step;
  const second = Math.floor(records / 2);
  if (steps === 0 || second < world) throw tooFewToShare(file, { records: over, world });
  return [steps - 1, [records - second, second]];
}
