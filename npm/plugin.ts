import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { toBase85 } from "./base85.ts";
import { config, NPM } from "./places.ts";
import { compress, type Plugin, toolModule } from "./tools.ts";

/** A file that code finds beside itself: `new URL("./worker.ts", import.meta.url)`. */
const beside = /new URL\(\s*"(\.{1,2}\/[^"]+\.(ts|wasm))",\s*import\.meta\.url,?\s*\)/g;

/** A text that the builder knows. */
const declared = /^declare const (\w+): string;$/gm;

/** An import by such a URL, which hides it from Deno's downloads. */
const hiddenImport = new RegExp(String.raw`\bimport\(\s*${beside.source}\.href,?\s*\)`, "g");

/** The names of errors survive minifying, because hosts print them. */
function withNames(path: string, text: string): string {
  if (!path.includes("/errors/")) return text;
  const names = [...text.matchAll(/^export class (\w+Error)\b/gm)].map(([, name]) => name);
  const lines = names.map((name) =>
    `Object.defineProperty(${name}, "name", { value: "${name}" });`
  );
  return [text, ...lines].join("\n");
}

/** Imports for {@link unpacked}. */
const unpacking = `import { gunzipSync } from "fflate";
  import { fromBase85 } from ${JSON.stringify(join(NPM, "base85.ts"))};`;

/**
 * An expression for bytes. They are compressed, because text is longer than bytes, and unpacked
 * without waiting.
 */
async function unpacked(bytes: Uint8Array): Promise<string> {
  const packed = await compress(bytes);
  return `gunzipSync(fromBase85("${toBase85(packed)}", ${packed.length}))`;
}

/** The files that a module finds beside itself, except those that it imports. */
export function filesBeside(path: string): string[] {
  const text = readFileSync(path, "utf8").replace(hiddenImport, "");
  return [...text.matchAll(beside)].map(([, file]) => resolve(dirname(path), file!));
}

/** The name of a module that is an entry of its own, such as a worker. */
export function entryName(path: string): string {
  return basename(path, ".ts");
}

/**
 * Turns sources for Deno into those of a package: `npm:` specifiers become installed modules that
 * are bundled, files beside the code become files beside the bundle, which are all in one folder,
 * and the configuration becomes the version alone.
 *
 * @param outdir where bundles go, and the WebAssembly that they load.
 * @param external packages that are installed beside this one, and not bundled.
 * @param packed texts that are bundled in a compressed form, where a source declares their names.
 */
export function packagePlugin(
  outdir: string,
  external: readonly string[],
  packed: Readonly<Record<string, string>>,
): Plugin {
  const besideBundle = (path: string): string => {
    if (path.endsWith(".ts")) return `./${entryName(path)}.js`;
    mkdirSync(join(outdir, "wasm"), { recursive: true });
    copyFileSync(path, join(outdir, "wasm", basename(path)));
    return `./wasm/${basename(path)}`;
  };
  return {
    name: "package",
    setup(build) {
      build.onResolve({ filter: /^npm:/ }, ({ path }) => {
        const name = path.slice("npm:".length).replace(/(?<=.)@[\d.]+/, "");
        const isExternal = external.some((other) => name === other || name.startsWith(`${other}/`));
        return isExternal ? { path: name, external: true } : { path: toolModule(name) };
      });
      build.onResolve(
        { filter: /^fflate$/ },
        () => ({ path: toolModule("fflate/esm/browser.js") }),
      );
      build.onResolve({ filter: /^node:/ }, ({ path }) => ({ path, external: true }));
      build.onResolve({ filter: /\/deno\.json$/ }, () => ({
        path: "deno.json",
        namespace: "configuration",
      }));
      build.onLoad({ filter: /.*/, namespace: "configuration" }, () => ({
        contents: JSON.stringify({ version: config.version }),
        loader: "json",
      }));
      build.onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({
        contents: `${unpacking}\nexport default ${await unpacked(readFileSync(path))};`,
        resolveDir: NPM,
        loader: "js",
      }));
      build.onResolve({ filter: /^packed:/ }, ({ path }) => ({
        path: path.slice("packed:".length),
        namespace: "packed",
      }));
      build.onLoad({ filter: /.*/, namespace: "packed" }, async ({ path }) => {
        const bytes = await unpacked(new TextEncoder().encode(packed[path]!));
        return {
          contents: `${unpacking}\nexport default new TextDecoder().decode(${bytes});`,
          resolveDir: NPM,
          loader: "js",
        };
      });
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
        contents: withNames(path, readFileSync(path, "utf8"))
          .replace(
            declared,
            (whole, name: string) =>
              name in packed ? `import ${name} from "packed:${name}";` : whole,
          )
          .replace(hiddenImport, (_, file: string) => `import("${file}")`)
          .replace(beside, (_, file: string) => {
            const found = besideBundle(resolve(dirname(path), file));
            return `new URL("${found}", import.meta.url)`;
          }),
        loader: "ts",
      }));
    },
  };
}
