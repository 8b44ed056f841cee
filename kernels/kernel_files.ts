import type { KernelName } from "./kernel_names.ts";

/**
 * Where a module's file lies: beside this code; `undefined` if that doesn't know where it is, as in
 * a script that isn't a module, and in a worker made of a text. Every `new URL(…)` is written out,
 * because bundlers look for exactly that: they copy the file and replace the path.
 */
export function kernelUrl(name: KernelName): URL | undefined {
  try {
    return beside(name);
  } catch {
    return undefined;
  }
}

function beside(name: KernelName): URL {
  switch (name) {
    case "dsp":
      return new URL("./wasm/dsp.wasm", import.meta.url);
    case "decoders":
      return new URL("./wasm/decoders.wasm", import.meta.url);
    case "encoders":
      return new URL("./wasm/encoders.wasm", import.meta.url);
    case "input":
      return new URL("./wasm/input.wasm", import.meta.url);
  }
}
