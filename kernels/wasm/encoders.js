/* @ts-self-types="./encoders.d.ts" */
import { TextDecoder } from "../text/coders.ts";

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
 * Starts a stream.
 * @param {number} handle
 * @returns {boolean}
 */
export function beginStream(handle) {
    const ret = wasm.beginStream(handle);
    return ret !== 0;
}

/**
 * Closes a codec.
 * @param {number} handle
 */
export function closeCodec(handle) {
    wasm.closeCodec(handle);
}

/**
 * Where to put the next bytes of input.
 * @param {number} handle
 * @param {number} byte_length
 * @returns {number}
 */
export function codecInput(handle, byte_length) {
    const ret = wasm.codecInput(handle, byte_length);
    return ret >>> 0;
}

/**
 * Ends the stream; false in the same cases as `pushStream`.
 * @param {number} handle
 * @returns {boolean}
 */
export function finishStream(handle) {
    const ret = wasm.finishStream(handle);
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
 * After `beginStream` of a scanner: keeps what the stream decodes to, up to this many bytes.
 * @param {number} handle
 * @param {number} limit
 */
export function hearStream(handle, limit) {
    wasm.hearStream(handle, limit);
}

/**
 * How many bytes were kept since `hearStream`; -1 if it would have been more than the limit.
 * @param {number} handle
 * @returns {number}
 */
export function heardLength(handle) {
    const ret = wasm.heardLength(handle);
    return ret;
}

/**
 * Where in memory they are.
 * @param {number} handle
 * @returns {number}
 */
export function heardOffset(handle) {
    const ret = wasm.heardOffset(handle);
    return ret >>> 0;
}

/**
 * Code and clause of the last error.
 * @returns {string[]}
 */
export function lastError() {
    const ret = wasm.lastError();
    var v1 = getArrayJsValueFromWasm0(ret[0], ret[1]);
    wasm.__wbindgen_free(ret[0], ret[1] * 4, 4);
    return v1;
}

/**
 * Opens an encoder; the binding has checked the parameters.
 * @param {number} sample_rate
 * @param {number} channels
 * @param {number} bits
 * @param {number} level
 * @returns {number}
 */
export function openFlacEncoder(sample_rate, channels, bits, level) {
    const ret = wasm.openFlacEncoder(sample_rate, channels, bits, level);
    return ret >>> 0;
}

/**
 * Opens a scanner for streams of one format.
 * @param {number} sample_rate
 * @param {number} channels
 * @param {number} bits
 * @returns {number}
 */
export function openFlacScanner(sample_rate, channels, bits) {
    const ret = wasm.openFlacScanner(sample_rate, channels, bits);
    return ret >>> 0;
}

/**
 * Opens an Opus encoder; the binding has checked the parameters. `application` is 0 for audio, 1
 * for voip, 2 for lowdelay.
 * @param {number} sample_rate
 * @param {number} channels
 * @param {number} bitrate
 * @param {number} application
 * @param {number} packet_samples
 * @param {boolean} vbr
 * @param {number} reset_samples
 * @returns {number}
 */
export function openOpusEncoder(sample_rate, channels, bitrate, application, packet_samples, vbr, reset_samples) {
    const ret = wasm.openOpusEncoder(sample_rate, channels, bitrate, application, packet_samples, vbr, reset_samples);
    return ret >>> 0;
}

/**
 * Opens a scanner for Opus streams of `channels` channels, which are to be decoded at
 * `sample_rate`.
 * @param {number} sample_rate
 * @param {number} channels
 * @returns {number}
 */
export function openOpusScanner(sample_rate, channels) {
    const ret = wasm.openOpusScanner(sample_rate, channels);
    return ret >>> 0;
}

/**
 * Takes the input; false when `lastError` says what is wrong with it.
 * @param {number} handle
 * @returns {boolean}
 */
export function pushStream(handle) {
    const ret = wasm.pushStream(handle);
    return ret !== 0;
}

/**
 * Writes to `words` where everything that the last call completed is: offset and length of the
 * bytes, offset of the units' byte counts, offset of their sample counts, and the number of units;
 * offset and length of the head; the setup.
 * @param {number} handle
 * @param {Uint32Array} words
 */
export function streamPieces(handle, words) {
    const val2 = +handle;
    var ptr0 = passArray32ToWasm0(words, wasm.__wbindgen_malloc);
    var len0 = WASM_VECTOR_LEN;
    wasm.streamPieces(val2, ptr0, len0, words);
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg___wbindgen_copy_to_typed_array_680b191e71920dc1: function(arg0, arg1, arg2) {
            new Uint8Array(arg2.buffer, arg2.byteOffset, arg2.byteLength).set(getArrayU8FromWasm0(arg0, arg1));
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
        "./encoders_bg.js": import0,
    };
}

function getArrayJsValueFromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    const mem = getDataViewMemory0();
    const result = [];
    for (let i = ptr; i < ptr + 4 * len; i += 4) {
        result.push(wasm.__wbindgen_externrefs.get(mem.getUint32(i, true)));
    }
    wasm.__externref_drop_slice(ptr, len);
    return result;
}

function getArrayU8FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getUint8ArrayMemory0().subarray(ptr / 1, ptr / 1 + len);
}

let cachedDataViewMemory0 = null;
function getDataViewMemory0() {
    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)) {
        cachedDataViewMemory0 = new DataView(wasm.memory.buffer);
    }
    return cachedDataViewMemory0;
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

function passArray32ToWasm0(arg, malloc) {
    const ptr = malloc(arg.length * 4, 4) >>> 0;
    getUint32ArrayMemory0().set(arg, ptr / 4);
    WASM_VECTOR_LEN = arg.length;
    return ptr;
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

let WASM_VECTOR_LEN = 0;

let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = instance.exports;
    wasmModule = module;
    cachedDataViewMemory0 = null;
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
