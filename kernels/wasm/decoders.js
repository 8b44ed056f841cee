/* @ts-self-types="./decoders.d.ts" */
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
 * Starts a request for FLAC. `format` is 0 for int16, 1 for int32, 2 for float32; false when
 * `lastError` says why it can't.
 * @param {number} handle
 * @param {number} sample_rate
 * @param {number} channels
 * @param {Uint32Array | number[]} setup
 * @param {number} format
 * @param {number} first
 * @param {number} skip
 * @param {number} count
 * @returns {boolean}
 */
export function beginFlacRun(handle, sample_rate, channels, setup, format, first, skip, count) {
    const val2 = +handle;
    const val3 = +sample_rate;
    const val4 = +channels;
    const val5 = +format;
    const val6 = +first;
    const val7 = +skip;
    const val8 = +count;
    const ptr0 = passArray32ToWasm0(setup, wasm.__wbindgen_malloc);
    const len0 = WASM_VECTOR_LEN;
    const ret = wasm.beginFlacRun(val2, val3, val4, ptr0, len0, val5, val6, val7, val8);
    return ret !== 0;
}

/**
 * Starts a request; false when `lastError` says why it can't.
 * @param {number} handle
 * @param {number} sample_rate
 * @param {number} channels
 * @param {Uint32Array | number[]} setup
 * @param {number} first
 * @param {number} skip
 * @param {number} count
 * @returns {boolean}
 */
export function beginOpusRun(handle, sample_rate, channels, setup, first, skip, count) {
    const val2 = +handle;
    const val3 = +sample_rate;
    const val4 = +channels;
    const val5 = +first;
    const val6 = +skip;
    const val7 = +count;
    const ptr0 = passArray32ToWasm0(setup, wasm.__wbindgen_malloc);
    const len0 = WASM_VECTOR_LEN;
    const ret = wasm.beginOpusRun(val2, val3, val4, ptr0, len0, val5, val6, val7);
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
 * Frees what `allocate` returned, with the same length.
 * @param {number} offset
 * @param {number} byte_length
 */
export function free(offset, byte_length) {
    wasm.free(offset, byte_length);
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
 * Continues decoding from the input; returns the length in bytes of the result, -1 on an error.
 * @param {number} handle
 * @returns {number}
 */
export function nextRun(handle) {
    const ret = wasm.nextRun(handle);
    return ret;
}

/**
 * Opens a decoder of runs.
 * @returns {number}
 */
export function openFlacDecoder() {
    const ret = wasm.openFlacDecoder();
    return ret >>> 0;
}

/**
 * Opens a decoder of runs of Opus.
 * @returns {number}
 */
export function openOpusDecoder() {
    const ret = wasm.openOpusDecoder();
    return ret >>> 0;
}

/**
 * Where in memory the samples that `nextRun` decoded are.
 * @param {number} handle
 * @returns {number}
 */
export function runOffset(handle) {
    const ret = wasm.runOffset(handle);
    return ret >>> 0;
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
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
        "./decoders_bg.js": import0,
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
