/* @ts-self-types="./dsp.d.ts" */

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
 * Continues a CRC-32; -1 if the bytes aren't inside memory, which no CRC is.
 * @param {number} offset
 * @param {number} byte_length
 * @param {number} initial
 * @returns {number}
 */
export function crc32(offset, byte_length, initial) {
    const ret = wasm.crc32(offset, byte_length, initial);
    return ret;
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
 * Gives back what `allocate` returned, with the same length.
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
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
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

let wasmModule, wasmInstance, wasm;
function __wbg_finalize_init(instance, module) {
    wasmInstance = instance;
    wasm = instance.exports;
    wasmModule = module;
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
