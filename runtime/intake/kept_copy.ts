/**
 * A place outside of the kernels' memory for one piece after the other: whoever hears a piece may let
 * that memory grow, which detaches views of it.
 */
export class KeptCopy {
  #bytes = new Uint8Array(0);

  /** A copy of `bytes`, from the start of its buffer on; valid until the next one. */
  of(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    if (this.#bytes.length < bytes.length) this.#bytes = new Uint8Array(bytes.length);
    this.#bytes.set(bytes);
    return this.#bytes.subarray(0, bytes.length);
  }
}
