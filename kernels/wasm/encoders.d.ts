/* tslint:disable */
/* eslint-disable */

/**
 * Reserves `byte_length` bytes at a multiple of 64; 0 when memory has run out.
 */
export function allocate(byte_length: number): number;

/**
 * Starts a stream.
 */
export function beginStream(handle: number): boolean;

/**
 * Closes a codec.
 */
export function closeCodec(handle: number): void;

/**
 * Where to put the next bytes of input.
 */
export function codecInput(handle: number, byte_length: number): number;

/**
 * Ends the stream; false in the same cases as `pushStream`.
 */
export function finishStream(handle: number): boolean;

/**
 * Frees what `allocate` returned, with the same length.
 */
export function free(offset: number, byte_length: number): void;

/**
 * After `beginStream` of a scanner: keeps what the stream decodes to, up to this many bytes.
 */
export function hearStream(handle: number, limit: number): void;

/**
 * How many bytes were kept since `hearStream`; -1 if it would have been more than the limit.
 */
export function heardLength(handle: number): number;

/**
 * Where in memory they are.
 */
export function heardOffset(handle: number): number;

/**
 * Code and clause of the last error.
 */
export function lastError(): string[];

/**
 * Opens an encoder; the binding has checked the parameters.
 */
export function openFlacEncoder(sample_rate: number, channels: number, bits: number, level: number): number;

/**
 * Opens a scanner for streams of one format.
 */
export function openFlacScanner(sample_rate: number, channels: number, bits: number): number;

/**
 * Opens an Opus encoder; the binding has checked the parameters. `application` is 0 for audio, 1
 * for voip, 2 for lowdelay.
 */
export function openOpusEncoder(sample_rate: number, channels: number, bitrate: number, application: number, packet_samples: number, vbr: boolean, reset_samples: number): number;

/**
 * Opens a scanner for Opus streams of `channels` channels, which are to be decoded at
 * `sample_rate`.
 */
export function openOpusScanner(sample_rate: number, channels: number): number;

/**
 * Takes the input; false when `lastError` says what is wrong with it.
 */
export function pushStream(handle: number): boolean;

/**
 * Writes to `words` where everything that the last call completed is: offset and length of the
 * bytes, offset of the units' byte counts, offset of their sample counts, and the number of units;
 * offset and length of the head; the setup.
 */
export function streamPieces(handle: number, words: Uint32Array): void;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly allocate: (a: number) => number;
    readonly beginStream: (a: number) => number;
    readonly closeCodec: (a: number) => void;
    readonly codecInput: (a: number, b: number) => number;
    readonly finishStream: (a: number) => number;
    readonly free: (a: number, b: number) => void;
    readonly hearStream: (a: number, b: number) => void;
    readonly heardLength: (a: number) => number;
    readonly heardOffset: (a: number) => number;
    readonly lastError: () => [number, number];
    readonly openFlacEncoder: (a: number, b: number, c: number, d: number) => number;
    readonly openFlacScanner: (a: number, b: number, c: number) => number;
    readonly openOpusEncoder: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => number;
    readonly openOpusScanner: (a: number, b: number) => number;
    readonly pushStream: (a: number) => number;
    readonly streamPieces: (a: number, b: number, c: number, d: any) => void;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __externref_drop_slice: (a: number, b: number) => void;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
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
