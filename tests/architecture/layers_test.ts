/** The layers of `runtime/`, and circles: between folders anywhere, and of values between files. */
import assert from "node:assert/strict";
import { type Arrow, importGraph } from "./_import_graph.ts";
import { filesBelow } from "./_sources.ts";

/** The layers of `runtime/`, lowest first: each may import itself and those before it. */
const layers = [
  "storage",
  "storage/http",
  "lists",
  "container",
  "output",
  "shards",
  "batch",
  "intake",
  "intake/codec_model",
  "fields/kind",
  "fields/scalar",
  "fields/text",
  "fields/category",
  "fields/waveform",
  "fields/coded/codings",
  "fields/coded",
  "fields/spectral",
  "fields/tokens",
  "fields/pitch",
  "fields",
  "shards/finish",
  "writer",
  "verify",
  "loader",
  "dataset",
  "",
] as const;

/** Rooms whose folders are checked. */
const rooms =
  /^(audio|cli|codegen|doors|errors|features|hosts|kernels|models|plan|runtime|schema|shards|tools)\//;

const files = filesBelow("", /\.ts$/).filter((path) => rooms.test(path) || path === "mod.ts");
const arrows = (await importGraph(files)).filter(({ to }) => rooms.test(to) || to === "mod.ts");

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The layer of a file of `runtime/`: its folder, or for the loader's folders the loader. */
function layerOf(path: string): string {
  const folder = folderOf(path).replace(/^runtime\/?/, "");
  return folder.startsWith("loader") ? "loader" : folder;
}

function rankOf(path: string): number {
  return (layers as readonly string[]).indexOf(layerOf(path));
}

function show({ from, to }: Arrow): string {
  return `${from} imports ${to}`;
}

Deno.test("every folder of runtime/ is a layer", () => {
  const inside = files.filter((path) => path.startsWith("runtime/"));
  assert.deepEqual(inside.filter((path) => rankOf(path) < 0), []);
});

Deno.test("layers of runtime/ import only earlier ones", () => {
  const inside = arrows.filter(({ from, to }) =>
    from.startsWith("runtime/") && to.startsWith("runtime/")
  );
  assert.ok(inside.length > 500);
  assert.deepEqual(inside.filter(({ from, to }) => rankOf(from) < rankOf(to)).map(show), []);
});

Deno.test("folders don't import each other in a circle", () => {
  const between = arrows.map(({ from, to }) => [folderOf(from), folderOf(to)] as const)
    .filter(([from, to]) => from !== to);
  assert.deepEqual(circles(between), []);
});

Deno.test("files don't import each other's values in a circle", () => {
  const values = arrows.filter(({ typesOnly }) => !typesOnly)
    .map(({ from, to }) => [from, to] as const);
  assert.deepEqual(circles(values), []);
});

Deno.test("the search for circles finds them", () => {
  assert.deepEqual(circles([["a", "b"], ["b", "c"], ["c", "a"], ["d", "a"]]), [["a", "b", "c"]]);
  assert.deepEqual(circles([["a", "b"], ["b", "c"], ["a", "c"]]), []);
});

/** The sets of names that lead to each other, found by depth-first search. */
function circles(edges: readonly (readonly [from: string, to: string])[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (name: string) => {
    index.set(name, index.size);
    low.set(name, index.get(name)!);
    stack.push(name);
    for (const other of next.get(name) ?? []) {
      if (!index.has(other)) visit(other);
      if (stack.includes(other)) low.set(name, Math.min(low.get(name)!, low.get(other)!));
    }
    if (low.get(name) !== index.get(name)) return;
    const members = stack.splice(stack.indexOf(name));
    if (members.length > 1) found.push(members.sort());
  };
  for (const name of [...next.keys()].sort()) if (!index.has(name)) visit(name);
  return found;
}
