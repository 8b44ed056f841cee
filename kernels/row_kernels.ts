import { AudiofieldError } from "../errors/mod.ts";
import { deferredDspKernels, type DspKernels } from "./dsp_kernels.ts";
import { kernelModule } from "./kernel_modules.ts";
import { floatRows, rowLayouts, rowsError } from "./float_rows.ts";
import { sampleFormatId } from "./sample_format.ts";
import { rangeError } from "./range_error.ts";
import { expandTokens, tokensError } from "./tokens.ts";

/** The kernels that make rows of batches, over one memory; see the functions of these names. */
export interface RowKernels {
  /** See `DspKernels.bytes`. */
  bytes(): Uint8Array<ArrayBuffer>;
  /** See `DspKernels.allocate`. */
  allocate(byteLength: number): number;
  /** See `DspKernels.free`. */
  free(offset: number, byteLength: number): void;
  /** See `DspKernels.gatherRows`. */
  readonly gatherRows: DspKernels["gatherRows"];
  /** See {@link expandTokens}. */
  readonly expandTokens: typeof expandTokens;
  /** See {@link floatRows}. */
  readonly floatRows: typeof floatRows;
}

/** Those of this isolate: what they make has to be copied to where it belongs. */
export function sharedRowKernels(): RowKernels {
  const kernels = deferredDspKernels();
  return {
    bytes: () => kernels.bytes(),
    allocate: (byteLength) => kernels.allocate(byteLength),
    free: (offset, byteLength) => kernels.free(offset, byteLength),
    // deno-fmt-ignore
    gatherRows: (
      src, srcStride, rowBytes, rows, dst, dstStride, dstRows, padBytes, padLow, padHigh,
    ) => kernels.gatherRows(
      src, srcStride, rowBytes, rows, dst, dstStride, dstRows, padBytes, padLow, padHigh,
    ),
    expandTokens,
    floatRows,
  };
}

/** What the module exports, as far as it is called here. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  allocate(byteLength: number): number;
  free(offset: number, byteLength: number): void;
  gatherRows(...numbers: number[]): number;
  expandTokens(...numbers: number[]): number;
  floatRows(...numbers: number[]): number;
}

const pageBytes = 65_536;

/**
 * Kernels with a memory of their own that a batch lies in, so that what they make is already where
 * it belongs. WebAssembly can't write anywhere else, and copying a batch costs as much as making
 * it.
 */
export class OwnRowKernels implements RowKernels {
  readonly #exports: Exports;
  #bytes: Uint8Array<ArrayBuffer>;
  /** Where batches lie, one after another in time: an offset, and how many bytes there are. */
  #roomAt: number;
  #roomBytes = 0;

  /**
   * @throws {RangeError} when the system has no room for another memory: each takes gigabytes of
   * address space.
   * @throws {AudiofieldError} With the code `"no-simd"` where WebAssembly has no SIMD.
   */
  constructor() {
    const module = kernelModule("dsp");
    const { exports } = new WebAssembly.Instance(module, importsOf(module));
    this.#exports = exports as unknown as Exports;
    this.#bytes = this.#view();
    this.#roomAt = this.#bytes.length;
  }

  /** How large a batch may be without the memory having to grow. */
  get roomBytes(): number {
    return this.#roomBytes;
  }

  /** All of the memory, in bytes. */
  get memoryBytes(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  /**
   * Makes room for a batch, zeroed, and returns its offset; an earlier batch's room is used again.
   * Call this last: memory that is allocated later could detach views of the batch.
   *
   * @throws {RangeError} when there is no such room.
   */
  room(byteLength: number): number {
    const used = Math.min(byteLength, this.#roomBytes);
    if (byteLength > this.#roomBytes) this.#grow(byteLength);
    this.#bytes = this.#view();
    // Pages that were just added are zeros already.
    this.#bytes.fill(0, this.#roomAt, this.#roomAt + used);
    return this.#roomAt;
  }

  /** Detaches every view of the memory, so that nobody sees what comes to lie there next. */
  detachViews(): void {
    this.#exports.memory.grow(0);
    this.#bytes = this.#view();
  }

  #grow(byteLength: number): void {
    const { memory } = this.#exports;
    const isLast = this.#roomAt + this.#roomBytes === memory.buffer.byteLength;
    const wanted = Math.ceil(byteLength / pageBytes) * pageBytes;
    const more = isLast ? wanted - this.#roomBytes : wanted;
    const at = memory.grow(more / pageBytes) * pageBytes;
    if (!isLast) this.#roomAt = at;
    this.#roomBytes = wanted;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }

  allocate(byteLength: number): number {
    const offset = this.#exports.allocate(byteLength) >>> 0;
    if (offset === 0) {
      throw new AudiofieldError(`Cannot allocate ${byteLength} bytes in a batch's memory`, {
        code: "out-of-memory",
        wanted: byteLength,
        hint: "allocate a smaller batch",
      });
    }
    if (this.#bytes.length === 0) this.#bytes = this.#view();
    return offset;
  }

  free(offset: number, byteLength: number): void {
    this.#exports.free(offset, byteLength);
  }

  // deno-fmt-ignore
  readonly gatherRows: DspKernels["gatherRows"] = (
    src, srcStride, rowBytes, rows, dst, dstStride, dstRows, padBytes, padLow, padHigh,
  ) => {
    const done = this.#exports.gatherRows(
      src, srcStride, rowBytes, rows, dst, dstStride, dstRows, padBytes, padLow, padHigh,
    );
    if (done === 0) throw rangeError("gather rows");
  };

  // deno-fmt-ignore
  readonly expandTokens: typeof expandTokens = (
    bits, source, firstBit, count, elementBytes, target, stride,
  ) => {
    const done = this.#exports.expandTokens(
      bits, source, firstBit, count, elementBytes, target, stride,
    );
    if (done === 0) throw tokensError();
  };

  // deno-fmt-ignore
  readonly floatRows: typeof floatRows = (
    from, layout, source, frames, channels, target, targetFrames, targetChannels, gain,
  ) => {
    const done = this.#exports.floatRows(
      sampleFormatId(from), rowLayouts.indexOf(layout), source, frames, channels,
      target, targetFrames, targetChannels, gain,
    );
    if (done === 0) throw rowsError();
  };

  #view(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#exports.memory.buffer as ArrayBuffer);
  }
}

/**
 * The functions that the module imports. Only kernels that take or return more than numbers call
 * them, and none of those is used here.
 */
function importsOf(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, () => never>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] = () => {
      throw new AudiofieldError("A kernel failed", {
        code: "kernel-failed",
        found: name,
        hint: "please report what was being decoded",
      });
    };
  }
  return imports;
}
