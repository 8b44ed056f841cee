import type { SpectralDtype } from "../../schema/mod.ts";
import { dtypeBytes } from "../../schema/language/waveform_dtype.ts";
import { storeValues } from "./stored_values.ts";

/** Rows of values, `stride` apart, that are to be stored without gaps. */
export interface ValueRows {
  readonly data: Float32Array;
  readonly bins: number;
  readonly frames: number;
  readonly stride: number;
}

/** Turns rows into stored bytes, again and again in the same memory. */
export class StoredBuffer {
  readonly #dtype: SpectralDtype;
  #values = new Float32Array(0);
  #bytes = new Uint8Array(0);

  /** Holds nothing yet. */
  constructor(dtype: SpectralDtype) {
    this.#dtype = dtype;
  }

  /**
   * The rows without gaps: a view valid until the next call. A copy, because the kernels' memory, in
   * which rows may lie, may move when it grows.
   */
  packed({ data, bins, frames, stride }: ValueRows): Float32Array<ArrayBuffer> {
    const length = bins * frames;
    if (this.#values.length < length) this.#values = new Float32Array(length);
    const values = this.#values.subarray(0, length);
    if (stride === frames) values.set(data.subarray(0, length));
    else {
      for (let bin = 0; bin < bins; bin++) {
        values.set(data.subarray(bin * stride, bin * stride + frames), bin * frames);
      }
    }
    return values;
  }

  /**
   * The little-endian bytes of values in their stored type, rounded to nearest even: a view valid until
   * the next call. `undefined` if one of them can't be stored.
   */
  stored(values: Float32Array): Uint8Array<ArrayBuffer> | undefined {
    const length = values.length * dtypeBytes(this.#dtype);
    // Whole words, for the check.
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(Math.ceil(length / 4) * 4);
    const bytes = this.#bytes.subarray(0, length);
    storeValues(values, this.#dtype, bytes);
    // An odd value at the end must not be checked together with what an earlier call left behind.
    this.#bytes.fill(0, length, Math.min(this.#bytes.length, length + 2));
    const words = new Uint32Array(this.#bytes.buffer, 0, Math.ceil(length / 4));
    return isFinite(words, this.#dtype) ? bytes : undefined;
  }
}

/** Whether no value is infinite or NaN: those have all bits of their exponent set. */
function isFinite(words: Uint32Array, dtype: SpectralDtype): boolean {
  if (dtype === "float32") {
    for (let index = 0; index < words.length; index++) {
      if ((words[index]! & 0x7f80_0000) === 0x7f80_0000) return false;
    }
    return true;
  }
  let carried = 0;
  for (let index = 0; index < words.length; index++) {
    // Two values at once: adding one to an exponent of ones carries into the bit above it.
    carried |= (words[index]! & 0x7c00_7c00) + 0x0400_0400;
  }
  return (carried & 0x8000_8000) === 0;
}
