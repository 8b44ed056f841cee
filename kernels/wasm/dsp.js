/* @ts-self-types="./dsp.d.ts" */
import { TextDecoder, TextEncoder } from "../text/coders.ts";

/**
 * An extractor, with room for its input.
 */
export class FeatureStream {
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        FeatureStreamFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_featurestream_free(ptr, 0);
    }
    /**
     * @returns {number}
     */
    bins() {
        const ret = wasm.featurestream_bins(this.__wbg_ptr);
        return ret >>> 0;
    }
    clearTile() {
        wasm.featurestream_clearTile(this.__wbg_ptr);
    }
    /**
     * @returns {Uint32Array}
     */
    emptyFilters() {
        const ret = wasm.featurestream_emptyFilters(this.__wbg_ptr);
        var v1 = getArrayU32FromWasm0(ret[0], ret[1]).slice();
        wasm.__wbindgen_free(ret[0], ret[1] * 4, 4);
        return v1;
    }
    /**
     * The second pass over what was written there.
     */
    finalizeSecond() {
        wasm.featurestream_finalizeSecond(this.__wbg_ptr);
    }
    finalizeTile() {
        wasm.featurestream_finalizeTile(this.__wbg_ptr);
    }
    /**
     * Ends the clip; true if the tile is full and there is more.
     * @returns {boolean}
     */
    finish() {
        const ret = wasm.featurestream_finish(this.__wbg_ptr);
        return ret !== 0;
    }
    /**
     * @param {number} samples
     * @returns {number}
     */
    frames(samples) {
        const ret = wasm.featurestream_frames(this.__wbg_ptr, samples);
        return ret;
    }
    /**
     * @returns {number}
     */
    largest() {
        const ret = wasm.featurestream_largest(this.__wbg_ptr);
        return ret;
    }
    /**
     * Takes lines `name=value`; the error is the name, a colon, and what was wanted.
     * @param {string} parameters
     */
    constructor(parameters) {
        const ptr0 = passStringToWasm0(parameters, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        const len0 = WASM_VECTOR_LEN;
        const ret = wasm.featurestream_new(ptr0, len0);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        this.__wbg_ptr = ret[0];
        FeatureStreamFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * @returns {number}
     */
    passBins() {
        const ret = wasm.featurestream_passBins(this.__wbg_ptr);
        return ret >>> 0;
    }
    /**
     * Takes samples from the stage; returns how many: all of them unless the tile is full.
     * @param {number} from
     * @param {number} count
     * @returns {number}
     */
    pushStage(from, count) {
        const ret = wasm.featurestream_pushStage(this.__wbg_ptr, from, count);
        return ret >>> 0;
    }
    /**
     * The same, from anywhere else in memory; -1 if the samples aren't inside it.
     * @param {number} offset
     * @param {number} count
     * @returns {number}
     */
    push(offset, count) {
        const ret = wasm.featurestream_push(this.__wbg_ptr, offset, count);
        return ret;
    }
    /**
     * Starts a clip; `samples` is negative if it isn't known.
     * @param {number} samples
     * @param {boolean} whole
     * @returns {boolean}
     */
    reset(samples, whole) {
        const ret = wasm.featurestream_reset(this.__wbg_ptr, samples, whole);
        return ret !== 0;
    }
    /**
     * Makes room for a tile of the first pass; 0 if there is no memory for it.
     * @param {number} frames
     * @param {number} first
     * @returns {number}
     */
    second(frames, first) {
        const ret = wasm.featurestream_second(this.__wbg_ptr, frames, first);
        return ret >>> 0;
    }
    /**
     * Where the binding writes samples.
     * @returns {number}
     */
    stage() {
        const ret = wasm.featurestream_stage(this.__wbg_ptr);
        return ret >>> 0;
    }
    /**
     * @returns {number}
     */
    tileFirst() {
        const ret = wasm.featurestream_tileFirst(this.__wbg_ptr);
        return ret;
    }
    /**
     * @returns {number}
     */
    tileFrames() {
        const ret = wasm.featurestream_tileFrames(this.__wbg_ptr);
        return ret >>> 0;
    }
    /**
     * @returns {number}
     */
    tileOffset() {
        const ret = wasm.featurestream_tileOffset(this.__wbg_ptr);
        return ret >>> 0;
    }
    /**
     * @returns {number}
     */
    tileStride() {
        const ret = wasm.featurestream_tileStride(this.__wbg_ptr);
        return ret >>> 0;
    }
    /**
     * @returns {boolean}
     */
    twoPass() {
        const ret = wasm.featurestream_twoPass(this.__wbg_ptr);
        return ret !== 0;
    }
}

/**
 * A tracker, with room for its input.
 */
export class PitchStream {
    __destroy_into_raw() {
        const ptr = this.__wbg_ptr;
        this.__wbg_ptr = 0;
        PitchStreamFinalization.unregister(this);
        return ptr;
    }
    free() {
        const ptr = this.__destroy_into_raw();
        wasm.__wbg_pitchstream_free(ptr, 0);
    }
    /**
     * Ends the clip; returns how many frames that completed.
     * @returns {number}
     */
    finish() {
        const ret = wasm.pitchstream_finish(this.__wbg_ptr);
        return ret >>> 0;
    }
    /**
     * Where the frequencies of the frames completed last are.
     * @returns {number}
     */
    foundOffset() {
        const ret = wasm.pitchstream_foundOffset(this.__wbg_ptr);
        return ret >>> 0;
    }
    /**
     * The error is the parameter's name, a colon, and what was wanted.
     * @param {number} sample_rate
     * @param {number} hop_length
     * @param {number} win_length
     * @param {number} f_min
     * @param {number} f_max
     * @param {number} voicing_threshold
     */
    constructor(sample_rate, hop_length, win_length, f_min, f_max, voicing_threshold) {
        const ret = wasm.pitchstream_new(sample_rate, hop_length, win_length, f_min, f_max, voicing_threshold);
        if (ret[2]) {
            throw takeFromExternrefTable0(ret[1]);
        }
        this.__wbg_ptr = ret[0];
        PitchStreamFinalization.register(this, this.__wbg_ptr, this);
        return this;
    }
    /**
     * Takes the first `count` samples of the stage; returns how many frames that completed.
     * @param {number} count
     * @returns {number}
     */
    pushStage(count) {
        const ret = wasm.pitchstream_pushStage(this.__wbg_ptr, count);
        return ret >>> 0;
    }
    /**
     * Starts a clip.
     */
    reset() {
        wasm.pitchstream_reset(this.__wbg_ptr);
    }
    /**
     * Where the binding writes samples.
     * @returns {number}
     */
    stage() {
        const ret = wasm.pitchstream_stage(this.__wbg_ptr);
        return ret >>> 0;
    }
}

/**
 * Adds the energies of frames, of channels and of their sum, to two float64; returns whether the
 * arguments made sense.
 * @param {number} from
 * @param {number} src
 * @param {number} dst
 * @param {number} frames
 * @param {number} channels
 * @returns {boolean}
 */
export function addEnergies(from, src, dst, frames, channels) {
    const ret = wasm.addEnergies(from, src, dst, frames, channels);
    return ret !== 0;
}

/**
 * Reserves `byte_length` bytes at a multiple of 64; 0 when memory has run out.
 * @param {number} byte_length
 * @returns {number}
 */
export function allocate(byte_length) {
    const ret = wasm.allocate(byte_length);
    return ret >>> 0;
}

/**
 * Empties the results.
 * @param {number} handle
 */
export function clearResampler(handle) {
    wasm.clearResampler(handle);
}

/**
 * Releases a plan; the last user's release frees it.
 * @param {number} plan
 */
export function closeFft(plan) {
    wasm.closeFft(plan);
}

/**
 * Frees the memory.
 * @param {number} handle
 */
export function closeResampler(handle) {
    wasm.closeResampler(handle);
}

/**
 * log10(value), with the same bits on every host.
 * @param {number} value
 * @returns {number}
 */
export function commonLogarithm(value) {
    const ret = wasm.commonLogarithm(value);
    return ret;
}

/**
 * How many of `count` floats, float32 or float64 (2, 3), are above `limit`; -1 for wrong arguments.
 * @param {number} from
 * @param {number} src
 * @param {number} count
 * @param {number} limit
 * @returns {number}
 */
export function countOver(from, src, count, limit) {
    const ret = wasm.countOver(from, src, count, limit);
    return ret;
}

/**
 * Expands `count` tokens of `bits` bits to elements of 2, 4 or 8 bytes, `stride` elements apart;
 * returns whether the arguments made sense.
 * @param {number} bits
 * @param {number} src
 * @param {number} first_bit
 * @param {number} count
 * @param {number} element_bytes
 * @param {number} dst
 * @param {number} stride
 * @returns {boolean}
 */
export function expandTokens(bits, src, first_bit, count, element_bytes, dst, stride) {
    const ret = wasm.expandTokens(bits, src, first_bit, count, element_bytes, dst, stride);
    return ret !== 0;
}

/**
 * The cosine transform with its lifter, (nMfcc, nMels).
 * @param {string} parameters
 * @returns {Float64Array}
 */
export function featureCepstra(parameters) {
    const ptr0 = passStringToWasm0(parameters, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
    const len0 = WASM_VECTOR_LEN;
    const ret = wasm.featureCepstra(ptr0, len0);
    if (ret[3]) {
        throw takeFromExternrefTable0(ret[2]);
    }
    var v2 = getArrayF64FromWasm0(ret[0], ret[1]).slice();
    wasm.__wbindgen_free(ret[0], ret[1] * 8, 8);
    return v2;
}

/**
 * The mel filters, (nMels, nFft / 2 + 1).
 * @param {string} parameters
 * @returns {Float64Array}
 */
export function featureFilters(parameters) {
    const ptr0 = passStringToWasm0(parameters, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
    const len0 = WASM_VECTOR_LEN;
    const ret = wasm.featureFilters(ptr0, len0);
    if (ret[3]) {
        throw takeFromExternrefTable0(ret[2]);
    }
    var v2 = getArrayF64FromWasm0(ret[0], ret[1]).slice();
    wasm.__wbindgen_free(ret[0], ret[1] * 8, 8);
    return v2;
}

/**
 * A window of the parameters' `window` and `winLength`.
 * @param {string} parameters
 * @returns {Float64Array}
 */
export function featureWindow(parameters) {
    const ptr0 = passStringToWasm0(parameters, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
    const len0 = WASM_VECTOR_LEN;
    const ret = wasm.featureWindow(ptr0, len0);
    if (ret[3]) {
        throw takeFromExternrefTable0(ret[2]);
    }
    var v2 = getArrayF64FromWasm0(ret[0], ret[1]).slice();
    wasm.__wbindgen_free(ret[0], ret[1] * 8, 8);
    return v2;
}

/**
 * Appends some of the stream's remaining frames to the results; nothing when there are no more.
 * Returns whether there was enough memory.
 * @param {number} handle
 * @returns {boolean}
 */
export function finishResampler(handle) {
    const ret = wasm.finishResampler(handle);
    return ret !== 0;
}

/**
 * Widens `count` halves; returns whether the arguments made sense.
 * @param {number} src
 * @param {number} dst
 * @param {number} count
 * @returns {boolean}
 */
export function float16ToFloat32(src, dst, count) {
    const ret = wasm.float16ToFloat32(src, dst, count);
    return ret !== 0;
}

/**
 * Narrows `count` floats; returns whether the arguments made sense.
 * @param {number} src
 * @param {number} dst
 * @param {number} count
 * @returns {boolean}
 */
export function float32ToFloat16(src, dst, count) {
    const ret = wasm.float32ToFloat16(src, dst, count);
    return ret !== 0;
}

/**
 * Converts a tile from int16, int32 or float32 (0, 1, 2) to interleaved, planar or mono float32
 * (0, 1, 2). The gain is read from memory: in the caller, numbers that aren't integers would be
 * objects. Returns whether the arguments made sense.
 * @param {number} from
 * @param {number} layout
 * @param {number} src
 * @param {number} frames
 * @param {number} channels
 * @param {number} dst
 * @param {number} dst_frames
 * @param {number} dst_channels
 * @param {number} gain_at
 * @returns {boolean}
 */
export function floatRows(from, layout, src, frames, channels, dst, dst_frames, dst_channels, gain_at) {
    const ret = wasm.floatRows(from, layout, src, frames, channels, dst, dst_frames, dst_channels, gain_at);
    return ret !== 0;
}

/**
 * Frees what `allocate` returned, with the same length.
 * @param {number} offset
 * @param {number} byte_length
 */
export function free(offset, byte_length) {
    wasm.free(offset, byte_length);
}

/**
 * Copies and pads rows; returns whether the arguments made sense.
 * @param {number} src
 * @param {number} src_stride
 * @param {number} row_bytes
 * @param {number} rows
 * @param {number} dst
 * @param {number} dst_stride
 * @param {number} dst_rows
 * @param {number} pad_size
 * @param {number} pad_low
 * @param {number} pad_high
 * @returns {boolean}
 */
export function gatherRows(src, src_stride, row_bytes, rows, dst, dst_stride, dst_rows, pad_size, pad_low, pad_high) {
    const ret = wasm.gatherRows(src, src_stride, row_bytes, rows, dst, dst_stride, dst_rows, pad_size, pad_low, pad_high);
    return ret !== 0;
}

/**
 * Converts, and mixes to mono when there are several channels. Formats are 0 int16, 1 int32,
 * 2 float32, 3 float64. Returns -1, the index of the first sample that is not finite, or -2.
 * @param {number} from
 * @param {number} to
 * @param {number} src
 * @param {number} dst
 * @param {number} frames
 * @param {number} channels
 * @returns {number}
 */
export function mix(from, to, src, dst, frames, channels) {
    const ret = wasm.mix(from, to, src, dst, frames, channels);
    return ret;
}

/**
 * ln(value), with the same bits on every host.
 * @param {number} value
 * @returns {number}
 */
export function naturalLogarithm(value) {
    const ret = wasm.naturalLogarithm(value);
    return ret;
}

/**
 * Plans transforms, or shares an existing plan; returns the plan's number, or 0 where the length
 * or the memory doesn't allow it.
 * @param {number} kind
 * @param {number} length
 * @returns {number}
 */
export function openFft(kind, length) {
    const ret = wasm.openFft(kind, length);
    return ret >>> 0;
}

/**
 * Plans a conversion by method 0 (sinc), 1 (Fourier) or 2 (torchaudio's). Returns a handle, -1
 * when memory has run out, or -2 for arguments that make no sense.
 * @param {number} method
 * @param {number} from
 * @param {number} to
 * @param {number} channels
 * @param {number} width
 * @param {number} rolloff
 * @returns {number}
 */
export function openResampler(method, from, to, channels, width, rolloff) {
    const ret = wasm.openResampler(method, from, to, channels, width, rolloff);
    return ret;
}

/**
 * The largest magnitude of `count` floats, float32 or float64 (2, 3); -1 for wrong arguments.
 * @param {number} from
 * @param {number} src
 * @param {number} count
 * @returns {number}
 */
export function peak(from, src, count) {
    const ret = wasm.peak(from, src, count);
    return ret;
}

/**
 * Converts the first `kept` channels, or `kept` copies of the only one. Formats and result are the
 * same as for `mix`.
 * @param {number} from
 * @param {number} to
 * @param {number} src
 * @param {number} dst
 * @param {number} frames
 * @param {number} channels
 * @param {number} kept
 * @returns {number}
 */
export function pick(from, to, src, dst, frames, channels, kept) {
    const ret = wasm.pick(from, to, src, dst, frames, channels, kept);
    return ret;
}

/**
 * Resamples the samples at `resamplerInput`, and appends to the results. Returns whether there was
 * enough memory.
 * @param {number} handle
 * @param {number} samples
 * @returns {boolean}
 */
export function pushResampler(handle, samples) {
    const ret = wasm.pushResampler(handle, samples);
    return ret !== 0;
}

/**
 * Where to put samples for `pushResampler`.
 * @param {number} handle
 * @returns {number}
 */
export function resamplerInput(handle) {
    const ret = wasm.resamplerInput(handle);
    return ret >>> 0;
}

/**
 * How many samples there is room for, in whole frames.
 * @param {number} handle
 * @returns {number}
 */
export function resamplerInputLength(handle) {
    const ret = wasm.resamplerInputLength(handle);
    return ret >>> 0;
}

/**
 * Where the results are, until the next call.
 * @param {number} handle
 * @returns {number}
 */
export function resamplerOutput(handle) {
    const ret = wasm.resamplerOutput(handle);
    return ret >>> 0;
}

/**
 * The number of samples in the results.
 * @param {number} handle
 * @returns {number}
 */
export function resamplerOutputLength(handle) {
    const ret = wasm.resamplerOutputLength(handle);
    return ret >>> 0;
}

/**
 * Starts another stream.
 * @param {number} handle
 */
export function resetResampler(handle) {
    wasm.resetResampler(handle);
}

/**
 * Transforms `rows` rows, `src_stride` numbers apart, to consecutive rows; returns whether the
 * arguments made sense.
 * @param {number} plan
 * @param {boolean} inverse
 * @param {number} src
 * @param {number} src_stride
 * @param {number} rows
 * @param {number} dst
 * @returns {boolean}
 */
export function runFft(plan, inverse, src, src_stride, rows, dst) {
    const ret = wasm.runFft(plan, inverse, src, src_stride, rows, dst);
    return ret !== 0;
}

/**
 * Scales `count` floats into int16, int32 or float32 (0, 1, 2). Returns -1, the index of the first
 * sample that is not finite, or -2.
 * @param {number} to
 * @param {number} src
 * @param {number} dst
 * @param {number} count
 * @param {number} divisor
 * @param {number} factor
 * @returns {number}
 */
export function scale(to, src, dst, count, divisor, factor) {
    const ret = wasm.scale(to, src, dst, count, divisor, factor);
    return ret;
}

/**
 * Transposes a matrix of elements of 2 or 4 bytes; returns whether the arguments made sense.
 * @param {number} element_bytes
 * @param {number} src
 * @param {number} src_stride
 * @param {number} rows
 * @param {number} columns
 * @param {number} dst
 * @param {number} dst_stride
 * @returns {boolean}
 */
export function transpose(element_bytes, src, src_stride, rows, columns, dst, dst_stride) {
    const ret = wasm.transpose(element_bytes, src, src_stride, rows, columns, dst, dst_stride);
    return ret !== 0;
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg___wbindgen_throw_4c88d8bf264fd984: function(arg0, arg1) {
            throw new Error(getStringFromWasm0(arg0, arg1));
        },
        __wbindgen_generic_0000000000000001: function(arg0, arg1) {
            // Cast intrinsic for `Ref(String) -> Externref`.
            const ret = getStringFromWasm0(arg0, arg1);
            return ret;
        },
        __wbindgen_init_externref_table: function() {
            const table = wasm.__wbindgen_externrefs;
            table.set(0, undefined);
            table.set(1024, undefined);
            table.set(1025, null);
            table.set(1026, true);
            table.set(1027, false);
        },
    };
    return {
        __proto__: null,
        "./dsp_bg.js": import0,
    };
}

const FeatureStreamFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : /* @__PURE__ */ new FinalizationRegistry(ptr => wasm.__wbg_featurestream_free(ptr, 1));
const PitchStreamFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : /* @__PURE__ */ new FinalizationRegistry(ptr => wasm.__wbg_pitchstream_free(ptr, 1));

function getArrayF64FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getFloat64ArrayMemory0().subarray(ptr / 8, ptr / 8 + len);
}

function getArrayU32FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getUint32ArrayMemory0().subarray(ptr / 4, ptr / 4 + len);
}

let cachedFloat64ArrayMemory0 = null;
function getFloat64ArrayMemory0() {
    if (cachedFloat64ArrayMemory0 === null || cachedFloat64ArrayMemory0.byteLength === 0) {
        cachedFloat64ArrayMemory0 = new Float64Array(wasm.memory.buffer);
    }
    return cachedFloat64ArrayMemory0;
}

function getStringFromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return decodeText(getUint8ArrayMemory0().subarray(ptr, ptr + len));
}

let cachedUint32ArrayMemory0 = null;
function getUint32ArrayMemory0() {
    if (cachedUint32ArrayMemory0 === null || cachedUint32ArrayMemory0.byteLength === 0) {
        cachedUint32ArrayMemory0 = new Uint32Array(wasm.memory.buffer);
    }
    return cachedUint32ArrayMemory0;
}

let cachedUint8ArrayMemory0 = null;
function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    }
    return cachedUint8ArrayMemory0;
}

function passStringToWasm0(arg, malloc, realloc) {
    if (realloc === undefined) {
        const buf = cachedTextEncoder.encode(arg);
        const ptr = malloc(buf.length, 1) >>> 0;
        getUint8ArrayMemory0().subarray(ptr, ptr + buf.length).set(buf);
        WASM_VECTOR_LEN = buf.length;
        return ptr;
    }

    let len = arg.length;
    let ptr = malloc(len, 1) >>> 0;

    const mem = getUint8ArrayMemory0();

    let offset = 0;

    for (; offset < len; offset++) {
        const code = arg.charCodeAt(offset);
        if (code > 0x7F) break;
        mem[ptr + offset] = code;
    }
    if (offset !== len) {
        if (offset !== 0) {
            arg = arg.slice(offset);
        }
        ptr = realloc(ptr, len, len = offset + arg.length * 3, 1) >>> 0;
        const view = getUint8ArrayMemory0().subarray(ptr + offset, ptr + len);
        const ret = cachedTextEncoder.encodeInto(arg, view);

        offset += ret.written;
        ptr = realloc(ptr, len, offset, 1) >>> 0;
    }

    WASM_VECTOR_LEN = offset;
    return ptr;
}

function takeFromExternrefTable0(idx) {
    const value = wasm.__wbindgen_externrefs.get(idx);
    wasm.__externref_table_dealloc(idx);
    return value;
}

let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
const MAX_SAFARI_DECODE_BYTES = 2146435072;
let numBytesDecoded = 0;
function decodeText(bytes) {
    numBytesDecoded += bytes.length;
    if (numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {
        cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
        cachedTextDecoder.decode();
        numBytesDecoded = bytes.length;
    }
    return cachedTextDecoder.decode(bytes);
}

const cachedTextEncoder = new TextEncoder();

if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        const buf = cachedTextEncoder.encode(arg);
        view.set(buf);
        return {
            read: arg.length,
            written: buf.length
        };
    };
}

let WASM_VECTOR_LEN = 0;

let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = instance.exports;
    wasmModule = module;
    cachedFloat64ArrayMemory0 = null;
    cachedUint32ArrayMemory0 = null;
    cachedUint8ArrayMemory0 = null;
    wasm.__wbindgen_start();
    return wasm;
}

async function __wbg_load(module, imports) {
    if (typeof Response === 'function' && module instanceof Response) {
        if (!module.ok) {
            throw new Error(`failed to fetch Wasm: ${module.status} ${module.statusText} fetching '${module.url}'`);
        }

        if (typeof WebAssembly.instantiateStreaming === 'function') {
            try {
                return await WebAssembly.instantiateStreaming(module, imports);
            } catch (e) {
                const validResponse = expectedResponseType(module.type);

                if (validResponse && module.headers.get('Content-Type') !== 'application/wasm') {
                    console.warn("`WebAssembly.instantiateStreaming` failed because your server does not serve Wasm with `application/wasm` MIME type. Falling back to `WebAssembly.instantiate` which is slower. Original error:\n", e);

                } else { throw e; }
            }
        }

        const bytes = await module.arrayBuffer();
        return await WebAssembly.instantiate(bytes, imports);
    } else {
        const instance = await WebAssembly.instantiate(module, imports);

        if (instance instanceof WebAssembly.Instance) {
            return { instance, module };
        } else {
            return instance;
        }
    }

    function expectedResponseType(type) {
        switch (type) {
            case 'basic': case 'cors': case 'default': return true;
        }
        return false;
    }
}

function initSync(module) {
    if (wasm !== undefined) return wasm;


    if (module !== undefined) {
        if (Object.getPrototypeOf(module) === Object.prototype) {
            ({module} = module)
        } else {
            console.warn('using deprecated parameters for `initSync()`; pass a single object instead')
        }
    }

    const imports = __wbg_get_imports();
    if (!(module instanceof WebAssembly.Module)) {
        module = new WebAssembly.Module(module);
    }
    const instance = new WebAssembly.Instance(module, imports);
    return __wbg_finalize_init(instance, module);
}

let __wbg_init_promise;
async function __wbg_init(module_or_path) {
    if (wasm !== undefined) return wasm;
    if (__wbg_init_promise === undefined) {
        __wbg_init_promise = __wbg_init_once(module_or_path);
        __wbg_init_promise.catch(() => { __wbg_init_promise = undefined; });
    }
    return __wbg_init_promise;
}

async function __wbg_init_once(module_or_path) {

    if (module_or_path !== undefined) {
        if (Object.getPrototypeOf(module_or_path) === Object.prototype) {
            ({module_or_path} = module_or_path)
        } else {
            console.warn('using deprecated parameters for the initialization function; pass a single object instead')
        }
    }


    const imports = __wbg_get_imports();

    if (typeof module_or_path === 'string' || (typeof Request === 'function' && module_or_path instanceof Request) || (typeof URL === 'function' && module_or_path instanceof URL)) {
        module_or_path = fetch(module_or_path);
    }

    const { instance, module } = await __wbg_load(await module_or_path, imports);

    return __wbg_finalize_init(instance, module);
}

export { initSync, __wbg_init as default };

/** Forgets the instance, so that `initSync` makes a new one. */
export function reset() {
    wasm = undefined;
}
