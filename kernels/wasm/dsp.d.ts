/* tslint:disable */
/* eslint-disable */

/**
 * An extractor, with room for its input.
 */
export class FeatureStream {
    free(): void;
      bins(): number;
    clearTile(): void;
    emptyFilters(): Uint32Array;
    /**
     * The second pass over what was written there.
     */
    finalizeSecond(): void;
    finalizeTile(): void;
    /**
     * Ends the clip; true if the tile is full and there is more.
     */
    finish(): boolean;
    frames(samples: number): number;
    largest(): number;
    /**
     * Takes lines `name=value`; the error is the name, a colon, and what was wanted.
     */
    constructor(parameters: string);
    passBins(): number;
    /**
     * Takes samples from the stage; returns how many: all of them unless the tile is full.
     */
    pushStage(from: number, count: number): number;
    /**
     * The same, from anywhere else in memory; -1 if the samples aren't inside it.
     */
    push(offset: number, count: number): number;
    /**
     * Starts a clip; `samples` is negative if it isn't known.
     */
    reset(samples: number, whole: boolean): boolean;
    /**
     * Makes room for a tile of the first pass; 0 if there is no memory for it.
     */
    second(frames: number, first: number): number;
    /**
     * Where the binding writes samples.
     */
    stage(): number;
    tileFirst(): number;
    tileFrames(): number;
    tileOffset(): number;
    tileStride(): number;
    twoPass(): boolean;
}

/**
 * A tracker, with room for its input.
 */
export class PitchStream {
    free(): void;
      /**
     * Ends the clip; returns how many frames that completed.
     */
    finish(): number;
    /**
     * Where the frequencies of the frames completed last are.
     */
    foundOffset(): number;
    /**
     * The error is the parameter's name, a colon, and what was wanted.
     */
    constructor(sample_rate: number, hop_length: number, win_length: number, f_min: number, f_max: number, voicing_threshold: number);
    /**
     * Takes the first `count` samples of the stage; returns how many frames that completed.
     */
    pushStage(count: number): number;
    /**
     * Starts a clip.
     */
    reset(): void;
    /**
     * Where the binding writes samples.
     */
    stage(): number;
}

/**
 * Adds the energies of frames, of channels and of their sum, to two float64; returns whether the
 * arguments made sense.
 */
export function addEnergies(from: number, src: number, dst: number, frames: number, channels: number): boolean;

/**
 * Reserves `byte_length` bytes at a multiple of 64; 0 when memory has run out.
 */
export function allocate(byte_length: number): number;

/**
 * Empties the results.
 */
export function clearResampler(handle: number): void;

/**
 * Releases a plan; the last user's release frees it.
 */
export function closeFft(plan: number): void;

/**
 * Frees the memory.
 */
export function closeResampler(handle: number): void;

/**
 * log10(value), with the same bits on every host.
 */
export function commonLogarithm(value: number): number;

/**
 * How many of `count` floats, float32 or float64 (2, 3), are above `limit`; -1 for wrong arguments.
 */
export function countOver(from: number, src: number, count: number, limit: number): number;

/**
 * Expands `count` tokens of `bits` bits to elements of 2, 4 or 8 bytes, `stride` elements apart;
 * returns whether the arguments made sense.
 */
export function expandTokens(bits: number, src: number, first_bit: number, count: number, element_bytes: number, dst: number, stride: number): boolean;

/**
 * The cosine transform with its lifter, (nMfcc, nMels).
 */
export function featureCepstra(parameters: string): Float64Array;

/**
 * The mel filters, (nMels, nFft / 2 + 1).
 */
export function featureFilters(parameters: string): Float64Array;

/**
 * A window of the parameters' `window` and `winLength`.
 */
export function featureWindow(parameters: string): Float64Array;

/**
 * Appends some of the stream's remaining frames to the results; nothing when there are no more.
 * Returns whether there was enough memory.
 */
export function finishResampler(handle: number): boolean;

/**
 * Widens `count` halves; returns whether the arguments made sense.
 */
export function float16ToFloat32(src: number, dst: number, count: number): boolean;

/**
 * Narrows `count` floats; returns whether the arguments made sense.
 */
export function float32ToFloat16(src: number, dst: number, count: number): boolean;

/**
 * Converts a tile from int16, int32 or float32 (0, 1, 2) to interleaved, planar or mono float32
 * (0, 1, 2). The gain is read from memory: in the caller, numbers that aren't integers would be
 * objects. Returns whether the arguments made sense.
 */
export function floatRows(from: number, layout: number, src: number, frames: number, channels: number, dst: number, dst_frames: number, dst_channels: number, gain_at: number): boolean;

/**
 * Frees what `allocate` returned, with the same length.
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

/**
 * ln(value), with the same bits on every host.
 */
export function naturalLogarithm(value: number): number;

/**
 * Plans transforms, or shares an existing plan; returns the plan's number, or 0 where the length
 * or the memory doesn't allow it.
 */
export function openFft(kind: number, length: number): number;

/**
 * Plans a conversion by method 0 (sinc), 1 (Fourier) or 2 (torchaudio's). Returns a handle, -1
 * when memory has run out, or -2 for arguments that make no sense.
 */
export function openResampler(method: number, from: number, to: number, channels: number, width: number, rolloff: number): number;

/**
 * The largest magnitude of `count` floats, float32 or float64 (2, 3); -1 for wrong arguments.
 */
export function peak(from: number, src: number, count: number): number;

/**
 * Converts the first `kept` channels, or `kept` copies of the only one. Formats and result are the
 * same as for `mix`.
 */
export function pick(from: number, to: number, src: number, dst: number, frames: number, channels: number, kept: number): number;

/**
 * Resamples the samples at `resamplerInput`, and appends to the results. Returns whether there was
 * enough memory.
 */
export function pushResampler(handle: number, samples: number): boolean;

/**
 * Where to put samples for `pushResampler`.
 */
export function resamplerInput(handle: number): number;

/**
 * How many samples there is room for, in whole frames.
 */
export function resamplerInputLength(handle: number): number;

/**
 * Where the results are, until the next call.
 */
export function resamplerOutput(handle: number): number;

/**
 * The number of samples in the results.
 */
export function resamplerOutputLength(handle: number): number;

/**
 * Starts another stream.
 */
export function resetResampler(handle: number): void;

/**
 * Transforms `rows` rows, `src_stride` numbers apart, to consecutive rows; returns whether the
 * arguments made sense.
 */
export function runFft(plan: number, inverse: boolean, src: number, src_stride: number, rows: number, dst: number): boolean;

/**
 * Scales `count` floats into int16, int32 or float32 (0, 1, 2). Returns -1, the index of the first
 * sample that is not finite, or -2.
 */
export function scale(to: number, src: number, dst: number, count: number, divisor: number, factor: number): number;

/**
 * Transposes a matrix of elements of 2 or 4 bytes; returns whether the arguments made sense.
 */
export function transpose(element_bytes: number, src: number, src_stride: number, rows: number, columns: number, dst: number, dst_stride: number): boolean;

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_featurestream_free: (a: number, b: number) => void;
    readonly __wbg_pitchstream_free: (a: number, b: number) => void;
    readonly addEnergies: (a: number, b: number, c: number, d: number, e: number) => number;
    readonly allocate: (a: number) => number;
    readonly clearResampler: (a: number) => void;
    readonly closeFft: (a: number) => void;
    readonly closeResampler: (a: number) => void;
    readonly commonLogarithm: (a: number) => number;
    readonly countOver: (a: number, b: number, c: number, d: number) => number;
    readonly expandTokens: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => number;
    readonly featureCepstra: (a: number, b: number) => [number, number, number, number];
    readonly featureFilters: (a: number, b: number) => [number, number, number, number];
    readonly featureWindow: (a: number, b: number) => [number, number, number, number];
    readonly featurestream_bins: (a: number) => number;
    readonly featurestream_clearTile: (a: number) => void;
    readonly featurestream_emptyFilters: (a: number) => [number, number];
    readonly featurestream_finalizeSecond: (a: number) => void;
    readonly featurestream_finalizeTile: (a: number) => void;
    readonly featurestream_finish: (a: number) => number;
    readonly featurestream_frames: (a: number, b: number) => number;
    readonly featurestream_largest: (a: number) => number;
    readonly featurestream_new: (a: number, b: number) => [number, number, number];
    readonly featurestream_passBins: (a: number) => number;
    readonly featurestream_push: (a: number, b: number, c: number) => number;
    readonly featurestream_pushStage: (a: number, b: number, c: number) => number;
    readonly featurestream_reset: (a: number, b: number, c: number) => number;
    readonly featurestream_second: (a: number, b: number, c: number) => number;
    readonly featurestream_stage: (a: number) => number;
    readonly featurestream_tileFirst: (a: number) => number;
    readonly featurestream_tileFrames: (a: number) => number;
    readonly featurestream_tileOffset: (a: number) => number;
    readonly featurestream_tileStride: (a: number) => number;
    readonly featurestream_twoPass: (a: number) => number;
    readonly finishResampler: (a: number) => number;
    readonly float16ToFloat32: (a: number, b: number, c: number) => number;
    readonly float32ToFloat16: (a: number, b: number, c: number) => number;
    readonly floatRows: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number) => number;
    readonly free: (a: number, b: number) => void;
    readonly gatherRows: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number) => number;
    readonly mix: (a: number, b: number, c: number, d: number, e: number, f: number) => number;
    readonly naturalLogarithm: (a: number) => number;
    readonly openFft: (a: number, b: number) => number;
    readonly openResampler: (a: number, b: number, c: number, d: number, e: number, f: number) => number;
    readonly peak: (a: number, b: number, c: number) => number;
    readonly pick: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => number;
    readonly pitchstream_finish: (a: number) => number;
    readonly pitchstream_foundOffset: (a: number) => number;
    readonly pitchstream_new: (a: number, b: number, c: number, d: number, e: number, f: number) => [number, number, number];
    readonly pitchstream_pushStage: (a: number, b: number) => number;
    readonly pitchstream_reset: (a: number) => void;
    readonly pitchstream_stage: (a: number) => number;
    readonly pushResampler: (a: number, b: number) => number;
    readonly resamplerInput: (a: number) => number;
    readonly resamplerInputLength: (a: number) => number;
    readonly resamplerOutput: (a: number) => number;
    readonly resamplerOutputLength: (a: number) => number;
    readonly resetResampler: (a: number) => void;
    readonly runFft: (a: number, b: number, c: number, d: number, e: number, f: number) => number;
    readonly scale: (a: number, b: number, c: number, d: number, e: number, f: number) => number;
    readonly transpose: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __externref_table_dealloc: (a: number) => void;
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
