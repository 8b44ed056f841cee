import { checkOptions, type KnownOptions } from "../errors/check_options.ts";
import { initKernels, type KernelOptions } from "../kernels/init.ts";

/** What {@link init} is told. */
export type InitOptions = KernelOptions;

/**
 * Loads the library's WebAssembly before anything needs it, so that synchronous methods work in a
 * browser: there, modules can only be loaded by waiting. In Deno, Node and Bun it is never needed,
 * and nowhere for methods whose names end in `Async`.
 *
 * @throws {UsageError} `"invalid-option"` when there is no such option, or it can't have that value.
 * @throws {FileError} `"kernels-missing"` or `"no-permission"` when a module can't be had.
 * @throws {AudiofieldError} `"no-simd"` or `"kernel-refused"` when the host doesn't compile it.
 *
 * @example Serving the modules oneself
 * ```ts ignore
 * import { init } from "audiofield";
 *
 * await init({ wasm: { dsp: "/assets/dsp.wasm" }, load: ["dsp"] });
 * ```
 */
export async function init(options: InitOptions = {}): Promise<void> {
  checkOptions(options, { doing: "load the kernels", known: initOptions });
  await initKernels(options);
}

const initOptions: KnownOptions<InitOptions> = {
  wasm: { wanted: "an object", allows: (value) => typeof value === "object" && value !== null },
  load: { wanted: "a list of names", allows: (value) => Array.isArray(value) },
};
