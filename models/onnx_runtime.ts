import { ModelError } from "../errors/mod.ts";

/**
 * Which build of ONNX Runtime runs a model: `"web"` is WebAssembly, also works in browsers, and
 * needs only read permission; `"node"` is native code, about 1.6 times as fast, and needs
 * `--allow-ffi`.
 */
export type OnnxRuntimeName = "web" | "node";

/**
 * The part of ONNX Runtime that is used here; its builds have it in common. The types come from the
 * small package that both builds re-export, so that checking a program doesn't fetch the builds.
 */
export type OnnxRuntime = Pick<
  typeof import("npm:onnxruntime-common@1.30.0"),
  "InferenceSession" | "Tensor" | "env"
>;

/** How each build is imported: only when requested, because they take hundreds of megabytes. */
export type OnnxImports = Readonly<Record<OnnxRuntimeName, () => Promise<OnnxRuntime>>>;

/** The package of each build. */
export const onnxPackages: Readonly<Record<OnnxRuntimeName, string>> = {
  web: "npm:onnxruntime-web@1.30.0",
  node: "npm:onnxruntime-node@1.30.0",
};

// Not literals: Deno would fetch both builds, 430 MB, for every program that imports this module.
const packageImports: OnnxImports = {
  web: () => import(specifierOf("web")),
  node: () => import(specifierOf("node")),
};

/** Whether this module runs from its source, in Deno, rather than from an installed package. */
const isSource = import.meta.url.endsWith(".ts");

/** What a build is imported by: an installed package finds it beside itself. */
function specifierOf(name: OnnxRuntimeName): string {
  return isSource ? onnxPackages[name] : `onnxruntime-${name}`;
}

/** What helps most often. */
const advice: Readonly<Record<OnnxRuntimeName, string>> = isSource
  ? {
    web: `fetch it with \`deno cache ${onnxPackages.web}\`, and run with --allow-read`,
    node: `fetch it with \`deno cache ${onnxPackages.node}\`, and run with --allow-read and ` +
      "--allow-ffi, or use the runtime `web`",
  }
  : {
    web: `run \`npm install ${onnxPackages.web.slice("npm:".length)}\``,
    node: `run \`npm install ${onnxPackages.node.slice("npm:".length)}\`, ` +
      "or use the runtime `web`",
  };

/**
 * Loads a build of ONNX Runtime.
 *
 * @param imports where the builds come from; tests bring their own.
 * @throws {ModelError} `"runtime-missing"` when it can't be loaded, with advice.
 */
export async function loadOnnxRuntime(
  name: OnnxRuntimeName,
  imports: OnnxImports = packageImports,
): Promise<OnnxRuntime> {
  try {
    const runtime = await imports[name]();
    // Otherwise it writes to the console before it throws.
    runtime.env.logLevel = "fatal";
    // More threads would need shared memory, and workers that outlive the model.
    if (name === "web") runtime.env.wasm.numThreads = 1;
    return runtime;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split("\n")[0] : String(cause);
    throw new ModelError(`Cannot load ONNX Runtime (onnxruntime-${name}): ${reason}`, {
      code: "runtime-missing",
      hint: advice[name],
      cause,
    });
  }
}
