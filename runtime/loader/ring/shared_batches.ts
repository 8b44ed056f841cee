import { Block } from "../../storage/block.ts";
import type { ByteRange, ReadCounters, Storage, StorageKind } from "../../storage/storage.ts";

/**
 * A storage whose batches lie in memory that threads share, and which shows by a count that it is
 * alive: it counts reads where another thread sees it.
 */
export class SharedBatches implements Storage {
  readonly kind: StorageKind;
  readonly name: string;
  readonly size: number;
  readonly counters: ReadCounters;
  readonly #storage: Storage;
  readonly #pulse: Int32Array;

  /** @param pulse one number, in shared memory. */
  constructor(storage: Storage, pulse: Int32Array) {
    this.#storage = storage;
    this.#pulse = pulse;
    this.kind = storage.kind;
    this.name = storage.name;
    this.size = storage.size;
    this.counters = storage.counters;
  }

  copy(position: number, length: number, block: Block, offset: number): void {
    Atomics.add(this.#pulse, 0, 1);
    this.#storage.copy(position, length, block, offset);
  }

  view(position: number, length: number): Uint8Array<ArrayBuffer> {
    Atomics.add(this.#pulse, 0, 1);
    return this.#storage.view(position, length);
  }

  prefetch(ranges: readonly ByteRange[]): Promise<Disposable> {
    return this.#storage.prefetch!(ranges);
  }

  allocate(byteLength: number): Block {
    const bytes = new Uint8Array(new SharedArrayBuffer(byteLength));
    // Whatever writes to a block writes to shared memory as well; the types tell them apart.
    return new Block(bytes as Uint8Array as Uint8Array<ArrayBuffer>);
  }

  [Symbol.dispose](): void {
    this.#storage[Symbol.dispose]();
  }
}
