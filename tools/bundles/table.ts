import type { Bundle, BundleSize } from "./measure.ts";

/** The table of `docs/performance.md`. */
export function printBundles(bundles: readonly Bundle[], sizes: readonly BundleSize[]): string {
  return [
    "| program | JavaScript | WebAssembly | kB in Brotli | at most |",
    "| --- | ---: | ---: | ---: | ---: |",
    ...bundles.map(({ name, most }, at) => {
      const { code, wasm } = sizes[at]!;
      return `| ${name} | ${shown(code)} | ${shown(wasm)} | ${shown(code + wasm)} | ${
        most ?? ""
      } |`;
    }),
  ].join("\n");
}

function shown(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
