import { compileWasm } from "./_compile_wasm.ts";
import { WASM } from "./wasm/dsp_wasm.js";

let module: WebAssembly.Module | undefined;

/**
 * The module of the hot loops, compiled at the first call.
 *
 * @throws {AudiofieldError} With the code `"no-simd"` where WebAssembly has no SIMD.
 */
export function dspModule(): WebAssembly.Module {
  return module ??= compileWasm(WASM);
}
