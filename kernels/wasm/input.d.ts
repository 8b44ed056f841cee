/* tslint:disable */
/* eslint-disable */

/**
 * Reserves `byte_length` bytes at a multiple of 64; 0 when memory has run out.
 */
export function allocate(byte_length: number): number;

/**
 * Closes a file.
 */
export function closeInput(handle: number): void;

/**
 * Frees what `allocate` returned, with the same length.
 */
export function free(offset: number, byte_length: number): void;

/**
 * The name of a file's container, after a minus sign if it can't be read; an empty string if the
 * file isn't audio, and "!" when the source failed.
 */
export function identifyInput(source: any): string;

/**
 * Sample rate, channels, format (0 int16, 1 int32, 2 float32, 3 float64), frames (-1 where only
 * decoding can tell), bits per stored sample (0 for none), and 1 if `seekInput` works.
 */
export function inputInfo(handle: number): Float64Array;

/**
 * -1 where nothing is missing, otherwise the number of missing frames; -2 where that is unknown.
 */
export function inputMissing(handle: number): number;

/**
 * The names of the container and of the codec.
 */
export function inputNames(handle: number): string[];

/**
 * Where in memory the piece that `nextInput` decoded is.
 */
export function inputOffset(handle: number): number;

/**
 * Code, clause, found, wanted and hint of the last error.
 */
export function lastError(): string[];

/**
 * Decodes the next piece; returns its length in bytes, 0 at the end, -1 on an error.
 */
export function nextInput(handle: number): number;

/**
 * Opens a file, and in it an audio track, counting from 1 (0 is the first); returns a handle, or -1 when `lastError` says why it can't.
 */
export function openInput(source: any, accept_truncated: boolean, track: number, by_index: boolean): number;

/**
 * Seeks to a frame; 1 on success, 0 if that isn't cheap here, -1 on an error.
 */
export function seekInput(handle: number, frame: number): number;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly allocate: (a: number) => number;
    readonly closeInput: (a: number) => void;
    readonly free: (a: number, b: number) => void;
    readonly identifyInput: (a: any) => [number, number];
    readonly inputInfo: (a: number) => [number, number];
    readonly inputMissing: (a: number) => number;
    readonly inputNames: (a: number) => [number, number];
    readonly inputOffset: (a: number) => number;
    readonly lastError: () => [number, number];
    readonly nextInput: (a: number) => number;
    readonly openInput: (a: any, b: number, c: number, d: number) => number;
    readonly seekInput: (a: number, b: number) => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __externref_drop_slice: (a: number, b: number) => void;
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
