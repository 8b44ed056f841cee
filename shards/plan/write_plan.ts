import { fileError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import { WholeFile, writeWhole } from "../shared/whole_file.ts";
import { buildPlan, type PlanOptions } from "./build_plan.ts";
import { encodePlan, type PackPlan } from "./pack_plan.ts";
import {
  inFolder,
  inNextPlan,
  inputsFile,
  leftOutFile,
  nextPlan,
  planFolder,
  planJson,
} from "./plan_paths.ts";

/** What a plan consists of, apart from the file that is written last. */
const parts = [`${planFolder}/inputs`, leftOutFile];

/** What becomes of a plan's inputs. */
const results = [`${planFolder}/outcomes`, `${planFolder}/sources`];

/**
 * Plans how a dataset of many files is packed, and writes the plan into its folder, in place of an
 * earlier one, which stays until the new one is complete.
 *
 * @param options.sync whether it waits until the disk has the plan. Default `true`.
 * @throws as {@link buildPlan} does.
 * @throws {FileError} when the plan can't be written.
 */
export async function writePlan(
  folder: string,
  options: PlanOptions & { readonly sync?: boolean },
): Promise<PackPlan> {
  const file = (name: string) => inFolder(folder, inNextPlan(name));
  removeNextPlan(folder);
  let plan: PackPlan;
  try {
    plan = await buildPlan(options, {
      inputs: (shard) => new WholeFile(file(inputsFile(shard)), options),
      leftOut: () => new WholeFile(file(leftOutFile), options),
    });
    writeWhole(file(planJson), encodePlan(plan), options);
  } catch (cause) {
    removeNextPlan(folder);
    throw cause;
  }
  completePlan(folder);
  return plan;
}

/**
 * Puts a new plan in the place of the one before, if there is one that is complete. `plan.json` comes
 * last: without it, there is no plan. Where that was interrupted, it goes on.
 *
 * @throws {FileError} when files can't be renamed or removed.
 */
export function completePlan(folder: string): void {
  const fs = system().files;
  const next = (name: string) => inFolder(folder, inNextPlan(name));
  if (!fs.existsSync(next(planJson))) return;
  try {
    remove(folder, planJson);
    for (const name of parts) {
      if (!fs.existsSync(next(name))) continue;
      remove(folder, name);
      fs.renameSync(next(name), inFolder(folder, name));
    }
    for (const name of results) remove(folder, name);
    fs.renameSync(next(planJson), inFolder(folder, planJson));
    remove(folder, nextPlan);
  } catch (cause) {
    throw fileError("write", inFolder(folder, planFolder), cause);
  }
}

/** Removes a plan that isn't complete, or isn't wanted. */
export function removeNextPlan(folder: string): void {
  try {
    remove(folder, nextPlan);
  } catch (cause) {
    throw fileError("write", inFolder(folder, nextPlan), cause);
  }
}

/** Removes the plan and everything that is known of its inputs. */
export function removePlan(folder: string): void {
  try {
    for (const name of [nextPlan, planJson, ...parts, ...results]) remove(folder, name);
  } catch (cause) {
    throw fileError("write", inFolder(folder, planFolder), cause);
  }
}

function remove(folder: string, name: string): void {
  system().files.rmSync(inFolder(folder, name), { recursive: true, force: true });
}
