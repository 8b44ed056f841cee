import { fileError, UsageError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import type { CodecModels } from "../../runtime/mod.ts";
import { type PackPlan, readPlan } from "../plan/pack_plan.ts";
import { inFolder, plannedSourcesFile, reportFile } from "../plan/plan_paths.ts";
import { join } from "../shared/paths.ts";
import { WholeFile } from "../shared/whole_file.ts";
import type { Reason } from "../sources/values/reason.ts";
import { inputsOfPlan } from "./planned_source.ts";
import { ShardPacking } from "./shard_packing.ts";
import { isPublished, readOutcome, type ShardOutcome } from "./shard_outcome.ts";

/** How to pack a shard. */
export interface PackShardOptions {
  /** Where the inputs are, if not where they were when they were planned. */
  readonly input?: string | undefined;
  /** The models that the plan names, by field. Default: none. */
  readonly codecModels?: CodecModels | undefined;
  /** Told about inputs that are skipped. */
  readonly onSkip?: ((reason: Reason) => void) | undefined;
  /** Called before each input, with what messages call it. */
  readonly onBegin?: ((where: string) => void) | undefined;
  /** Called after each input. */
  readonly onInput?: ((progress: ShardProgress) => void | Promise<void>) | undefined;
  /** Whether it waits until the disk has the shard. Default `true`. */
  readonly sync?: boolean | undefined;
  /** Gives up: nothing is published then. */
  readonly signal?: AbortSignal | undefined;
}

/** How far a shard is. */
export interface ShardProgress {
  /** Inputs that are done. */
  readonly inputs: number;
  /** Records that were packed. */
  readonly records: number;
  /** Bytes written. */
  readonly bytes: number;
  /** Seconds of audio. */
  readonly seconds: number;
}

/** A shard that was packed. */
export interface PackedShard {
  /** What became of its inputs. */
  readonly outcome: ShardOutcome;
  /** Whether it had been packed before. */
  readonly wasThere: boolean;
}

/**
 * Packs one shard of the plan in a folder, whole or not at all. The same plan gives the same bytes,
 * whoever packs it; several processes may pack the same shard at once. Where a shard is there already,
 * nothing is done.
 *
 * @param shard its number: the plan's first one and those after it.
 * @throws {UsageError} `"no-plan"` or `"no-such-shard"`.
 * @throws {InputFailure} when an input can't be packed, and the plan doesn't skip such inputs.
 * @throws {FileError} when the shard can't be written.
 */
export async function packShard(
  folder: string,
  shard: number,
  options: PackShardOptions = {},
): Promise<PackedShard> {
  const plan = requirePlan(folder);
  const planned = plan.shards[shard - plan.first];
  if (planned === undefined) throw noSuchShard(folder, shard, plan);
  const done = readOutcome(folder, shard, planned.sha256);
  if (done !== undefined && isPublished(folder, done)) return { outcome: done, wasThere: true };
  const source = inputsOfPlan(folder, plan, options.input);
  makeFolder(join(folder, "shards"));
  using sources = new WholeFile(inFolder(folder, plannedSourcesFile(shard)), options);
  using report = new WholeFile(inFolder(folder, reportFile(shard)), options);
  const lines = { sources, report };
  return await new ShardPacking({ folder, shard, plan, source, options, lines }).run();
}

/**
 * The plan in a folder.
 *
 * @throws {UsageError} `"no-plan"` when there is none.
 */
export function requirePlan(folder: string): PackPlan {
  const plan = readPlan(folder);
  if (plan !== undefined) return plan;
  throw new UsageError(`Cannot pack shards of "${folder}": it has no plan`, {
    code: "no-plan",
    file: folder,
    hint: "make one with `audiofield shard plan SCHEMA INPUT OUTPUT`",
  });
}

function noSuchShard(folder: string, shard: number, { first, shards }: PackPlan): UsageError {
  return new UsageError(`Cannot pack shard ${shard} of "${folder}": the plan has no such shard`, {
    code: "no-such-shard",
    file: folder,
    found: shard,
    wanted: `${first} to ${first + shards.length - 1}`,
  });
}

function makeFolder(path: string): void {
  try {
    system().files.mkdirSync(path, { recursive: true });
  } catch (cause) {
    throw fileError("write", path, cause);
  }
}
