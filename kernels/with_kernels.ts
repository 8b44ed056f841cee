import { UsageError } from "../errors/mod.ts";
import { loadKernels } from "./kernel_modules.ts";
import { type KernelName, kernelNames } from "./kernel_names.ts";

/**
 * Runs what may need modules that aren't loaded yet: then they are loaded, and it runs again from its
 * beginning. Where modules needn't be waited for, it runs once.
 */
export async function withKernels<Result>(run: () => Result): Promise<Result> {
  for (;;) {
    try {
      return run();
    } catch (cause) {
      const missing = missingKernel(cause);
      if (missing === undefined) throw cause;
      await loadKernels([missing]);
    }
  }
}

function missingKernel(cause: unknown): KernelName | undefined {
  if (!(cause instanceof UsageError) || cause.code !== "kernels-not-loaded") return undefined;
  return kernelNames.find((name) => name === cause.wanted);
}
