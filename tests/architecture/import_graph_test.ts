/** Data goes one way: what each room may import, and nothing else. */
import assert from "node:assert/strict";
import { type Arrow, importGraph } from "./_import_graph.ts";
import { filesBelow } from "./_sources.ts";

/** The rooms that each room may import; all may import `errors`, and themselves. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "mod.ts": ["schema", "runtime", "plan"],
  errors: [],
  hosts: [],
  schema: [],
  codegen: ["schema", "doors/generated/version.ts"],
  kernels: ["hosts"],
  features: ["kernels", "schema"],
  audio: ["hosts", "kernels"],
  runtime: ["features", "hosts", "kernels", "audio/pcm", "schema"],
  doors: ["audio", "features", "hosts", "kernels", "plan", "runtime", "schema", "shards"],
  generated: ["doors/generated"],
  models: ["audio", "hosts", "runtime"],
  plan: [],
  shards: ["audio", "hosts", "kernels", "plan", "runtime", "schema"],
  cli: [
    "audio",
    "codegen",
    "features",
    "hosts",
    "kernels",
    "mod.ts",
    "models",
    "plan",
    "runtime",
    "schema",
    "shards",
  ],
};

/** The packages that only one room loads. */
const packages: Readonly<Record<string, string>> = {
  "npm:ts-morph": "codegen",
  "npm:@noble/hashes": "schema",
  "npm:canonicalize": "schema",
  "npm:binaryen": "kernels",
  "npm:@optique/core": "cli",
  "npm:@optique/run": "cli",
  "npm:cli-progress": "cli",
  "npm:cli-table3": "cli",
  "npm:@napi-rs/canvas": "cli",
  "npm:echarts": "cli",
  "npm:onnxruntime-common": "models",
  "npm:onnxruntime-node": "models",
  "npm:onnxruntime-web": "models",
};

const rooms = Object.keys(allowed).filter((room) => room !== "mod.ts");
const present = new Set([...Deno.readDirSync(new URL("../..", import.meta.url))]
  .map(({ name }) => name));
const modules = [
  "mod.ts",
  ...rooms.filter((room) => present.has(room)).flatMap((room) => filesBelow(room, /\.ts$/)),
];
const arrows = await importGraph(modules);

function roomOf(path: string): string {
  return path.split("/")[0]!;
}

/** Whether the table has this arrow. */
function isAllowed({ from, to }: Omit<Arrow, "typesOnly">): boolean {
  const room = roomOf(from);
  const target = roomOf(to);
  if (to === "deno.json") return ["codegen", "cli", "shards"].includes(room);
  if (target === room || target === "errors") return true;
  return (allowed[room] ?? []).some((may) => to === may || to.startsWith(`${may}/`));
}

function show({ from, to }: Arrow): string {
  return `${from} imports ${to}`;
}

Deno.test("every module of every room is in the graph", () => {
  const seen = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  assert.deepEqual(modules.filter((path) => !seen.has(path)), []);
  assert.ok(arrows.some(({ from, to }) => from === "mod.ts" && to === "runtime/mod.ts"));
});

Deno.test("rooms import only the rooms that the architecture allows", () => {
  const local = arrows.filter(({ to }) => !/^(npm|node):/.test(to));
  assert.deepEqual(local.filter((arrow) => !isAllowed(arrow)).map(show), []);
});

Deno.test("the check of imports tells allowed ones from forbidden ones", () => {
  const arrow = (from: string, to: string) => isAllowed({ from, to });
  assert.ok(arrow("runtime/a.ts", "audio/pcm/mod.ts"));
  assert.ok(!arrow("runtime/a.ts", "audio/input/mod.ts"));
  assert.ok(!arrow("runtime/a.ts", "audio/mod.ts"));
  assert.ok(!arrow("schema/a.ts", "runtime/mod.ts"));
  assert.ok(!arrow("kernels/a.ts", "audio/mod.ts"));
  assert.ok(!arrow("errors/a.ts", "schema/mod.ts"));
  assert.ok(!arrow("mod.ts", "codegen/mod.ts"));
  assert.ok(!arrow("mod.ts", "audio/mod.ts"));
  assert.ok(arrow("generated/a.ts", "doors/generated/mod.ts"));
  assert.ok(!arrow("generated/a.ts", "doors/runtime.ts"));
  assert.ok(!arrow("generated/a.ts", "runtime/mod.ts"));
  assert.ok(!arrow("codegen/a.ts", "runtime/mod.ts"));
});

Deno.test("each package is loaded by only one room", () => {
  const loads = arrows.filter(({ to }) => to.startsWith("npm:"));
  const wrong = loads.filter(({ from, to }) => packages[to] !== roomOf(from));
  assert.deepEqual(wrong.map(show), []);
  assert.ok(loads.some(({ to }) => to === "npm:ts-morph"));
});

for (const entry of ["mod.ts", "generated/speech.ts", "audio/mod.ts", "kernels/mod.ts"]) {
  Deno.test(`${entry} never leads to the generator, to tools or to tests`, async () => {
    const reached = await importGraph([entry]);
    const names = new Set(reached.flatMap(({ from, to }) => [roomOf(from), roomOf(to)]));
    for (
      const name of ["npm:ts-morph", "npm:binaryen", "models", "codegen", "cli", "tests", "bench"]
    ) {
      assert.ok(!names.has(name), `${entry} leads to ${name}`);
    }
  });
}

Deno.test("the command line leads to no package that only some commands need", async () => {
  const loads = (await importGraph(["cli/main.ts", "models/mod.ts"]))
    .filter(({ typesOnly }) => !typesOnly);
  const reached = new Set(["cli/main.ts", "models/mod.ts"]);
  for (const module of reached) {
    for (const { from, to } of loads) if (from === module) reached.add(to);
  }
  const found = [...reached].filter((name) => name.startsWith("npm:")).sort();
  const wanted = ["@noble/hashes", "@optique/core", "@optique/run", "canonicalize", "cli-progress"];
  assert.deepEqual(found, [...wanted, "cli-table3"].map((name) => `npm:${name}`));
});

Deno.test("rooms don't import each other in a circle", () => {
  const edges = new Map<string, Set<string>>();
  for (const { from, to } of arrows) {
    if (/^(npm|node):/.test(to) || roomOf(from) === roomOf(to)) continue;
    const targets = edges.get(roomOf(from)) ?? new Set();
    edges.set(roomOf(from), targets.add(roomOf(to)));
  }
  const visit = (room: string, path: readonly string[]) => {
    assert.ok(!path.includes(room), [...path, room].join(" → "));
    for (const next of edges.get(room) ?? []) visit(next, [...path, room]);
  };
  for (const room of edges.keys()) visit(room, []);
});

Deno.test("the examples import only public modules", async () => {
  const examples = filesBelow("examples", /\.ts$/);
  const graph = await importGraph(examples);
  const imported = graph.filter(({ from }) => roomOf(from) === "examples").map(({ to }) => to)
    .filter((to) => !/^(npm:|node:|@)/.test(to) && roomOf(to) !== "examples");
  // The demo measures as the benchmarks do.
  const isPublic = (to: string) =>
    /^(generated\/\w+|bench\/\w+|doors\/\w+|(\w+\/)*mod)\.ts$/.test(to);
  assert.deepEqual(imported.filter((to) => !isPublic(to)), []);
});
