import { dirname, isAbsolute, join } from "../shared/paths.ts";
import { anyFolderInputs } from "../sources/folder_source.ts";
import { manifestInputs } from "../sources/manifest_source.ts";
import type { InputReader } from "../sources/record_source.ts";
import { PathRoot } from "../sources/values/path_root.ts";
import { type PackPlan, readPlan } from "../plan/pack_plan.ts";
import { readInputs } from "../plan/planned_input.ts";

/** Where a plan's inputs come from, ready to be read. */
export interface PlannedSource {
  /** The folder that the inputs' files are named in. */
  readonly folder: string;
  /** Makes an input from what the plan keeps of it. */
  readonly read: InputReader;
}

/**
 * The inputs of a plan.
 *
 * @param given where they are, if not where they were when they were planned.
 */
export function inputsOfPlan(
  dataset: string,
  { input, ir, rules, models }: PackPlan,
  given?: string,
): PlannedSource {
  const path = given ?? fromDataset(dataset, input.path);
  const root = input.root === undefined
    ? undefined
    : new PathRoot(fromDataset(dataset, input.root));
  if (input.kind === "folder") {
    const encoded = new Set(models.map(({ field }) => field));
    const options = {
      encoded,
      requireText: rules.requireText,
      textEncoding: rules.textEncoding,
      root,
    };
    return { folder: path, read: anyFolderInputs(path, ir, options) };
  }
  const folder = path === "-" ? "." : dirname(path);
  return { folder, read: manifestInputs(path, { ir, root }) };
}

/**
 * What messages call an input of a shard, if that can be found out.
 *
 * @param place.place its place in the shard.
 * @param place.input where the inputs are, if not where they were when they were planned.
 */
export function whereInShard(
  dataset: string,
  { shard, place, input }: { shard: number; place: number; input: string | undefined },
): string | undefined {
  if (place < 0) return undefined;
  try {
    const plan = readPlan(dataset)!;
    const { read } = inputsOfPlan(dataset, plan, input);
    let at = 0;
    for (const { saved, ordinal } of readInputs(dataset, plan, shard)) {
      if (at++ === place) return read(saved, { ordinal, position: 0 }).where;
    }
  } catch {
    // The plan is damaged: then so is the message.
  }
  return undefined;
}

/** A path that a plan holds: relative to the dataset's folder, unless there is no such path. */
export function fromDataset(dataset: string, path: string): string {
  return isAbsolute(path) || path === "-" ? path : join(dataset, path);
}
