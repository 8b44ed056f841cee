// For esbuild, which doesn't know files that code finds beside itself: they are copied.
import { build } from "esbuild";
import { cp } from "node:fs/promises";

await build({
  entryPoints: ["main.ts"],
  bundle: true,
  format: "esm",
  target: "es2022",
  outdir: "dist",
});
await cp("node_modules/audiofield/dist/wasm", "dist/wasm", { recursive: true });
