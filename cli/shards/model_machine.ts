import { cpus } from "node:os";
import { UsageError } from "../../errors/mod.ts";
import { onnxPackages, type OnnxRuntimeName } from "../../models/onnx_runtime.ts";
import type { PlannedModel } from "../../shards/plan/pack_plan.ts";

/** What the last bits of a model's results depend on, in addition to the model. */
export interface ModelMachine {
  readonly runtimeVersion: string;
  readonly processor: string;
}

/** This machine, as a plan keeps it. */
export function modelMachine(runtime: OnnxRuntimeName): ModelMachine {
  const runtimeVersion = onnxPackages[runtime].split("@").at(-1)!;
  return { runtimeVersion, processor: processorFamily() };
}

/**
 * The family of this machine's processor: its architecture, and which vectors it has where libraries
 * choose their code by that.
 */
export function processorFamily(): string {
  const { arch } = Deno.build;
  if (arch !== "x86_64") return arch;
  const features = new Set(x86Features());
  // Libraries have code for each of these levels, which add in different orders.
  const level = [["avx512f", "v4"], ["avx2", "v3"], ["sse4_2", "v2"]]
    .find(([feature]) => features.has(feature!))?.[1];
  if (level !== undefined) return `${arch} ${level}`;
  const model = cpus()[0]?.model.trim() ?? "";
  return model === "" ? arch : `${arch} ${model}`;
}

function x86Features(): string[] {
  try {
    const text = Deno.readTextFileSync("/proc/cpuinfo");
    return /^flags\s*:(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
  } catch {
    // Not Linux.
    return [];
  }
}

/**
 * Refuses a machine on which a model might compute other values than where the plan was made.
 *
 * @throws {UsageError} `"other-runtime"` or `"other-processor"`.
 */
export function checkModelMachine(
  { field, runtimeVersion, processor, runtime }: PlannedModel,
  here: ModelMachine = modelMachine(runtime as OnnxRuntimeName),
): void {
  const refuse = (code: string, what: string, found: string, wanted: string) =>
    new UsageError(
      `Cannot compute "${field}": the plan was made with ${what} ${wanted}, and this is ${found}`,
      {
        code,
        field,
        found,
        wanted,
        hint: "pack on machines like the one that planned, or plan again with --overwrite",
      },
    );
  if (runtimeVersion !== undefined && runtimeVersion !== here.runtimeVersion) {
    const what = `onnxruntime-${runtime}`;
    throw refuse("other-runtime", what, here.runtimeVersion, runtimeVersion);
  }
  if (processor !== undefined && processor !== here.processor) {
    throw refuse("other-processor", "a processor of the family", here.processor, processor);
  }
}
