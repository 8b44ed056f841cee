/** What differs between hosts lies in one room, so that the rest runs in all of them. */
import assert from "node:assert/strict";
import { importGraph } from "./_import_graph.ts";
import { filesBelow, root } from "./_sources.ts";

/** What runs in every host. `cli/` and `codegen/` run where there is a command line. */
const everywhere = [
  "audio",
  "doors",
  "errors",
  "features",
  "models",
  "plan",
  "runtime",
  "schema",
  "shards",
];

/** Of the kernels' room, what builds them runs on a developer's machine. */
const buildsKernels = /^kernels\/(_\w+|build|check|measure)\.ts$/;

const files = [
  "mod.ts",
  ...everywhere.flatMap((room) => filesBelow(room, /\.ts$/)),
  ...filesBelow("kernels", /\.ts$/).filter((path) => !buildsKernels.test(path)),
];

/** Uses of Deno's global, outside comments. */
function usesOfDeno(text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return code.match(/\bDeno\s*[.\[].*/g) ?? [];
}

Deno.test("only hosts/ imports modules of the host", async () => {
  const checked = new Set(files);
  const wrong = (await importGraph(files)).filter(({ from, to }) =>
    checked.has(from) && to.startsWith("node:")
  );
  assert.deepEqual(wrong.map(({ from, to }) => `${from} imports ${to}`), []);
});

Deno.test("only hosts/ uses Deno", () => {
  const wrong = files.flatMap((path) =>
    usesOfDeno(Deno.readTextFileSync(root + path)).map((use) => `${path}: ${use}`)
  );
  assert.deepEqual(wrong, []);
});

Deno.test("no engine's own logarithm or power decides a stored value", () => {
  // Engines may round these differently. Powers of two are exact, and log2 only sizes tables.
  const own = /\bMath\.(log|log10|log1p|pow|exp|expm1|sin|cos|tan|atan2?|cbrt|hypot)\(/g;
  const wrong = files.flatMap((path) => {
    const code = Deno.readTextFileSync(root + path).replaceAll(
      /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
      "",
    );
    return (code.match(own) ?? []).map((use) => `${path}: ${use}`);
  });
  assert.deepEqual(wrong, []);
});

Deno.test("a use of Deno is found, unless it is in a comment", () => {
  assert.deepEqual(usesOfDeno("const a = Deno.args;"), ["Deno.args;"]);
  assert.deepEqual(usesOfDeno("// Deno.args\n/* Deno.args */"), []);
});
