/**
 * A run of bytes that storage can copy into: the memory of a batch, or a view of the caller's own.
 * Blocks that a mapped storage hands out lie in the same address range as the mapping, so that
 * copying makes no objects at all.
 */
export class Block implements Disposable {
  /** The block's bytes; page-aligned when a mapped storage made it. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the block lies in its owner's address range, or -1 if it lies elsewhere. */
  readonly base: number;
  /** The mapped storage that made the block; `undefined` for ordinary memory. */
  readonly owner: object | undefined;
  #release: (() => void) | undefined;

  /**
   * Use {@link Block.allocate}, {@link Block.over}, or a storage instead; `place` is for mapped ones.
   */
  constructor(
    bytes: Uint8Array<ArrayBuffer>,
    place?: { owner: object; base: number; release: () => void },
  ) {
    this.bytes = bytes;
    this.owner = place?.owner;
    this.base = place?.base ?? -1;
    this.#release = place?.release;
  }

  /** A block in ordinary memory, zeroed. */
  static allocate(byteLength: number): Block {
    return new Block(new Uint8Array(byteLength));
  }

  /** A view of the caller's own memory. */
  static over(array: ArrayBufferView<ArrayBuffer>): Block {
    return new Block(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  }

  /** Gives the memory back; views of a mapped storage's block are detached. */
  [Symbol.dispose](): void {
    this.#release?.();
    this.#release = undefined;
  }
}
