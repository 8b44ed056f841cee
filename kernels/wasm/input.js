/* @ts-self-types="./input.d.ts" */
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
 * Closes a file.
 * @param {number} handle
 */
export function closeInput(handle) {
    wasm.closeInput(handle);
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
 * The name of a file's container, after a minus sign if it can't be read; an empty string if the
 * file isn't audio, and "!" when the source failed.
 * @param {any} source
 * @returns {string}
 */
export function identifyInput(source) {
    let deferred1_0;
    let deferred1_1;
    try {
        const ret = wasm.identifyInput(source);
        deferred1_0 = ret[0];
        deferred1_1 = ret[1];
        return getStringFromWasm0(ret[0], ret[1]);
    } finally {
        wasm.__wbindgen_free(deferred1_0, deferred1_1, 1);
    }
}

/**
 * Sample rate, channels, format (0 int16, 1 int32, 2 float32, 3 float64), frames (-1 where only
 * decoding can tell), bits per stored sample (0 for none), and 1 if `seekInput` works.
 * @param {number} handle
 * @returns {Float64Array}
 */
export function inputInfo(handle) {
    const ret = wasm.inputInfo(handle);
    var v1 = getArrayF64FromWasm0(ret[0], ret[1]).slice();
    wasm.__wbindgen_free(ret[0], ret[1] * 8, 8);
    return v1;
}

/**
 * -1 where nothing is missing, otherwise the number of missing frames; -2 where that is unknown.
 * @param {number} handle
 * @returns {number}
 */
export function inputMissing(handle) {
    const ret = wasm.inputMissing(handle);
    return ret;
}

/**
 * The names of the container and of the codec.
 * @param {number} handle
 * @returns {string[]}
 */
export function inputNames(handle) {
    const ret = wasm.inputNames(handle);
    var v1 = getArrayJsValueFromWasm0(ret[0], ret[1]);
    wasm.__wbindgen_free(ret[0], ret[1] * 4, 4);
    return v1;
}

/**
 * Where in memory the piece that `nextInput` decoded is.
 * @param {number} handle
 * @returns {number}
 */
export function inputOffset(handle) {
    const ret = wasm.inputOffset(handle);
    return ret >>> 0;
}

/**
 * Code, clause, found, wanted and hint of the last error.
 * @returns {string[]}
 */
export function lastError() {
    const ret = wasm.lastError();
    var v1 = getArrayJsValueFromWasm0(ret[0], ret[1]);
    wasm.__wbindgen_free(ret[0], ret[1] * 4, 4);
    return v1;
}

/**
 * Decodes the next piece; returns its length in bytes, 0 at the end, -1 on an error.
 * @param {number} handle
 * @returns {number}
 */
export function nextInput(handle) {
    const ret = wasm.nextInput(handle);
    return ret;
}

/**
 * Opens a file, and in it an audio track, counting from 1 (0 is the first); returns a handle, or -1 when `lastError` says why it can't.
 * @param {any} source
 * @param {boolean} accept_truncated
 * @param {number} track
 * @param {boolean} by_index
 * @returns {number}
 */
export function openInput(source, accept_truncated, track, by_index) {
    const ret = wasm.openInput(source, accept_truncated, track, by_index);
    return ret;
}

/**
 * Seeks to a frame; 1 on success, 0 if that isn't cheap here, -1 on an error.
 * @param {number} handle
 * @param {number} frame
 * @returns {number}
 */
export function seekInput(handle, frame) {
    const ret = wasm.seekInput(handle, frame);
    return ret;
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_readAt_17f0f25a1609e2ec: function(arg0, arg1, arg2, arg3) {
            const ret = arg0.readAt(arg1, getArrayU8FromWasm0(arg2, arg3));
            return ret;
        },
        __wbg_size_6fe5786c8f3a595d: function(arg0) {
            const ret = arg0.size;
            return ret;
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
        "./input_bg.js": import0,
    };
}

function getArrayF64FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getFloat64ArrayMemory0().subarray(ptr / 8, ptr / 8 + len);
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

let cachedUint8ArrayMemory0 = null;
function getUint8ArrayMemory0() {
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {
        cachedUint8ArrayMemory0 = new Uint8Array(wasm.memory.buffer);
    }
    return cachedUint8ArrayMemory0;
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

let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = instance.exports;
    wasmModule = module;
    cachedDataViewMemory0 = null;
    cachedFloat64ArrayMemory0 = null;
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
