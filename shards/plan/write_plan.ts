import { fileError, UsageError } from "../../errors/mod.ts";
import { OutputFile } from "../../runtime/output/output_file.ts";
import { dirname } from "../shared/paths.ts";
import { buildPlan, type PlanOptions } from "./build_plan.ts";
import { encodePlan, type PackPlan } from "./pack_plan.ts";
import { planDifference } from "./plan_difference.ts";
import { inFolder, inputsFile, leftOutFile, planFolder, planJson } from "./plan_paths.ts";

/**
 * Plans how a dataset of many files is packed, and writes the plan into its folder, in place of an
 * earlier one. `plan.json` comes last: without it, there is no plan.
 *
 * @throws as {@link buildPlan} does.
 * @throws {FileError} when the plan can't be written.
 */
export async function writePlan(folder: string, options: PlanOptions): Promise<PackPlan> {
  const path = inFolder(folder, planFolder);
  try {
    Deno.mkdirSync(folder, { recursive: true });
    // First the plan, then what it consists of: what is left by an interruption isn't a plan.
    const parts = ["inputs", "outcomes", "sources"].map((name) => `${planFolder}/${name}`);
    for (const name of [planJson, leftOutFile, ...parts]) {
      try {
        Deno.removeSync(inFolder(folder, name), { recursive: true });
      } catch (cause) {
        if (!(cause instanceof Deno.errors.NotFound)) throw cause;
      }
    }
  } catch (cause) {
    throw fileError("write", path, cause);
  }
  const plan = await buildPlan(options, {
    inputs: (shard, text) => writeWhole(inFolder(folder, inputsFile(shard)), text),
    leftOut: (text) => writeWhole(inFolder(folder, leftOutFile), text),
  });
  writeWhole(inFolder(folder, planJson), encodePlan(plan));
  return plan;
}

/**
 * Plans again, and compares the result with the plan in the folder.
 *
 * @param hint what to do about a difference.
 * @throws {UsageError} `"plan-changed"`, which names the first difference.
 */
export async function checkPlan(
  folder: string,
  stored: PackPlan,
  options: PlanOptions,
  hint = "restore what was changed, or plan again with --overwrite",
): Promise<void> {
  const texts = new Map<number, string>();
  const plan = await buildPlan(options, {
    inputs: (shard, text) => texts.set(shard, text),
    leftOut: () => {},
  });
  const difference = planDifference(stored, plan, {
    inputs: (shard) => [readText(inFolder(folder, inputsFile(shard))), texts.get(shard) ?? ""],
  });
  if (difference === undefined) return;
  throw new UsageError(`Cannot resume "${folder}": ${difference}`, {
    code: "plan-changed",
    file: folder,
    hint,
  });
}

/** Writes a file that is complete under its name, or isn't there. */
export function writeWhole(path: string, text: string): void {
  try {
    Deno.mkdirSync(dirname(path), { recursive: true });
  } catch (cause) {
    throw fileError("write", path, cause);
  }
  const output = new OutputFile(path, { overwrite: true });
  try {
    output.write(new TextEncoder().encode(text));
    output.commit();
  } catch (cause) {
    output.abort();
    throw cause;
  }
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}
