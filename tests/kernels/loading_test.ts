/** When the kernels' modules are loaded, from where, and what is said if they can't be. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { init } from "../../mod.ts";
import { BUILT } from "../../kernels/_sources.ts";
import { createDatasetWriter } from "../../runtime/mod.ts";
import { defineDataset, field } from "../../schema/mod.ts";
import { denoCommand, projectConfig, projectFolder } from "../_deno.ts";
import { TestFolder } from "../_test_folder.ts";

const page = fileURLToPath(new URL("_page.ts", import.meta.url));

function writeTwoClips(path: string): void {
  const { ir } = defineDataset("Two", { pcm: field.waveform(), coded: field.flac() });
  const writer = createDatasetWriter(path, { ir });
  for (const first of [1, 2]) {
    const samples = Int16Array.from({ length: 5000 }, (_, index) => index * first * 3 - 7000);
    const audio = { samples, sampleRate: 16_000, channels: 1 };
    writer.append({ pcm: audio, coded: audio });
  }
  writer.finish();
}

/** Runs the page against a server; returns what it saw, and the names of what it fetched. */
async function visit(
  answer: (bytes: Uint8Array<ArrayBuffer>) => Response,
): Promise<{ seen: Record<string, unknown>; fetched: string[] }> {
  using folder = new TestFolder();
  writeTwoClips(folder.file("two.afd"));
  const fetched: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, ({ url }) => {
    const name = new URL(url).pathname.slice(1);
    fetched.push(name);
    return answer(readFileSync(new URL(name, BUILT)));
  });
  try {
    const { success, stdout, stderr } = await denoCommand(
      ["run", "-A", ...projectConfig, page, folder.file("two.afd"), address(server)],
    ).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    return { seen: JSON.parse(new TextDecoder().decode(stdout)), fetched };
  } finally {
    await server.shutdown();
  }
}

function address({ addr: { port } }: Deno.HttpServer<Deno.NetAddr>): string {
  return `http://127.0.0.1:${port}/`;
}

const asWasm = { headers: { "content-type": "application/wasm" } };

for (const type of ["application/wasm", "application/octet-stream"]) {
  Deno.test(`a page loads modules when something needs them, served as ${type}`, async () => {
    const { seen, fetched } = await visit((bytes) =>
      new Response(bytes, { headers: { "content-type": type } })
    );
    const { synchronous, ...rest } = seen;
    assert.deepEqual(rest, {
      pcm: [-6997, []],
      asynchronous: [-6997 / 32_768, ["dsp"]],
      record: [-6994, ["decoders", "dsp"]],
      batches: -6997 / 32_768,
      again: -6994,
    });
    const { code, message } = synchronous as { code: string; message: string };
    assert.equal(code, "kernels-not-loaded");
    assert.match(message, /await init\(\).*audiofield\/embedded/);
    assert.deepEqual(fetched, ["dsp.wasm", "decoders.wasm"]);
  });
}

const refusals: readonly [what: string, answer: (bytes: Uint8Array<ArrayBuffer>) => Response, {
  readonly code: string;
  readonly message: RegExp;
}][] = [
  ["isn't there", () => new Response("", { status: 404 }), {
    code: "kernels-missing",
    message: /Cannot fetch the kernels "dsp" from "http.*dsp\.wasm": the server answered 404/,
  }],
  ["is a page", () => new Response("<html>", { headers: { "content-type": "text/html" } }), {
    code: "kernels-missing",
    message: /the server answered with text\/html; .*init\(\{ wasm \}\)/,
  }],
  ["is damaged", (bytes) => new Response(bytes.fill(255, 9000, 9100), asWasm), {
    code: "kernel-refused",
    message: /Cannot compile the kernels "dsp" from "http.*" \(200, application\/wasm\)/,
  }],
];
for (const [what, answer, { code, message }] of refusals) {
  Deno.test(`a page is told what came instead of a module that ${what}`, async () => {
    const { seen } = await visit(answer);
    const refused = seen["asynchronous"] as { code: string; message: string };
    assert.deepEqual(seen["pcm"], [-6997, []]);
    assert.equal(refused.code, code);
    assert.match(refused.message, message);
  });
}

Deno.test("Deno is told which folder it must be allowed to read, and needs none for PCM", async () => {
  using folder = new TestFolder();
  writeTwoClips(folder.file("two.afd"));
  const program = folder.file("program.ts");
  Deno.writeTextFileSync(
    program,
    `import { openDataset } from ${JSON.stringify(`${projectFolder}/mod.ts`)};
     const { fields } = openDataset(${JSON.stringify(folder.file("two.afd"))});
     for (const name of ["pcm", "coded"]) console.log(fields.get(name).decode(1).samples[1]);`,
  );
  const run = (allowed: string) =>
    denoCommand(["run", "--no-prompt", "--no-check", ...projectConfig, allowed, program], {
      env: { NO_COLOR: "1" },
    }).output();
  const wasm = fileURLToPath(BUILT).replace(/\/$/, "");
  const refused = await run(`--allow-read=${folder.path}`);
  assert.ok(!refused.success);
  assert.equal(new TextDecoder().decode(refused.stdout), "-6994\n");
  const said = new TextDecoder().decode(refused.stderr);
  assert.match(
    said,
    /Cannot load the kernels "decoders": reading ".*decoders\.wasm" isn't permitted/,
  );
  assert.ok(said.includes(`run with --allow-read=${wasm}, or import "audiofield/embedded"`));
  const allowed = await run(`--allow-read=${folder.path},${wasm}`);
  assert.equal(new TextDecoder().decode(allowed.stdout), "-6994\n-6994\n");
});

Deno.test("init() takes bytes, compiled modules and addresses, and refuses anything else", async () => {
  const bytes = readFileSync(new URL("dsp.wasm", BUILT));
  await init({ wasm: { dsp: bytes, input: new URL("input.wasm", BUILT) }, load: ["dsp", "input"] });
  await init({
    wasm: { decoders: new WebAssembly.Module(readFileSync(new URL("decoders.wasm", BUILT))) },
  });
  const refuses = (options: object, message: RegExp) =>
    assert.rejects(init(options), { code: "invalid-option", message });
  await refuses({ wasm: { mp3: bytes } }, /no kernels "mp3"/);
  await refuses({ wasm: { dsp: 7 } }, /Cannot load the kernels "dsp" from 7/);
  await refuses({ wasm: { dsp: "dsp.wasm" } }, /"dsp" from "dsp\.wasm".*relative addresses/s);
  await refuses({ load: ["mp3"] }, /Cannot load the kernels "mp3"/);
  await refuses({ modules: {} }, /modules/);
});
