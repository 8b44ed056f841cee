import { AudiofieldError } from "../errors/mod.ts";
import type { KernelName } from "./kernel_names.ts";

/**
 * The smallest module with a vector instruction: a function that makes a vector of zeros and drops
 * it.
 */
// deno-fmt-ignore
const SIMD_PROBE = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0,
  1, 4, 1, 96, 0, 0,
  3, 2, 1, 0,
  10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11,
);

/**
 * Compiles a module synchronously.
 *
 * @param from where the bytes come from, for errors.
 * @throws {AudiofieldError} With the code `"no-simd"` where WebAssembly has no vector instructions,
 *   or `"kernel-refused"` if the host doesn't compile it.
 */
export function compileWasm(
  name: KernelName,
  bytes: BufferSource,
  from: string,
): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw compileError(name, cause, from);
  }
}

/** Why a module can't be compiled, as far as anything tells. */
export function compileError(name: KernelName, cause: unknown, from: string): AudiofieldError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const task = `Cannot compile the kernels "${name}" from ${from}`;
  // Chromium, Firefox and WebKit name the directive in different words, but all name it.
  if (/unsafe-eval|Content Security Policy/i.test(reason)) {
    return new AudiofieldError(`${task}: the page's Content Security Policy forbids WebAssembly`, {
      code: "kernel-refused",
      found: reason,
      hint: "add 'wasm-unsafe-eval' to its script-src",
      cause,
    });
  }
  if (!WebAssembly.validate(SIMD_PROBE)) {
    return new AudiofieldError(`${task}: WebAssembly has no SIMD here`, {
      code: "no-simd",
      wanted: "WebAssembly SIMD (128-bit)",
      hint: "use Deno, Node 16.4, Chrome 91, Firefox 89, Safari 16.4 or later",
      cause,
    });
  }
  return new AudiofieldError(`${task}: ${reason}`, {
    code: "kernel-refused",
    found: reason,
    hint: "serve the `.wasm` files of this version of audiofield, unchanged",
    cause,
  });
}
