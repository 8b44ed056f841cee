import binaryen from "binaryen";

/** What must not be found in a binary that others run: paths and hosts of the machine it was built on. */
const TRACES =
  /(?:\/(?:home|root|usr|tmp|work|Users|build)\/|[A-Za-z]:\\|\.cargo|\.rustup|registry|https?:)/;

/** What inspecting a WebAssembly binary shows. */
export interface WasmReport {
  /** How many vector instructions its functions hold. */
  readonly vectorInstructions: number;
  /** Text that reveals something about the machine it was built on. */
  readonly traces: readonly string[];
}

/** Counts a binary's vector instructions and finds traces of the machine it was built on. */
export function inspectWasm(bytes: Uint8Array): WasmReport {
  const module = binaryen.readBinary(bytes);
  try {
    const text = module.emitText();
    const vector = /\((?:v128|[if](?:8x16|16x8|32x4|64x2))\./g;
    return {
      vectorInstructions: text.match(vector)?.length ?? 0,
      traces: printable(bytes).filter((text) => TRACES.test(text)),
    };
  } finally {
    module.dispose();
  }
}

/** Runs of six or more printable characters, as `strings` shows them. */
function printable(bytes: Uint8Array): string[] {
  return new TextDecoder("latin1").decode(bytes).match(/[\x20-\x7e]{6,}/g) ?? [];
}
