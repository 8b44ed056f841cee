import { dspKernels } from "../../kernels/dsp_kernels.ts";
import type { SpectralDtype } from "../../schema/mod.ts";
import { dtypeBytes } from "../../schema/language/waveform_dtype.ts";

/** Values converted at a time: few enough for source and target to stay in the cache. */
const tileValues = 16_384;

/** The index of the first value that can't be stored; `undefined` if there is none. */
export function unstorable(values: Float32Array, dtype: SpectralDtype): number | undefined {
  // Halfway between the largest float16 and the next power of two, where rounding to even goes up.
  const limit = dtype === "float16" ? 65_520 : Infinity;
  for (let index = 0; index < values.length; index++) {
    // Written so that NaN fails as well.
    if (!(Math.abs(values[index]!) < limit)) return index;
  }
  return undefined;
}

/** The little-endian bytes of values in their stored type, rounded to nearest even; a copy. */
export function toStored(values: Float32Array, dtype: SpectralDtype): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * dtypeBytes(dtype));
  storeValues(values, dtype, bytes);
  return bytes;
}

/** The same bytes, written to `bytes`. `values` must not lie in the kernels' memory. */
export function storeValues(
  values: Float32Array,
  dtype: SpectralDtype,
  bytes: Uint8Array<ArrayBuffer>,
): void {
  if (dtype === "float32") {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    return;
  }
  convertTiles(values.length, {
    load: (target, from, count) => {
      new Float32Array(target.buffer, target.byteOffset, count).set(
        values.subarray(from, from + count),
      );
    },
    store: (source, from) => bytes.set(source, from * 2),
    widen: false,
  });
}

/** Stored little-endian bytes as float32 values, exactly; a copy. */
export function fromStored(bytes: Uint8Array, dtype: SpectralDtype): Float32Array<ArrayBuffer> {
  const values = new Float32Array(bytes.length / dtypeBytes(dtype));
  const target = new Uint8Array(values.buffer);
  if (dtype === "float32") {
    target.set(bytes);
    return values;
  }
  convertTiles(values.length, {
    load: (memory, from, count) => memory.set(bytes.subarray(from * 2, (from + count) * 2)),
    store: (source, from) => target.set(source, from * 4),
    widen: true,
  });
  return values;
}

function convertTiles(
  length: number,
  { load, store, widen }: {
    load(memory: Uint8Array<ArrayBuffer>, from: number, count: number): void;
    store(source: Uint8Array, from: number): void;
    widen: boolean;
  },
): void {
  const kernels = dspKernels();
  const tile = Math.min(length, tileValues);
  const source = kernels.allocate(tile * 4);
  const target = kernels.allocate(tile * 4);
  try {
    const memory = kernels.bytes();
    const [sourceBytes, targetBytes] = widen ? [2, 4] : [4, 2];
    for (let from = 0; from < length; from += tile) {
      const count = Math.min(tile, length - from);
      load(memory.subarray(source, source + count * sourceBytes), from, count);
      if (widen) kernels.float16ToFloat32(source, target, count);
      else kernels.float32ToFloat16(source, target, count);
      store(memory.subarray(target, target + count * targetBytes), from);
    }
  } finally {
    kernels.free(source, tile * 4);
    kernels.free(target, tile * 4);
  }
}
