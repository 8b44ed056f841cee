/**
 * A buffer outside the kernels' memory for one piece after another: code that receives a piece may
 * make that memory grow, which detaches views of it.
 */
export class KeptCopy {
  #bytes = new Uint8Array(0);

  /** A copy of `bytes` at the start of its buffer, valid until the next one is made. */
  of(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    if (this.#bytes.length < bytes.length) this.#bytes = new Uint8Array(bytes.length);
    this.#bytes.set(bytes);
    return this.#bytes.subarray(0, bytes.length);
  }
}
