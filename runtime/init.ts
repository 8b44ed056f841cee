import { checkOptions, type KnownOptions } from "../errors/check_options.ts";
import { initKernels, type KernelOptions } from "../kernels/init.ts";
import { useLoaderWorker, type WorkerSource } from "./dataset/start_loader_worker.ts";

/** What {@link init} is told. */
export interface InitOptions extends KernelOptions {
  /**
   * How browsers get the module that a loader's workers run: where it is served, or a function that
   * makes a worker, such as `createWorker` of `audiofield/worker/inline`. By default it is the file
   * beside the library.
   */
  readonly worker?: WorkerSource;
}

/**
 * Says where a browser finds the library's WebAssembly and its worker, and loads WebAssembly before
 * anything needs it, so that synchronous methods work in a browser: there, modules can only be loaded
 * by waiting. In Deno, Node and Bun it is never needed, and nowhere for methods whose names end in
 * `Async`.
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
 *
 * @example Workers whose module needs no URL
 * ```ts ignore
 * import { init } from "audiofield";
 * import { createWorker } from "audiofield/worker/inline";
 *
 * await init({ worker: createWorker });
 * ```
 */
export async function init(options: InitOptions = {}): Promise<void> {
  checkOptions(options, { doing: "load the kernels", known: initOptions });
  const { worker, ...kernels } = options;
  if (worker !== undefined) useLoaderWorker(worker);
  await initKernels(kernels);
}

const initOptions: KnownOptions<InitOptions> = {
  wasm: { wanted: "an object", allows: (value) => typeof value === "object" && value !== null },
  worker: {
    wanted: "a URL, or a function that makes a worker",
    allows: (value) =>
      typeof value === "string" || value instanceof URL || typeof value === "function",
  },
  load: { wanted: "a list of names", allows: (value) => Array.isArray(value) },
};
