import { join } from "node:path";
import { buildOptions } from "./bundle.ts";
import { loadEsbuild } from "./tools.ts";

/** The loader's worker as one text: a module that imports nothing, and has no file beside it. */
export async function inlineWorker(library: string): Promise<string> {
  const esbuild = loadEsbuild();
  try {
    const { outputFiles } = await esbuild.build({
      ...buildOptions({ outdir: join(library, "inline"), external: [] }),
      entryPoints: [join(library, "runtime/dataset/loader_worker_entry.ts")],
      splitting: false,
      sourcemap: false,
      write: false,
    });
    return new TextDecoder().decode(outputFiles![0]!.contents);
  } finally {
    await esbuild.stop();
  }
}
