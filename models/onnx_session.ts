import { counted } from "../errors/counted.ts";
import { fileError, ModelError } from "../errors/mod.ts";
import { system } from "../hosts/mod.ts";
import type { OnnxSession } from "./check_graph.ts";
import { loadOnnxRuntime, type OnnxRuntime, type OnnxRuntimeName } from "./onnx_runtime.ts";

/** A loaded model, and the runtime that loaded it. */
export interface OpenSession {
  readonly runtime: OnnxRuntime;
  readonly session: OnnxSession;
  /** SHA-256 of the model's bytes, as 64 hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Loads a model.
 *
 * @param model its file's path, or its bytes.
 * @param name what to call it in messages.
 * @throws {FileError} when the file can't be read.
 * @throws {ModelError} `"runtime-missing"`, or `"model-unreadable"` when it can't be loaded.
 */
export async function openSession(
  model: string | URL | Uint8Array,
  { name, kind, threads }: { name: string; kind: OnnxRuntimeName; threads?: number | undefined },
): Promise<OpenSession> {
  const bytes = model instanceof Uint8Array ? model : readModel(model);
  const runtime = await loadOnnxRuntime(kind);
  try {
    const session = await runtime.InferenceSession.create(bytes, {
      executionProviders: [kind === "web" ? "wasm" : "cpu"],
      // Otherwise it also writes to the console what it throws.
      logSeverityLevel: 4,
      ...(threads === undefined ? {} : { intraOpNumThreads: threads, interOpNumThreads: threads }),
    });
    return { runtime, session, sha256: await sha256Of(bytes) };
  } catch (cause) {
    throw new ModelError(
      `Cannot load "${name}": ONNX Runtime refused its ${counted(bytes.length, "byte")}: ${
        reasonOf(cause)
      }`,
      {
        code: "model-unreadable",
        file: name,
        hint: "export it again, as one file with its weights inside, for opset 17",
        cause,
      },
    );
  }
}

/** What to call a model in messages: its file's name. */
export function modelName(model: string | URL | Uint8Array): string {
  if (model instanceof Uint8Array) return "(memory)";
  return pathOf(model).split(/[/\\]/).at(-1) ?? "";
}

/** What the runtime says went wrong, in one line, without the paths of its own sources. */
export function reasonOf(cause: unknown): string {
  const text = (cause instanceof Error ? cause.message : String(cause)).replaceAll(/\s+/g, " ");
  const reason = text.replace(/^.*ERROR_MESSAGE: /, "")
    .replace(/\S*\/\S+\.(?:h|cc):\d+ [^(]*\([^()]*\)(?: const)? /, "")
    .trim().replace(/\.$/, "");
  return reason.length > mostOfReason ? `${reason.slice(0, mostOfReason)}…` : reason;
}

/** Characters of a reason that are shown. */
const mostOfReason = 300;

function readModel(model: string | URL): Uint8Array {
  const { files } = system(`read the model "${pathOf(model)}"`);
  try {
    return files.readFileSync(model);
  } catch (cause) {
    throw fileError("read the model", pathOf(model), cause);
  }
}

function pathOf(model: string | URL): string {
  return model instanceof URL ? system().fromFileUrl(model) : model;
}

async function sha256Of(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
