import type { ShardProgress } from "../shard/pack_shard.ts";

/** Places in the shared memory. */
const [begun, inputs, records, bytes, seconds, places] = [0, 1, 2, 3, 4, 5];

/**
 * How far a worker is with its shard, in shared memory: a message for each input would take a tenth of
 * the time that packing it takes. Numbers may be those of an input before.
 */
export class WorkerProgress {
  /** To make the same of in a worker. */
  readonly memory: SharedArrayBuffer;
  readonly #numbers: Float64Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(8 * places)) {
    this.memory = memory;
    this.#numbers = new Float64Array(memory);
  }

  /** Another shard begins. */
  clear(): void {
    this.#numbers.fill(0);
  }

  /** Another input begins: it is to blame if the worker dies. */
  begin(): void {
    this.#numbers[begun]!++;
  }

  /** How many inputs of the shard have begun. */
  get begun(): number {
    return this.#numbers[begun]!;
  }

  /** The worker is so far. */
  set(progress: ShardProgress): void {
    const numbers = this.#numbers;
    numbers[inputs] = progress.inputs;
    numbers[records] = progress.records;
    numbers[bytes] = progress.bytes;
    numbers[seconds] = progress.seconds;
  }

  /** How far the worker is. */
  get(): ShardProgress {
    const numbers = this.#numbers;
    return {
      inputs: numbers[inputs]!,
      records: numbers[records]!,
      bytes: numbers[bytes]!,
      seconds: numbers[seconds]!,
    };
  }
}
