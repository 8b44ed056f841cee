/* tslint:disable */
/* eslint-disable */

/**
 * Reserves `byte_length` bytes at a multiple of 64; 0 when memory has run out.
 */
export function allocate(byte_length: number): number;

/**
 * Starts a request for FLAC. `format` is 0 for int16, 1 for int32, 2 for float32; false when
 * `lastError` says why it can't.
 */
export function beginFlacRun(handle: number, sample_rate: number, channels: number, setup: Uint32Array | number[], format: number, first: number, skip: number, count: number): boolean;

/**
 * Starts a request; false when `lastError` says why it can't.
 */
export function beginOpusRun(handle: number, sample_rate: number, channels: number, setup: Uint32Array | number[], first: number, skip: number, count: number): boolean;

/**
 * Closes a codec.
 */
export function closeCodec(handle: number): void;

/**
 * Where to put the next bytes of input.
 */
export function codecInput(handle: number, byte_length: number): number;

/**
 * Frees what `allocate` returned, with the same length.
 */
export function free(offset: number, byte_length: number): void;

/**
 * Code and clause of the last error.
 */
export function lastError(): string[];

/**
 * Continues decoding from the input; returns the length in bytes of the result, -1 on an error.
 */
export function nextRun(handle: number): number;

/**
 * Opens a decoder of runs.
 */
export function openFlacDecoder(): number;

/**
 * Opens a decoder of runs of Opus.
 */
export function openOpusDecoder(): number;

/**
 * Where in memory the samples that `nextRun` decoded are.
 */
export function runOffset(handle: number): number;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly allocate: (a: number) => number;
    readonly beginFlacRun: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number) => number;
    readonly beginOpusRun: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number) => number;
    readonly closeCodec: (a: number) => void;
    readonly codecInput: (a: number, b: number) => number;
    readonly free: (a: number, b: number) => void;
    readonly lastError: () => [number, number];
    readonly nextRun: (a: number) => number;
    readonly openFlacDecoder: () => number;
    readonly openOpusDecoder: () => number;
    readonly runOffset: (a: number) => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
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
