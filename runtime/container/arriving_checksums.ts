import type { Storage } from "../storage/storage.ts";
import type { ArrivingBytes } from "../storage/arriving_bytes.ts";
import { type BlockChecks, BlockChecksums } from "./block_checksums.ts";
import { blockBytes } from "./constants.ts";

/**
 * Compares blocks of a storage that must wait. A block that is fetched again is compared again, and
 * nothing is kept for blocks that weren't fetched: how many there are is only a claim.
 */
export class ArrivingChecksums extends BlockChecksums {
  readonly #storage: ArrivingBytes;
  readonly #mode: BlockChecks["mode"];

  constructor(storage: Storage & ArrivingBytes, { mode, ...checks }: BlockChecks) {
    super(storage, { ...checks, mode: "never" });
    this.#storage = storage;
    this.#mode = mode;
  }

  protected override bytesOf(block: number, length: number): Uint8Array {
    return this.#storage.blockBytes(block, length);
  }

  override ensure(position: number, length: number): void {
    if (this.#mode === "never") return;
    const storage = this.#storage;
    const last = Math.floor((position + length - 1) / blockBytes);
    for (let block = Math.floor(position / blockBytes); block <= last; block++) {
      if (storage.isCompared(block) && this.#mode !== "always") continue;
      try {
        this.check(block);
      } catch (cause) {
        storage.discard(block);
        throw cause;
      }
      storage.noteCompared(block);
    }
  }
}
