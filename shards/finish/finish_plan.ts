import { counted } from "../../errors/counted.ts";
import {
  AudioInputError,
  fileError,
  FormatError,
  IntegrityError,
  systemCode,
  UsageError,
} from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import { datasetIdentity } from "../../runtime/container/identity.ts";
import { sweepPartials } from "../../runtime/output/sweep_partials.ts";
import {
  datasetJson,
  type ListedShard,
  readDatasetJson,
  type ShardList,
} from "../../runtime/shards/dataset_json.ts";
import { type FinishedDataset, finishShards } from "../../runtime/shards/finish/finish_shards.ts";
import { fingerprintOf } from "../../schema/mod.ts";
import { isPublished, readOutcome, type ShardOutcome } from "../shard/shard_outcome.ts";
import { requirePlan } from "../shard/pack_shard.ts";
import type { PackPlan } from "../plan/pack_plan.ts";
import { inFolder, plannedSources, plannedSourcesFile, sourcesFile } from "../plan/plan_paths.ts";
import { dirname } from "../shared/paths.ts";
import { writeWhole } from "../shared/whole_file.ts";
import { readmeText } from "./readme_text.ts";

/** What a finished dataset says of itself, if it is told. */
export interface DatasetAbout {
  /** The version of the data, such as `"1.2.0"`. */
  readonly datasetVersion?: string | undefined;
  /** The licence of the data, such as `"CC-BY-4.0"`. */
  readonly licence?: string | undefined;
  /** How to cite the dataset. */
  readonly citation?: string | undefined;
}

/** A dataset whose plan is done. */
export interface FinishedPlan extends FinishedDataset {
  /** What became of the inputs of each shard, in order. */
  readonly outcomes: readonly ShardOutcome[];
  /** The number of the first record that the plan added. */
  readonly firstRecord: number;
}

/** How many shards an error lists. */
const listedShards = 10;

/**
 * Completes the dataset of a plan: checks that every shard is there, writes the index, `README.md` and,
 * last, `dataset.json`. The same shards give the same bytes. Where that was done before, it is done
 * again, so a lost index comes back, and so does a `dataset.json` that can't be read, unless the plan
 * only added records to what it listed.
 *
 * @throws {UsageError} `"no-plan"`; `"not-packed"` when shards are missing, which it lists;
 *   `"dataset-changed"` when the dataset isn't the one that the plan extends.
 * @throws {AudioInputError} `"all-skipped"` when no input became a record.
 * @throws {FileError} when a file can't be written.
 * @throws {ManifestError} `"duplicate-key"` when two shards have records with the same key.
 */
export function finishPlan(folder: string, about: DatasetAbout = {}): FinishedPlan {
  const plan = requirePlan(folder);
  const outcomes = outcomesOf(folder, plan);
  const before = datasetBefore(folder, plan);
  const kept = keptShards(folder, { plan, before, outcomes });
  const files = outcomes.flatMap(({ file }) => file ?? []);
  const shards = [...kept.map(({ file }) => file), ...files];
  if (shards.length === 0) throw nothingPacked(folder);
  const isSame = before !== undefined && isListedIn(before.shards, outcomes);
  const previous = plan.extends === undefined && !isSame ? undefined : before?.json;
  const sources = publishSources(folder, plan, outcomes);
  const finished = finishShards(folder, { shards, previous, ...about });
  writeWhole(
    inFolder(folder, "README.md"),
    readmeText(plan.ir, { hasSources: true, hasPlan: true }),
  );
  removeIfEmpty(inFolder(folder, plannedSources));
  // A process may have been killed between giving a shard its name and taking the temporary one away.
  sweepPartials(inFolder(folder, "shards"));
  removeReplaced(folder, plan.replaces, new Set([...shards, ...sources]));
  const firstRecord = kept.reduce((sum, { records }) => sum + records, 0);
  return { ...finished, outcomes, firstRecord };
}

/**
 * What became of all shards of a plan.
 *
 * @throws {UsageError} `"not-packed"` when some aren't there.
 */
export function outcomesOf(folder: string, plan: PackPlan): ShardOutcome[] {
  const missing: number[] = [];
  const outcomes = plan.shards.flatMap(({ sha256 }, at) => {
    const outcome = readOutcome(folder, plan.first + at, sha256);
    if (outcome !== undefined && isPublished(folder, outcome)) return [outcome];
    missing.push(plan.first + at);
    return [];
  });
  if (missing.length === 0) return outcomes;
  const shown = missing.slice(0, listedShards).join(", ");
  const more = missing.length - listedShards;
  throw new UsageError(
    `Cannot finish "${folder}": ${missing.length} of its ${counted(plan.shards.length, "shard")} ${
      missing.length === 1 ? "isn't" : "aren't"
    } packed: ${shown}${more > 0 ? ` and ${more} more` : ""}`,
    {
      code: "not-packed",
      file: folder,
      found: plan.shards.length - missing.length,
      wanted: plan.shards.length,
      hint: `pack them with \`audiofield shard pack ${folder} ${missing[0]}\``,
    },
  );
}

/** The dataset that the folder holds; `undefined` if it holds none, or if the plan makes it anew. */
function datasetBefore(folder: string, plan: PackPlan): ShardList | undefined {
  if (!isThere(inFolder(folder, datasetJson))) return undefined;
  try {
    return readDatasetJson(folder);
  } catch (cause) {
    const isDamaged = cause instanceof IntegrityError ||
      (cause instanceof FormatError && cause.code !== "version");
    if (isDamaged && plan.extends === undefined) return undefined;
    throw cause;
  }
}

interface Finishing {
  readonly plan: PackPlan;
  readonly before: ShardList | undefined;
  readonly outcomes: readonly ShardOutcome[];
}

/** The shards of the dataset so far that stay in front of the plan's. */
function keptShards(
  folder: string,
  { plan, before, outcomes }: Finishing,
): readonly ListedShard[] {
  if (plan.extends === undefined) {
    const isOurs = before === undefined || isListedIn(before.shards, outcomes) ||
      before.shards.every(({ file }) => plan.replaces.includes(file));
    if (!isOurs) throw changed(folder, "its dataset.json lists shards of another plan");
    return [];
  }
  if (before === undefined) throw changed(folder, "its dataset.json is missing");
  const fingerprint = fingerprintOf(plan.ir);
  const { shards } = before;
  if (datasetIdentity(fingerprint, shards) === plan.extends) return shards;
  // A late retry: the plan's shards are the last ones already.
  const added = outcomes.filter(({ file }) => file !== null).length;
  const rest = shards.slice(0, shards.length - added);
  const isDone = isListedIn(shards.slice(rest.length), outcomes) &&
    datasetIdentity(fingerprint, rest) === plan.extends;
  if (isDone) return rest;
  throw changed(folder, "records were added to the dataset since then");
}

function isListedIn(
  shards: readonly ListedShard[],
  outcomes: readonly ShardOutcome[],
): boolean {
  const checksums = outcomes.filter(({ file }) => file !== null).map(({ checksum }) => checksum);
  return shards.length === checksums.length &&
    shards.every(({ checksum }, at) => checksum === checksums[at]);
}

/**
 * Gives the plan's `sources/` their names, so that they are there when the dataset is.
 *
 * @returns their names.
 */
function publishSources(
  folder: string,
  { first }: PackPlan,
  outcomes: readonly ShardOutcome[],
): readonly string[] {
  const shards = outcomes.flatMap(({ file }, at) => file === null ? [] : [first + at]);
  return shards.map((shard) => {
    const name = sourcesFile(shard);
    const [from, to] = [inFolder(folder, plannedSourcesFile(shard)), inFolder(folder, name)];
    try {
      system().files.mkdirSync(dirname(to), { recursive: true });
      system().files.renameSync(from, to);
    } catch (cause) {
      // It was moved by an earlier run.
      if (systemCode(cause) !== "ENOENT") throw fileError("write", to, cause);
    }
    return name;
  });
}

/** Removes the files that the dataset consisted of, apart from those that it still consists of. */
function removeReplaced(
  folder: string,
  replaced: readonly string[],
  shards: ReadonlySet<string>,
): void {
  for (const name of replaced) {
    if (shards.has(name)) continue;
    try {
      system().files.unlinkSync(inFolder(folder, name));
    } catch {
      // Gone already, or in the way of nobody.
    }
  }
}

/** Its files have got their names. */
function removeIfEmpty(path: string): void {
  try {
    system().files.unlinkSync(path);
  } catch {
    // There is none, or something is left in it.
  }
}

function changed(folder: string, reason: string): UsageError {
  return new UsageError(`Cannot finish "${folder}": ${reason}`, {
    code: "dataset-changed",
    file: folder,
    hint: "plan again",
  });
}

function nothingPacked(folder: string): AudioInputError {
  return new AudioInputError(`Cannot finish "${folder}": no input became a record`, {
    code: "all-skipped",
    file: folder,
    found: 0,
    hint: "the report says why",
  });
}

function isThere(path: string): boolean {
  try {
    return system().files.statSync(path).isFile();
  } catch {
    return false;
  }
}
