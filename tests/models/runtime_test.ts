/** ONNX Runtime is loaded on demand, and its absence is explained. */
import assert from "node:assert/strict";
import { ModelError } from "../../errors/mod.ts";
import { codecRate } from "../../models/mod.ts";
import { loadOnnxRuntime, type OnnxImports, onnxPackages } from "../../models/onnx_runtime.ts";
import { denoCommand, projectConfig } from "../_deno.ts";
import { codecFolder } from "./_fixtures.ts";

Deno.test("a runtime that can't be loaded is an error that says what to do", async () => {
  const missing = () => Promise.reject(new TypeError("Module not found\nat somewhere"));
  for (const name of ["web", "node"] as const) {
    await assert.rejects(loadOnnxRuntime(name, { web: missing, node: missing }), (error) => {
      assert.ok(error instanceof ModelError);
      assert.equal(error.code, "runtime-missing");
      assert.match(error.message, new RegExp(`onnxruntime-${name}\\): Module not found; fetch it`));
      return true;
    });
  }
});

Deno.test("both builds of ONNX Runtime have everything that is used, in their types too", async () => {
  const builds: OnnxImports = {
    web: () => import("npm:onnxruntime-web@1.30.0"),
    node: () => import("npm:onnxruntime-node@1.30.0"),
  };
  for (const name of ["web", "node"] as const) {
    const { InferenceSession, Tensor } = await loadOnnxRuntime(name, builds);
    assert.equal(typeof InferenceSession.create, "function");
    assert.deepEqual(new Tensor("float32", new Float32Array(6), [1, 2, 3]).dims, [1, 2, 3]);
  }
  const literal = Object.entries(builds).map((
    [name, build],
  ) => [name, /npm:[^"]+/.exec(`${build}`)?.[0]]);
  assert.deepEqual(Object.fromEntries(literal), onnxPackages);
});

Deno.test("a model runs with only read permission", async () => {
  const { code, stdout, stderr } = await runScript(["--allow-read"], "web");
  assert.equal(code, 0, stderr);
  assert.equal(stdout.trim(), "8");
});

Deno.test("native code without its permission is an error that says what to do", async () => {
  const { code, stdout, stderr } = await runScript(["--allow-read", "--no-prompt"], "node");
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^runtime-missing .*--allow-ffi/);
});

Deno.test("codecRate() knows the rates of the published codecs, including fractions", () => {
  const of = (rate: readonly [number, number], given?: number) => {
    const found = codecRate(rate, given);
    return found === undefined ? undefined : [found.sampleRate, found.hopLength];
  };
  assert.deepEqual(of([75, 1]), [24_000, 320]);
  assert.deepEqual(of([150, 1]), [48_000, 320]);
  assert.deepEqual(of([50, 1]), [16_000, 320]);
  assert.deepEqual(of([25, 2]), [24_000, 1920]);
  assert.deepEqual(of([44_100, 512]), [44_100, 512]);
  assert.deepEqual(of([50, 1], 24_000), [24_000, 480]);
  assert.deepEqual(of([44_100, 512], 88_200), [88_200, 1024]);
  assert.equal(of([60, 1]), undefined);
  assert.equal(of([75, 1], 16_001), undefined);
});

/** Opens the toy model in a process with few permissions, and prints its frames or its error. */
async function runScript(permissions: readonly string[], runtime: string) {
  const folder = Deno.makeTempDirSync();
  try {
    const script = `${folder}/open.ts`;
    const models = new URL("../../models/mod.ts", import.meta.url).href;
    Deno.writeTextFileSync(
      script,
      `import { openOnnxCodec } from ${JSON.stringify(models)};
try {
  const options = { sampleRate: 24_000, hopLength: 320, nCodebooks: 8, vocabSize: 1024 };
  await using codec = await openOnnxCodec(
    ${JSON.stringify(`${codecFolder}broken/control_ok.onnx`)},
    { ...options, runtime: ${JSON.stringify(runtime)} },
  );
  console.log((await codec.encode(new Float32Array(320))).length);
} catch (error) {
  console.log(error.code, error.message);
}
`,
    );
    const command = denoCommand(["run", "--no-check", ...projectConfig, ...permissions, script]);
    const { code, stdout, stderr } = await command.output();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
