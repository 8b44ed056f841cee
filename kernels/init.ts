import { giveKernels, type KernelSources, loadKernels } from "./kernel_modules.ts";
import { type KernelName, kernelNames } from "./kernel_names.ts";
import { UsageError } from "../errors/mod.ts";

/** How the WebAssembly modules are loaded. */
export interface KernelOptions {
  /**
   * Where they come from, by name: addresses, bytes, or compiled modules. Those that aren't named
   * are beside the library's code.
   */
  readonly wasm?: KernelSources | undefined;
  /** Which to load now. Default: the two that reading needs, `"dsp"` and `"decoders"`. */
  readonly load?: readonly KernelName[] | undefined;
}

/** Loads modules before anything needs them. See `init` of the door `.`. */
export async function initKernels({ wasm, load }: KernelOptions): Promise<void> {
  if (wasm !== undefined) giveKernels(wasm);
  for (const name of load ?? []) {
    if (kernelNames.includes(name)) continue;
    throw new UsageError(`Cannot load the kernels "${name}": there are none of that name`, {
      code: "invalid-option",
      found: name,
      wanted: kernelNames.join(", "),
      hint: "use one of these names",
    });
  }
  await loadKernels(load ?? ["dsp", "decoders"]);
}
