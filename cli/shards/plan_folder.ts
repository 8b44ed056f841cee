import { UsageError } from "../../errors/mod.ts";
import { openDataset } from "../../runtime/mod.ts";
import { datasetIdentity } from "../../runtime/container/identity.ts";
import { datasetJson, readDatasetJson } from "../../runtime/shards/dataset_json.ts";
import {
  type DatasetIr,
  fieldThatMeans,
  fingerprintOf,
  firstDifference,
} from "../../schema/mod.ts";
import type { CopyShardSize } from "../../shards/copy/folder_copier.ts";
import { shardNumber } from "../../runtime/shards/shard_name.ts";
import { outcomesOf } from "../../shards/finish/finish_plan.ts";
import type { PackingRules } from "../../shards/pack/record_packer.ts";
import { readOutcome } from "../../shards/shard/shard_outcome.ts";
import type { ExtendedDataset, PlanOptions } from "../../shards/plan/build_plan.ts";
import { type PackPlan, type PlannedModel, readPlan } from "../../shards/plan/pack_plan.ts";
import { sourcesFile } from "../../shards/plan/plan_paths.ts";
import { checkPlan } from "../../shards/plan/check_plan.ts";
import { completePlan, writePlan } from "../../shards/plan/write_plan.ts";
import { dirname } from "../../shards/shared/paths.ts";
import { isInputPipe } from "../../shards/shared/standard_stream.ts";
import type { RecordSource } from "../../shards/sources/record_source.ts";
import type { FolderFlags, FolderState } from "./output_folder.ts";
import { relativeTo } from "./relative_to.ts";

/** What a command line says about a plan. */
export interface FolderPlanOptions extends FolderFlags, InputPlanOptions {
  readonly skipExisting: boolean;
}

/** What a command line says about inputs, and how they become records. */
export interface InputPlanOptions {
  readonly ir: DatasetIr;
  readonly input: string;
  readonly isFolder: boolean;
  /** The folder that a manifest's paths must stay in. */
  readonly root?: string | undefined;
  readonly rules: PackingRules;
  readonly models: readonly PlannedModel[];
  readonly hash: boolean;
  readonly size: CopyShardSize;
  readonly source: RecordSource;
  readonly onInput: (position: number) => void | Promise<void>;
}

/**
 * The plan that a folder is packed by: the one that is there, if it is resumed, otherwise a new one.
 *
 * @throws {UsageError} `"plan-changed"` when what is resumed was changed; `"nothing-to-resume"` when
 *   there is a dataset, but no plan; `"not-finished"` when records are appended to a dataset whose last
 *   plan isn't done; `"other-schema"`.
 */
export async function planFolder(
  folder: string,
  state: FolderState,
  options: FolderPlanOptions,
): Promise<PackPlan> {
  completePlan(folder);
  const stored = readPlan(folder);
  if (options.resume && stored !== undefined) {
    using extended = stored.extends === undefined ? undefined : new OpenDataset(
      folder,
      { ...options, skipExisting: stored.skipExisting ?? false },
      stored.first,
    );
    const isDone = state.hasDataset && isPacked(folder, stored);
    await checkPlan(folder, stored, {
      ...planOptions(folder, options),
      first: stored.first,
      extends: extended && { ...extended.extension, identity: stored.extends! },
    }, isDone ? "that packing is complete: pass --append to add records" : undefined);
    return stored;
  }
  if (options.resume && state.hasDataset) throw nothingToResume(folder);
  if (options.append) {
    if (stored !== undefined) refuseUnfinished(folder, stored);
    using extended = new OpenDataset(folder, options);
    return await writePlan(folder, {
      ...planOptions(folder, options),
      first: extended.nextShard,
      extends: extended.extension,
    });
  }
  const replaces = options.overwrite ? filesOf(folder, state, stored) : [];
  return await writePlan(folder, { ...planOptions(folder, options), replaces });
}

/** What a command line says about a plan, as planning takes it. */
export function planOptions(folder: string, options: InputPlanOptions): PlanOptions {
  const { ir, input, isFolder, root, rules, models, hash, size, source, onInput } = options;
  return {
    ir,
    source,
    input: {
      kind: isFolder ? "folder" : "manifest",
      path: relativeTo(folder, input),
      root: root === undefined ? undefined : relativeTo(folder, root),
    },
    inputFolder: isFolder ? input : isInputPipe(input) ? "." : dirname(input),
    rules,
    models,
    hash,
    size,
    onInput,
  };
}

/** The dataset in a folder that records are added to. */
class OpenDataset implements Disposable {
  readonly extension: ExtendedDataset;
  /** The number of the next shard. */
  readonly nextShard: number;
  readonly #close: () => void;

  /** @param end shards from this number on don't count: an append that is resumed added them. */
  constructor(folder: string, { ir, skipExisting }: FolderPlanOptions, end = Infinity) {
    const { shards, ir: existing, fingerprint } = readDatasetJson(folder);
    if (fingerprint !== fingerprintOf(ir)) {
      throw new UsageError(
        `Cannot append to "${folder}": ${
          firstDifference(ir, existing) ?? "its schema is another one"
        }`,
        {
          code: "other-schema",
          file: folder,
          hint: "pack with the schema of the dataset, or into a new folder",
        },
      );
    }
    const numbers = shards.map(({ file }) => shardNumber(file) ?? -1);
    this.nextShard = numbers.reduce((most, number) => Math.max(most, number), -1) + 1;
    const extended = shards.filter((_, at) => numbers[at]! < end);
    const records = extended.reduce((sum, shard) => sum + shard.records, 0);
    const hasKeys = fieldThatMeans(ir, "key") !== undefined;
    const dataset = hasKeys ? openDataset(folder) : undefined;
    this.#close = () => dataset?.[Symbol.dispose]();
    this.extension = {
      identity: datasetIdentity(fingerprint, shards),
      hasKey: (key) => (dataset?.findKey(key) ?? records) < records,
      skipExisting,
    };
  }

  [Symbol.dispose](): void {
    this.#close();
  }
}

function nothingToResume(folder: string): UsageError {
  return new UsageError(`Cannot resume "${folder}": it holds a dataset, but no plan`, {
    code: "nothing-to-resume",
    file: folder,
    hint: "pass --append to add records, or --overwrite to replace the dataset",
  });
}

/** @throws {UsageError} when the dataset lacks shards of its last plan. */
function refuseUnfinished(folder: string, plan: PackPlan): void {
  const { shards } = readDatasetJson(folder);
  const listed = new Set(shards.map(({ checksum }) => checksum));
  const isDone = plan.shards.every(({ sha256 }, at) => {
    const outcome = readOutcome(folder, plan.first + at, sha256);
    return outcome !== undefined && (outcome.file === null || listed.has(outcome.checksum));
  });
  if (isDone) return;
  throw new UsageError(`Cannot append to "${folder}": its last packing isn't complete`, {
    code: "not-finished",
    file: folder,
    hint: "pass --resume with the input of that packing first",
  });
}

/** What the dataset and the plan in a folder consist of: what goes when both are replaced. */
function filesOf(
  folder: string,
  { hasDataset }: FolderState,
  plan: PackPlan | undefined,
): string[] {
  const files = new Set(plan?.replaces);
  if (hasDataset) {
    try {
      for (const [place, { file }] of readDatasetJson(folder).shards.entries()) {
        files.add(file).add(sourcesFile(shardNumber(file) ?? place));
      }
    } catch {
      // A dataset.json that can't be read names nothing.
    }
  }
  plan?.shards.forEach(({ sha256 }, at) => {
    const file = readOutcome(folder, plan.first + at, sha256)?.file;
    if (file !== undefined && file !== null) files.add(file).add(sourcesFile(plan.first + at));
  });
  files.delete(datasetJson);
  return [...files].sort();
}

/** Whether all shards of a plan are there. */
export function isPacked(folder: string, plan: PackPlan): boolean {
  try {
    return outcomesOf(folder, plan).length === plan.shards.length;
  } catch {
    return false;
  }
}
