/** Datasets over HTTP in Chromium: the page's own origin, another one, and what that must allow. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { buildOptions } from "../../npm/bundle.ts";
import { installTools as installBundler, loadEsbuild } from "../../npm/tools.ts";
import { ROOT } from "../../npm/places.ts";
import { writeSparse } from "../container/_sparse.ts";
import { type Answer, DiskBytes, startServer, type TestServer } from "../http/_server.ts";
import { TestFolder } from "../_test_folder.ts";
import { urlOf } from "./_kit.ts";
import { chromium, ended, installTools, tool } from "./_tools.ts";

/** What the page does: each step's result, or its error, is a line. */
const program = `
import { openDatasetAsync } from "${join(ROOT, "mod.ts")}";
const [cross] = location.hash.slice(1).split(",");
const outcomes = globalThis.outcomes = [];
const report = (name, value) => outcomes.push(JSON.stringify({ name, value }));
const read = async (name, url, options) => {
  try {
    const dataset = await openDatasetAsync(url, options);
    const clip = await dataset.field("audio").decodeAsync(500);
    report(name, [dataset.recordCount, clip.samples[7], clip.toFloat32().length, clip.toWav().length]);
    return dataset;
  } catch (error) {
    report(name, error.code ?? String(error));
  }
};
const dataset = await read("same", "a.afd");
await read("cross", cross + "/a.afd");
await read("conditional", cross + "/a.afd", { conditional: true });
await read("conditional, forbidden", cross + "/simple.afd", { conditional: true });
await read("hidden", cross + "/hidden.afd");
await read("forbidden", cross + "/forbidden.afd");
const audio = dataset.field("audio");
const batch = audio.allocateBatch(32, { padTo: "batch" });
const indices = Array.from({ length: 32 }, (_, at) => at * 31 + 1);
await audio.decodeBatchAsync(indices.map((index) => index ^ 8), batch);
await fetch("/lockstep");
await audio.decodeBatchAsync(indices, batch);
await fetch("/ordinary");
report("batch", batch.lengths.length);
let records = 0;
const filter = { audio: { length: { min: 1 } } };
for await (const loaded of dataset.batches({ batchSize: 16, filter, shuffle: { seed: 1 }, prefetch: 2 })) {
  records += loaded.indices.length;
  loaded.release();
  if (records >= 96) break;
}
report("epoch", records);
outcomes.push(JSON.stringify({ done: outcomes.length }));
`;

await installTools();
await installBundler();

async function bundled(): Promise<Uint8Array> {
  const esbuild = loadEsbuild();
  try {
    const { outputFiles } = await esbuild.build({
      ...buildOptions({ outdir: join(ROOT, "npm/build/pages"), external: [] }),
      stdin: { contents: program, resolveDir: ROOT },
      splitting: false,
      sourcemap: false,
      write: false,
    });
    return outputFiles!.find(({ path }) => path.endsWith(".js"))!.contents;
  } finally {
    await esbuild.stop();
  }
}

/** What another origin allows, by the file's name. */
function allowed(path: string, origin: string): Record<string, string> {
  if (path === "/forbidden.afd") return {};
  const headers = { "access-control-allow-origin": origin };
  if (path === "/hidden.afd") return headers;
  const exposed = { ...headers, "access-control-expose-headers": "Content-Range, ETag" };
  return path === "/simple.afd"
    ? exposed
    : { ...exposed, "access-control-allow-headers": "range, if-match" };
}

function crossOrigin(server: TestServer, origin: string): void {
  server.script = (seen): Answer => {
    const headers = allowed(seen.target, origin);
    if (seen.method !== "GET") return { status: 204, headers };
    const answer = server.usual(seen);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  };
}

Deno.test({
  name:
    "pages read datasets of their own origin and of others, in few requests, and say what is forbidden",
  ignore: chromium() === undefined,
  fn: async () => {
    using folder = new TestFolder();
    const path = folder.file("a.afd");
    const clip = Int16Array.from({ length: 160_000 }, (_, at) => at % 1000);
    writeSparse(path, Array.from({ length: 2000 }, (_, at) => at === 500 ? clip : 160_000));
    await using page = await startServer();
    await using other = await startServer();
    const code = await bundled();
    page.serve("/a.afd", new DiskBytes(path));
    let random: ReturnType<TestServer["take"]> | undefined;
    page.script = ({ target }) => {
      if (target === "/lockstep") page.take();
      if (target === "/ordinary") random = page.take();
      if (target !== "/a.afd") page.isLockstep = target === "/lockstep";
      const script = { "content-type": "text/javascript" };
      if (target === "/page.js") return { status: 200, headers: script, body: code };
      if (target === "/a.afd") return undefined;
      const html = '<!doctype html><script type="module" src="/page.js"></script>';
      const headers = { "content-type": "text/html" };
      return { status: 200, headers, body: new TextEncoder().encode(html) };
    };
    for (const name of ["a", "simple", "hidden", "forbidden"]) {
      other.serve(`/${name}.afd`, new DiskBytes(path));
    }
    crossOrigin(other, page.origin);
    const driver = join(import.meta.dirname!, "drive.mjs");
    const args = [driver, urlOf(tool("playwright-core/index.mjs")), chromium()!];
    const url = `${page.origin}/index.html#${other.origin}`;
    const { out, err } = await ended(tool("node24/bin/node"), [...args, url], folder.path);
    const found = out.trim().split("\n").map((line) => JSON.parse(line));
    const record = [2000, 7, 160_000, 320_044];
    assert.deepEqual(
      found.slice(0, -1).map(({ name, value }) => [name, value]),
      [
        ["same", record],
        ["cross", record],
        ["conditional", record],
        ["conditional, forbidden", "cors"],
        ["hidden", "hidden-length"],
        ["forbidden", "cors"],
        ["batch", 32],
        ["epoch", 96],
      ],
      err,
    );
    const simple = other.log.filter(({ method }) => method === "OPTIONS");
    assert.ok(simple.every(({ number }) => number > 2), "an ordinary request asked for permission");
    // Browsers make six requests to a server at once.
    assert.ok(random!.requests <= 33, `${random!.requests} requests`);
    assert.ok(random!.rounds <= Math.ceil(32 / 6) + 2, `${random!.rounds} round trips`);
  },
});
