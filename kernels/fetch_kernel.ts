import { AudiofieldError, FileError } from "../errors/mod.ts";
import { compileError } from "./compile_wasm.ts";
import type { KernelName } from "./kernel_names.ts";

/**
 * Fetches a module and compiles it, while it arrives where the server says that it is WebAssembly.
 *
 * @throws {FileError} `"kernels-missing"`, saying what was fetched, and what came instead.
 * @throws what {@link compileError} makes.
 */
export async function fetchKernel(name: KernelName, url: URL): Promise<WebAssembly.Module> {
  const response = await get(name, url);
  const type = response.headers.get("content-type") ?? "no Content-Type";
  if (!response.ok) {
    throw missing(name, url, `the server answered ${response.status} (${type})`);
  }
  try {
    if (/^application\/wasm\b/i.test(type) && "compileStreaming" in WebAssembly) {
      return await WebAssembly.compileStreaming(response);
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    // Many servers answer with their start page where there is no such file.
    if (!isWasm(bytes)) throw missing(name, url, `the server answered with ${type}`);
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    if (cause instanceof AudiofieldError) throw cause;
    throw compileError(name, cause, `"${url.href}" (${response.status}, ${type})`);
  }
}

async function get(name: KernelName, url: URL): Promise<Response> {
  try {
    return await fetch(url);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw missing(name, url, reason, cause);
  }
}

function isWasm(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
}

function missing(name: KernelName, url: URL, what: string, cause?: unknown): FileError {
  return new FileError(`Cannot fetch the kernels "${name}" from "${url.href}": ${what}`, {
    code: "kernels-missing",
    file: url.href,
    found: what,
    wanted: "a WebAssembly module (application/wasm)",
    hint: "serve the package's folder `wasm` there, and let the page's Content Security Policy " +
      'connect to it; or say where it is with `init({ wasm })`, or import "audiofield/embedded"',
    cause,
  });
}
