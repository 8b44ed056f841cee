import { join } from "../shared/paths.ts";

/** Names in the folder of a dataset that is being packed, with forward slashes. */
export const planFolder = "plan";

/** Locked while somebody plans, packs or finishes. */
export const lockFile = `${planFolder}/lock`;

/** The plan itself. It is written last. */
export const planJson = `${planFolder}/plan.json`;

/** A plan that is being made, or that is about to take the place of the one before. */
export const nextPlan = `${planFolder}/next`;

/** The name that a file of a plan has while the plan is being made. */
export function inNextPlan(name: string): string {
  return `${nextPlan}${name.slice(planFolder.length)}`;
}

/** The files of the source that aren't inputs. */
export const leftOutFile = `${planFolder}/left-out.jsonl`;

/** The inputs of a shard. */
export function inputsFile(shard: number): string {
  return `${planFolder}/inputs/${numbered(shard)}.jsonl`;
}

/** What became of a shard's inputs. */
export function outcomeFile(shard: number): string {
  return `${planFolder}/outcomes/${numbered(shard)}.json`;
}

/** What became of each input of a shard, as lines of a report. */
export function reportFile(shard: number): string {
  return `${planFolder}/outcomes/${numbered(shard)}.jsonl`;
}

/** Where the records of a shard come from. */
export function sourcesFile(shard: number): string {
  return `sources/${numbered(shard)}.jsonl`;
}

/** The folder of what follows. */
export const plannedSources = `${planFolder}/sources`;

/** The same while the shards of a plan are packed: what the dataset of before has stays until then. */
export function plannedSourcesFile(shard: number): string {
  return `${planFolder}/${sourcesFile(shard)}`;
}

/** A name's path in the folder. */
export function inFolder(folder: string, name: string): string {
  return join(folder, ...name.split("/"));
}

function numbered(shard: number): string {
  return String(shard).padStart(6, "0");
}
