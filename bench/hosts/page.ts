import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../tests/hosts/_tools.ts";

/** A page that times a loop with the package as it is installed. */
export async function writeBenchPage(folder: string, esbuild: string): Promise<void> {
  const modules = ["loops.ts", "page.ts"];
  await run(esbuild, [...modules, "--outdir=page", "--format=esm"], folder);
  const page = join(folder, "page/page.js");
  writeFileSync(page, readFileSync(page, "utf8").replaceAll('./loops.ts"', './loops.js"'));
  const dist = "/node_modules/audiofield/dist";
  const imports = {
    audiofield: `${dist}/index.js`,
    "audiofield/features": `${dist}/features.js`,
  };
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>` +
      '<script type="module" src="/page/page.js"></script>',
  );
}
