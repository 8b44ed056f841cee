/** How the installed library loads its WebAssembly. */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "../_deno.ts";
import { urlOf } from "./_kit.ts";
import { serve } from "./_server.ts";
import { chromium, run, tool } from "./_tools.ts";

const node = tool("node24/bin/node");

/** Registers the tests. */
export function testKernels(kit: string): void {
  Deno.test("two copies of the library in one program don't disturb each other", async () => {
    const folder = join(kit, "copies");
    for (const name of ["one", "two"]) {
      cpSync(join(kit, "node_modules/audiofield"), join(folder, "node_modules", name), {
        recursive: true,
      });
    }
    const program = `import { readFileSync } from "node:fs";
      const libraries = [await import("one"), await import("two"), await import("one")];
      const bytes = readFileSync(${JSON.stringify(join(kit, "data/speech.afd"))});
      for (const { openDataset } of libraries) {
        const audio = openDataset(bytes).field("audio");
        const batch = audio.allocateBatch(1, { dtype: "float32" });
        audio.decodeBatch([0], batch);
        console.log(batch.data[1000] * 32768);
      }`;
    writeFileSync(join(folder, "main.mjs"), program);
    const [first, ...others] = (await run(node, ["main.mjs"], folder)).trim().split("\n");
    assert.match(first!, /^-?\d+$/);
    assert.deepEqual(others, [first, first]);
  });

  inChromium("a page fetches modules when it converts samples, not before", {
    program: "page",
    expected: ([[stored, before], [converted, after]]) => {
      assert.equal(converted, stored);
      assert.deepEqual([before, after], [[], ["dsp.wasm"]]);
    },
  });
  inChromium("a page whose policy forbids WebAssembly is told what to allow", {
    program: "page",
    policy: "script-src 'self'",
    expected: ([[, before], [code, message]]) => {
      assert.deepEqual(before, []);
      assert.equal(code, "kernel-refused");
      assert.match(String(message), /Content Security Policy forbids.*add 'wasm-unsafe-eval'/);
    },
  });
  inChromium("a page with the embedded modules converts samples without waiting", {
    program: "embedded",
    expected: ([[stored, before], [converted, after]]) => {
      assert.equal(converted, stored);
      assert.deepEqual([before, after], [[], []]);
    },
  });

  /** A test that runs a page, bundled from the installed library. */
  function inChromium(name: string, { program, policy, expected }: {
    program: string;
    policy?: string;
    expected: (said: readonly [[unknown, unknown], [unknown, unknown]]) => void;
  }): void {
    Deno.test({
      name: `${name}, in Chromium`,
      ignore: chromium() === undefined,
      fn: async () => {
        const folder = join(kit, `kernels_${program}${policy === undefined ? "" : "_policy"}`);
        cpSync(join(projectFolder, "tests/hosts/kernels"), folder, { recursive: true });
        const bundle = [`${program}.ts`, "--bundle", "--format=esm", "--outfile=main.js"];
        await run(tool(".bin/esbuild"), [...bundle, "--log-level=error"], folder);
        cpSync(join(kit, "node_modules/audiofield/dist/wasm"), join(folder, "wasm"), {
          recursive: true,
        });
        mkdirSync(join(folder, "data"));
        cpSync(join(kit, "data/speech.afd"), join(folder, "data/speech.afd"));
        const head = policy === undefined
          ? ""
          : `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
        const script = '<script type="module" src="/main.js"></script>';
        writeFileSync(join(folder, "index.html"), `<!doctype html>${head}${script}`);
        await using server = serve(folder, { isolated: false });
        const driver = join(import.meta.dirname!, "drive.mjs");
        const playwright = urlOf(tool("playwright-core/index.mjs"));
        const args = [driver, playwright, chromium()!, `${server.origin}/index.html`];
        const lines = (await run(node, args, folder)).trim().split("\n").slice(0, -1);
        const said = lines.map((line) => JSON.parse(line));
        assert.equal(said.length, 2, lines.join("\n"));
        expected(said as [[unknown, unknown], [unknown, unknown]]);
      },
    });
  }
}
