import { AudiofieldError } from "../errors/mod.ts";
import { kernelModule } from "./kernel_modules.ts";
import { rangeError } from "./range_error.ts";
import { type SampleFormat, sampleFormatId } from "./sample_format.ts";
import * as dsp from "./wasm/dsp.js";

/**
 * The hot loops, over the linear memory of one WebAssembly instance.
 *
 * A caller allocates once, writes its input through {@link DspKernels.bytes}, calls, and reads the
 * output there. Arguments are numbers in a fixed order rather than an options object, because these
 * calls are made per record and must leave no garbage. Offsets are bytes from the start of memory.
 * Offsets of samples must be multiples of the sample's size, and source and target must not overlap.
 *
 * Every method throws a `UsageError` with the code `"kernel-arguments"` when a range isn't
 * inside memory, is misaligned, or overlaps; nothing has been written then.
 */
export interface DspKernels {
  /**
   * The linear memory. Growth detaches earlier views, so ask again after anything that allocates;
   * asking is cheap and makes a new view only when memory has grown.
   */
  bytes(): Uint8Array<ArrayBuffer>;

  /**
   * Reserves `byteLength` bytes and returns their offset, a multiple of 64. The contents are
   * unspecified.
   *
   * @throws {AudiofieldError} With the code `"out-of-memory"`; the first time, also what loading the
   * kernels throws.
   */
  allocate(byteLength: number): number;

  /** Gives back what {@link DspKernels.allocate} returned; `byteLength` must be the same. */
  free(offset: number, byteLength: number): void;

  /**
   * Copies `rows` rows of `rowBytes` bytes, `srcStride` apart, to rows `dstStride` apart. Fills the
   * rest of each, and the rows from `rows` to `dstRows`, with an element of `padBytes` (1, 2, 4 or
   * 8) bytes: `padLow` holds its low 32 bits and `padHigh` the high 32 bits of an 8-byte one.
   *
   * All of `dstRows * dstStride` bytes are written.
   */
  gatherRows(
    src: number,
    srcStride: number,
    rowBytes: number,
    rows: number,
    dst: number,
    dstStride: number,
    dstRows: number,
    padBytes: number,
    padLow: number,
    padHigh: number,
  ): void;

  /**
   * Converts `count` samples. Integer sources scale by powers of two; float sources by 32,767 and
   * 2³¹ − 1; results are rounded to nearest even and saturate.
   *
   * @returns -1, or the index of the first sample that is NaN or infinite, or a float64 that float32
   * can't hold; the target is unspecified from there on. `src` may equal `dst` when the formats are
   * the same: then the samples are only checked.
   */
  convert(from: SampleFormat, to: SampleFormat, src: number, dst: number, count: number): number;

  /**
   * Averages `frames` frames of `channels` interleaved samples into one sample each. The mean is
   * taken in float64 and then scaled and rounded once, as {@link DspKernels.convert} does.
   *
   * @returns -1, or the index of the first sample of `src` that is NaN or infinite.
   */
  mixToMono(
    from: SampleFormat,
    to: SampleFormat,
    src: number,
    dst: number,
    frames: number,
    channels: number,
  ): number;

  /** Widens `count` float16 values, exactly. */
  float16ToFloat32(src: number, dst: number, count: number): void;

  /** Rounds `count` float32 values to the nearest float16, ties to even. */
  float32ToFloat16(src: number, dst: number, count: number): void;
}

/**
 * The kernels of this isolate (the main thread, or one Worker), loaded; always the same.
 *
 * @throws what `kernelModule` throws.
 */
export function dspKernels(): DspKernels {
  shared.load();
  return shared;
}

/**
 * The same, but loaded only when memory is first allocated or looked at: for those that are made
 * before anything can wait for the kernels.
 */
export function deferredDspKernels(): DspKernels {
  return shared;
}

class WasmDspKernels implements DspKernels {
  #memory: WebAssembly.Memory | undefined;
  #bytes = new Uint8Array(0);

  bytes(): Uint8Array<ArrayBuffer> {
    // A view detached by growth has no bytes left; asking `memory.buffer` costs more.
    if (this.#bytes.length === 0) this.#bytes = this.#view();
    return this.#bytes;
  }

  #view(): Uint8Array<ArrayBuffer> {
    // The module doesn't ask for shared memory.
    return new Uint8Array(this.load().buffer as ArrayBuffer);
  }

  load(): WebAssembly.Memory {
    return this.#memory ??= dsp.initSync({ module: kernelModule("dsp") }).memory;
  }

  allocate(byteLength: number): number {
    this.load();
    // Beyond 32 bits the argument would silently wrap.
    const offset = byteLength >= 0 && byteLength < 2 ** 32 ? dsp.allocate(byteLength) : 0;
    if (offset === 0) {
      throw new AudiofieldError(
        `Cannot allocate ${byteLength} bytes: the kernels' memory is exhausted`,
        { code: "out-of-memory", wanted: byteLength, hint: "work on smaller pieces" },
      );
    }
    return offset;
  }

  free(offset: number, byteLength: number): void {
    dsp.free(offset, byteLength);
  }

  gatherRows(
    src: number,
    srcStride: number,
    rowBytes: number,
    rows: number,
    dst: number,
    dstStride: number,
    dstRows: number,
    padBytes: number,
    padLow: number,
    padHigh: number,
  ): void {
    // deno-fmt-ignore
    const done = dsp.gatherRows(
      src, srcStride, rowBytes, rows, dst, dstStride, dstRows, padBytes, padLow, padHigh,
    );
    if (!done) throw rangeError("gather rows");
  }

  convert(from: SampleFormat, to: SampleFormat, src: number, dst: number, count: number): number {
    return this.mixToMono(from, to, src, dst, count, 1);
  }

  mixToMono(
    from: SampleFormat,
    to: SampleFormat,
    src: number,
    dst: number,
    frames: number,
    channels: number,
  ): number {
    const source = sampleFormatId(from);
    const result = dsp.mix(source, sampleFormatId(to), src, dst, frames, channels);
    if (result < -1) throw rangeError(`convert ${from} to ${to}`);
    return result;
  }

  float16ToFloat32(src: number, dst: number, count: number): void {
    if (!dsp.float16ToFloat32(src, dst, count)) throw rangeError("convert float16 to float32");
  }

  float32ToFloat16(src: number, dst: number, count: number): void {
    if (!dsp.float32ToFloat16(src, dst, count)) throw rangeError("convert float32 to float16");
  }
}

const shared = new WasmDspKernels();
