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
  readonly #worldSize: number;
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
    { file, consumed, batchSize, drop, worldSize }: CutOptions & { readonly batchSize: number },
  ) {
    this.#from = consumed;
    this.#length = length;
    this.#batchSize = batchSize;
    this.#worldSize = worldSize;
    const step = batchSize * worldSize;
    const steps = Math.floor((length - consumed) / step);
    const over = length - consumed - steps * step;
    const whole = drop === "pad" && over > 0 ? steps + 1 : steps;
    const [kept, shared] = drop === "none" && over > 0
      ? share(over, { file, steps, step, worldSize })
      : [whole, [0, 0] as const];
    this.#full = kept * worldSize;
    this.#rest = consumed + kept * step;
    this.#shared = shared;
    this.count = this.#full + shared.filter((records) => records > 0).length * worldSize;
    this.largest = kept > 0 ? batchSize : Math.ceil(shared[0] / worldSize);
  }

  /** See {@link BatchCuts.start}. */
  start(number: number): number {
    if (number < this.#full) return (this.#from + number * this.#batchSize) % this.#length;
    const step = number < this.#full + this.#worldSize ? 0 : 1;
    const rank = number - this.#full - step * this.#worldSize;
    const before = step === 0 ? 0 : this.#shared[0];
    return this.#rest + before + Math.floor(rank * this.#shared[step] / this.#worldSize);
  }

  /** See {@link BatchCuts.size}. */
  size(number: number): number {
    if (number < this.#full) return this.#batchSize;
    const step = number < this.#full + this.#worldSize ? 0 : 1;
    const rank = number - this.#full - step * this.#worldSize;
    const records = this.#shared[step];
    return Math.floor((rank + 1) * records / this.#worldSize) -
      Math.floor(rank * records / this.#worldSize);
  }

  /** See {@link BatchCuts.consumed}. */
  consumed(number: number): number {
    const whole = this.#from + Math.min(number, this.#full) * this.#batchSize;
    const steps = Math.max(0, number - this.#full) / this.#worldSize;
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
  { file, steps, step, worldSize }: {
    file: string;
    steps: number;
    step: number;
    worldSize: number;
  },
): [number, readonly [number, number]] {
  if (over >= worldSize) return [steps, [over, 0]];
  const records = over + step;
  const second = Math.floor(records / 2);
  if (steps === 0 || second < worldSize) throw tooFewToShare(file, { records: over, worldSize });
  return [steps - 1, [records - second, second]];
}
