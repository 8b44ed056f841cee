import type { Block } from "./block.ts";
import { CopyingStorage } from "./copying.ts";
import type { Storage, StorageKind } from "./storage.ts";

/** Another's storage: disposing of it changes nothing. */
export class BorrowedStorage extends CopyingStorage {
  override readonly kind: StorageKind;
  override readonly name: string;
  override readonly size: number;
  readonly #storage: Storage;

  constructor(storage: Storage) {
    super();
    this.#storage = storage;
    this.kind = storage.kind;
    this.name = storage.name;
    this.size = storage.size;
  }

  override copy(position: number, length: number, block: Block, offset: number): void {
    this.#storage.copy(position, length, block, offset);
  }

  override view(position: number, length: number): Uint8Array<ArrayBuffer> {
    return this.#storage.view(position, length);
  }

  override [Symbol.dispose](): void {}
}
