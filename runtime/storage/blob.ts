import { IntegrityError } from "../../errors/mod.ts";
import type { PieceRun } from "./piece_run.ts";
import { WaitingStorage } from "./waiting.ts";

/**
 * A `Blob` or `File`, which can only be read asynchronously. What {@link WaitingStorage.prefetch} has
 * fetched can be read synchronously until the lease that it returned is disposed of.
 */
export class BlobStorage extends WaitingStorage {
  override readonly kind = "blob";
  override readonly name: string;
  override readonly size: number;
  readonly #blob: Blob;

  /** @param cacheBytes bytes that are kept without a lease: none by default, since a Blob is near. */
  constructor(blob: Blob, cacheBytes = 0) {
    super(cacheBytes);
    this.#blob = blob;
    this.name = blob instanceof File ? blob.name : "(blob)";
    this.size = blob.size;
  }

  /** The Blob, which can be cloned. */
  again(): Blob {
    return this.#blob;
  }

  protected override fetchBytes(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#read(start, end);
  }

  protected override async fetchRun(run: PieceRun): Promise<void> {
    run.take(await this.#read(run.start, run.end));
  }

  async #read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(await this.#blob.slice(start, end).arrayBuffer());
    if (bytes.length !== end - start) {
      throw new IntegrityError(`Cannot read "${this.name}": it became shorter while it was open`, {
        code: "truncated",
        file: this.name,
        found: start + bytes.length,
        wanted: end,
      });
    }
    this.counters.reads++;
    this.counters.bytes += bytes.length;
    return bytes;
  }
}
