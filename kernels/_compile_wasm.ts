import { AudiofieldError } from "../errors/mod.ts";

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
 * Compiles an embedded module synchronously.
 *
 * @throws {AudiofieldError} With the code `"no-simd"` where WebAssembly has no vector instructions.
 */
export function compileWasm(base64: string): WebAssembly.Module {
  if (!WebAssembly.validate(SIMD_PROBE)) {
    throw new AudiofieldError("Cannot load the kernels: WebAssembly has no SIMD here", {
      code: "no-simd",
      wanted: "WebAssembly SIMD (128-bit)",
      hint: "use Deno, Node 16.4, Chrome 91, Firefox 89, Safari 16.4 or later",
    });
  }
  return new WebAssembly.Module(decodeBase64(base64));
}

/** Decodes base64; where the host can't, which takes forty times as long, with what all have. */
export function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  if (typeof Uint8Array.fromBase64 === "function") return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < bytes.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}
