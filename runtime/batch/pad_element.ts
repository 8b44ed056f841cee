import type { SpectralDtype } from "../../schema/mod.ts";
import type { ByteSource } from "../container/afd_file.ts";
import { float16Value } from "../spectral/float16.ts";
import { toStored } from "../spectral/stored_values.ts";
import type { Block } from "../storage/block.ts";

/** What missing frames hold, as an element of a batch's array. */
export class PadElement {
  /** The element: a number, or for float16 its bits. */
  element = 0;
  readonly #isHalf: boolean;
  readonly #storedBytes: 2 | 4;
  readonly #view = new DataView(new ArrayBuffer(4));
  #value: number | undefined = 0;
  #block: Block | undefined;
  #stored = this.#view;

  constructor({ dtype, storedDtype }: { dtype: SpectralDtype; storedDtype: SpectralDtype }) {
    this.#isHalf = dtype === "float16";
    this.#storedBytes = storedDtype === "float16" ? 2 : 4;
  }

  /** The element's bytes as a little-endian integer. */
  get bits(): number {
    if (this.#isHalf) return this.element;
    this.#view.setFloat32(0, this.element, true);
    return this.#view.getUint32(0, true);
  }

  /** Sets the same for all records. */
  set(value: number): void {
    if (value === this.#value) return;
    this.#value = value;
    this.element = this.#isHalf
      ? new DataView(toStored(Float32Array.of(value), "float16").buffer).getUint16(0, true)
      : Math.fround(value);
  }

  /** Takes what stands in the file at `position`, by way of four bytes of scratch in `block`. */
  read(file: ByteSource, position: number, block: Block, scratch: number): void {
    this.#value = undefined;
    if (this.#block !== block) {
      this.#block = block;
      const { buffer, byteOffset } = block.bytes;
      this.#stored = new DataView(buffer, byteOffset + scratch, 4);
    }
    file.copy(position, this.#storedBytes, block, scratch);
    if (this.#storedBytes === 4) {
      this.element = this.#stored.getFloat32(0, true);
    } else {
      const bits = this.#stored.getUint16(0, true);
      this.element = this.#isHalf ? bits : float16Value(bits);
    }
  }
}
