/* tslint:disable */
/* eslint-disable */

/**
 * Reserves `byte_length` bytes at a multiple of 64; 0 when memory has run out.
 */
export function allocate(byte_length: number): number;

/**
 * Continues a CRC-32; -1 if the bytes aren't inside memory, which no CRC is.
 */
export function crc32(offset: number, byte_length: number, initial: number): number;

/**
 * Widens `count` halves; returns whether the arguments made sense.
 */
export function float16ToFloat32(src: number, dst: number, count: number): boolean;

/**
 * Narrows `count` floats; returns whether the arguments made sense.
 */
export function float32ToFloat16(src: number, dst: number, count: number): boolean;

/**
 * Gives back what `allocate` returned, with the same length.
 */
export function free(offset: number, byte_length: number): void;

/**
 * Copies and pads rows; returns whether the arguments made sense.
 */
export function gatherRows(src: number, src_stride: number, row_bytes: number, rows: number, dst: number, dst_stride: number, dst_rows: number, pad_size: number, pad_low: number, pad_high: number): boolean;

/**
 * Converts, and mixes to mono when there are several channels. Formats are 0 int16, 1 int32,
 * 2 float32, 3 float64. Returns -1, the index of the first sample that is not finite, or -2.
 */
export function mix(from: number, to: number, src: number, dst: number, frames: number, channels: number): number;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly allocate: (a: number) => number;
    readonly crc32: (a: number, b: number, c: number) => number;
    readonly float16ToFloat32: (a: number, b: number, c: number) => number;
    readonly float32ToFloat16: (a: number, b: number, c: number) => number;
    readonly free: (a: number, b: number) => void;
    readonly gatherRows: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number) => number;
    readonly mix: (a: number, b: number, c: number, d: number, e: number, f: number) => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;

/** Forgets the instance, so that `initSync` makes a new one. */
export function reset(): void;
