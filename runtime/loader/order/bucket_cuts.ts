import { type BatchCuts, type CutOptions, tooFewToShare } from "./batch_cuts.ts";

/** Batches of different sizes, stored as where each ends. */
export class BucketCuts implements BatchCuts {
  /** See {@link BatchCuts.count}. */
  readonly count: number;
  /** See {@link BatchCuts.largest}. */
  readonly largest: number;
  /** Where each batch begins, and where the last one ends. */
  readonly #bounds: Uint32Array;
  /** Number of batches before any is repeated. */
  readonly #batches: number;
  /** The bounds of all batches of the epoch, the first of which are repeated to fill the last step. */
  readonly #epoch: Uint32Array;

  /**
   * Cuts at `bounds`: 0, then where each batch of the epoch ends. `consumed` may lie within a batch.
   *
   * @throws {UsageError} `"too-few-records"`.
   */
  constructor(bounds: Uint32Array, { file, consumed, drop, worldSize }: CutOptions) {
    const rest = bounds.subarray(firstAfter(bounds, consumed));
    const remaining = new Uint32Array(1 + rest.length);
    remaining[0] = consumed;
    remaining.set(rest, 1);
    const over = rest.length % worldSize;
    this.#epoch = bounds;
    this.#bounds = drop === "none" && over > 0
      ? splitLast(remaining, { over, worldSize, file })
      : remaining;
    this.#batches = this.#bounds.length - 1;
    const steps = drop === "pad"
      ? Math.ceil(this.#batches / worldSize)
      : Math.floor(this.#batches / worldSize);
    this.count = steps * worldSize;
    let largest = 0;
    for (let number = 0; number < this.count; number++) {
      largest = Math.max(largest, this.size(number));
    }
    this.largest = largest;
  }

  /** See {@link BatchCuts.start}. */
  start(number: number): number {
    if (number < this.#batches) return this.#bounds[number] ?? 0;
    return this.#epoch[(number - this.#batches) % (this.#epoch.length - 1)] ?? 0;
  }

  /** See {@link BatchCuts.size}. */
  size(number: number): number {
    if (number < this.#batches) return this.#bounds[number + 1]! - this.#bounds[number]!;
    const repeated = (number - this.#batches) % (this.#epoch.length - 1);
    return this.#epoch[repeated + 1]! - this.#epoch[repeated]!;
  }

  /** See {@link BatchCuts.consumed}. */
  consumed(number: number): number {
    return this.#bounds[Math.min(number, this.#batches)] ?? 0;
  }
}

/** The index of the first bound greater than `position`. */
function firstAfter(bounds: Uint32Array, position: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (bounds[middle]! > position) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Splits batches at the end until every rank has the same number: `over` batches are left over from
 * full steps. Each further split goes to the batch with the largest parts, so that parts end up
 * similar. As many steps as needed are included, since a few small batches can't be split enough.
 */
function splitLast(
  bounds: Uint32Array,
  { over, worldSize, file }: { over: number; worldSize: number; file: string },
): Uint32Array {
  const batches = bounds.length - 1;
  const end = bounds[batches] ?? 0;
  let first = batches - over;
  let wanted = worldSize;
  while (end - bounds[first]! < wanted) {
    if (first < worldSize) {
      throw tooFewToShare(file, { records: end - (bounds[batches - over] ?? 0), worldSize });
    }
    first -= worldSize;
    wanted += worldSize;
  }
  const sizes = Array.from(
    { length: batches - first },
    (_, batch) => bounds[first + batch + 1]! - bounds[first + batch]!,
  );
  const parts = sizes.map(() => 1);
  for (let missing = wanted - sizes.length; missing > 0; missing--) {
    let best = 0;
    for (let batch = 1; batch < sizes.length; batch++) {
      if (sizes[batch]! * parts[best]! > sizes[best]! * parts[batch]!) best = batch;
    }
    parts[best]!++;
  }
  const split = new Uint32Array(first + wanted + 1);
  split.set(bounds.subarray(0, first + 1));
  let at = first + 1;
  sizes.forEach((size, batch) => {
    const begin = bounds[first + batch]!;
    for (let part = 1; part <= parts[batch]!; part++) {
      split[at++] = begin + Math.floor(part * size / parts[batch]!);
    }
  });
  return split;
}
