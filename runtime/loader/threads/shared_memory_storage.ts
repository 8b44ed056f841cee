import { threadMemory } from "../../../hosts/mod.ts";
import { Block } from "../../storage/block.ts";
import type { PiecesFacts } from "../../storage/pieces.ts";
import type { ArrivingBytes } from "../../storage/arriving_bytes.ts";
import type {
  ByteRange,
  GapFiller,
  ReadCounters,
  Storage,
  StorageKind,
} from "../../storage/storage.ts";
import type { Tile } from "../../storage/tile.ts";

/** Wraps another storage, to put batches in memory that threads share. */
export class SharedMemoryStorage implements Storage {
  readonly kind: StorageKind;
  readonly isShared = true;
  readonly name: string;
  readonly size: number;
  readonly pieces?: PiecesFacts;
  readonly counters: ReadCounters;
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
    this.kind = storage.kind;
    this.name = storage.name;
    this.size = storage.size;
    this.counters = storage.counters;
    if (storage.pieces !== undefined) this.pieces = storage.pieces;
  }

  copy(position: number, length: number, block: Block, offset: number): void {
    this.#storage.copy(position, length, block, offset);
  }

  bring(position: number, length: number, tile: Tile): void {
    this.#storage.bring(position, length, tile);
  }

  // deno-fmt-ignore
  copyRows(
    position: number, rowBytes: number, rows: number,
    block: Block, offset: number, stride: number, gaps: GapFiller,
  ): void {
    this.#storage.copyRows(position, rowBytes, rows, block, offset, stride, gaps);
  }

  view(position: number, length: number): Uint8Array<ArrayBuffer> {
    return this.#storage.view(position, length);
  }

  allocate(byteLength: number): Block {
    const bytes = new Uint8Array(threadMemory(byteLength));
    // Code that writes to a block can write to shared memory too; only the types differ.
    return new Block(bytes as Uint8Array as Uint8Array<ArrayBuffer>);
  }

  [Symbol.dispose](): void {
    this.#storage[Symbol.dispose]();
  }
}

/** {@link SharedMemoryStorage} of a storage that must wait. */
export class SharedWaitingStorage extends SharedMemoryStorage implements ArrivingBytes {
  readonly #storage: Storage & ArrivingBytes;

  constructor(storage: Storage & ArrivingBytes) {
    super(storage);
    this.#storage = storage;
  }

  prefetch(ranges: readonly ByteRange[]): Promise<Disposable> {
    return this.#storage.prefetch!(ranges);
  }

  holds(position: number, length: number): boolean {
    return this.#storage.holds(position, length);
  }

  isCompared(block: number): boolean {
    return this.#storage.isCompared(block);
  }

  noteCompared(block: number): void {
    this.#storage.noteCompared(block);
  }

  blockBytes(block: number, length: number): Uint8Array {
    return this.#storage.blockBytes(block, length);
  }

  discard(block: number): void {
    this.#storage.discard(block);
  }
}
