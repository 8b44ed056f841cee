/** The example's page, built by bundlers, in Chromium. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../_deno.ts";
import { urlOf } from "./_kit.ts";
import { serve } from "./_server.ts";
import { chromium, run, tool } from "./_tools.ts";

const node = tool("node24/bin/node");

/** How each bundler builds the page, in the example's folder. */
const bundlers: Readonly<Record<string, readonly string[]>> = {
  "Vite": [tool("vite/bin/vite.js"), "build"],
  "webpack": [tool("webpack/bin/webpack.js")],
  "esbuild": ["build.mjs"],
};

/** Registers the tests. */
export function testBundlers(kit: string): void {
  for (const [name, build] of Object.entries(bundlers)) {
    Deno.test({
      name: `the example's page, built by ${name}, lists, draws and plays records in Chromium`,
      ignore: chromium() === undefined,
      fn: async () => {
        const folder = copyExample(kit, name);
        await run(node, build, folder, { NODE_ENV: "production" });
        const dist = join(folder, "dist");
        if (name !== "Vite") {
          const page = readFileSync(join(folder, "index.html"), "utf8");
          writeFileSync(join(dist, "index.html"), page.replace("./main.ts", "./main.js"));
        }
        cpSync(join(kit, "data/flac.afd"), join(dist, "flac.afd"));
        await using server = serve(dist, { isolated: false });
        const driver = join(projectFolder, "tests/hosts/drive_example.mjs");
        const playwright = urlOf(tool("playwright-core/index.mjs"));
        const url = `${server.origin}/index.html?url=flac.afd`;
        const said = await run(node, [driver, playwright, chromium()!, url], folder);
        const { rows, status, drawn, errors } = JSON.parse(said);
        assert.deepEqual(errors, []);
        assert.equal(rows.length, 8);
        assert.match(status, /^Record 3: \d\.\d\d s at 16,000 Hz$/);
        assert.ok(drawn > 1000);
      },
    });
  }

  Deno.test("the example's page checks", async () => {
    const folder = copyExample(kit, "check");
    const options = {
      target: "es2022",
      module: "esnext",
      moduleResolution: "bundler",
      lib: ["es2022", "esnext.disposable", "dom", "dom.iterable"],
      types: [],
      strict: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
    };
    const settings = { compilerOptions: options, include: ["main.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
    await run(node, [tool("typescript/bin/tsc"), "-p", folder], folder);
  });
}

/** The example in the kit, with the tools and the package installed. */
function copyExample(kit: string, name: string): string {
  const folder = join(kit, `example_${name}`);
  cpSync(join(projectFolder, "examples/browser"), folder, { recursive: true });
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  const installed = tool("");
  for (const entry of readdirSync(installed).filter((entry) => !entry.startsWith("."))) {
    symlinkSync(join(installed, entry), join(modules, entry));
  }
  symlinkSync(join(kit, "node_modules/audiofield"), join(modules, "audiofield"));
  return folder;
}
