import type { SpectralDtype } from "../../schema/mod.ts";
import { dtypeBytes } from "../../schema/language/waveform_dtype.ts";
import type { ByteSource } from "../container/afd_file.ts";
import { float16Bits, float16Value } from "./float16.ts";
import type { Block } from "../storage/block.ts";

/**
 * The value of missing frames, as the bits of one element of a batch's array: a small integer,
 * which V8 passes around without allocating an object for it.
 */
export class PadElement {
  /** The element's bits: 16 for a float16, 32 as a signed integer for a float32. */
  bits = 0;
  readonly #isHalf: boolean;
  readonly #storedBytes: 2 | 4;
  readonly #view = new DataView(new ArrayBuffer(4));
  #value: number | undefined = 0;
  #block: Block | undefined;
  #stored = this.#view;

  constructor({ dtype, storedDtype }: { dtype: SpectralDtype; storedDtype: SpectralDtype }) {
    this.#isHalf = dtype === "float16";
    this.#storedBytes = dtypeBytes(storedDtype);
  }

  /** Sets one value for all records. */
  set(value: number): void {
    if (value === this.#value) return;
    this.#value = value;
    this.bits = this.#isHalf ? float16Bits(value) : this.#floatBits(value);
  }

  /** Reads the value from the file at `position`, with four bytes of scratch space in `block`. */
  read(file: ByteSource, position: number, block: Block, scratch: number): void {
    this.#value = undefined;
    if (this.#block !== block) {
      this.#block = block;
      const { buffer, byteOffset } = block.bytes;
      this.#stored = new DataView(buffer, byteOffset + scratch, 4);
    }
    file.copy(position, this.#storedBytes, block, scratch);
    if (this.#storedBytes === 4) {
      this.bits = this.#stored.getInt32(0, true);
    } else {
      const bits = this.#stored.getUint16(0, true);
      this.bits = this.#isHalf ? bits : this.#floatBits(float16Value(bits));
    }
  }

  #floatBits(value: number): number {
    this.#view.setFloat32(0, value, true);
    return this.#view.getInt32(0, true);
  }
}
