import { availableParallelism } from "node:os";
import { packShard, type ShardProgress } from "../../shards/shard/pack_shard.ts";
import type { PackPlan } from "../../shards/plan/pack_plan.ts";
import { type FailedShard, PackPool, type PackPoolOptions } from "../../shards/pool/pack_pool.ts";
import type { Reason } from "../../shards/sources/values/reason.ts";
import type { InterruptGuard } from "../shared/interrupt_guard.ts";
import type { PackProgress } from "./pack_progress.ts";
import { openPlannedModels } from "./planned_models.ts";

/** Which shards of a plan to pack, and whom to tell. */
export interface PackAllOptions {
  readonly folder: string;
  /** Where the inputs are, if not where the plan says. */
  readonly input: string | undefined;
  /** How many pack at once; by default as many as there are cores. */
  readonly workers: number | undefined;
  readonly shards: readonly number[];
  readonly guard: InterruptGuard;
  readonly progress: PackProgress;
  /** Workers that were started before. */
  readonly pool?: PackPool | undefined;
  readonly onPacked?: (shard: number, wasThere: boolean) => void;
}

/** Starts workers for a folder, if there are to be several. */
export function startPool(
  { workers = availableParallelism(), ...options }: Omit<PackPoolOptions, "entry" | "workers"> & {
    readonly workers: number | undefined;
  },
): PackPool | undefined {
  if (workers < 2) return undefined;
  return new PackPool({
    ...options,
    workers,
    entry: new URL("./pack_worker_entry.ts", import.meta.url),
  });
}

/**
 * Packs shards, in this thread if one worker is enough. After a failure no further shard begins.
 *
 * @returns the shards that failed.
 */
export async function packAll(
  plan: PackPlan,
  options: PackAllOptions,
): Promise<readonly FailedShard[]> {
  const { folder, input, progress, guard, shards } = options;
  progress.begin(shards);
  const workers = Math.min(options.workers ?? availableParallelism(), shards.length);
  const events = {
    onSkip: (shard: number, { code, message }: Reason) =>
      progress.skipped(shard, `skipped[${code}]: ${message}`),
    onProgress: (shard: number, done: ShardProgress) => progress.at(shard, done),
    onPacked(shard: number, wasThere: boolean) {
      progress.packed(shard, plan.shards[shard - plan.first]!.inputs);
      options.onPacked?.(shard, wasThere);
    },
  };
  if (workers > 1) {
    await using own = options.pool === undefined
      ? startPool({ folder, input, workers })
      : undefined;
    return await (options.pool ?? own!).pack(shards, events);
  }
  await using models = await openPlannedModels(folder);
  for (const shard of shards) {
    try {
      const { wasThere } = await packShard(folder, shard, {
        input,
        codecModels: models.byField,
        onSkip: (reason) => events.onSkip(shard, reason),
        async onInput(done) {
          events.onProgress(shard, done);
          await guard.checkpoint();
        },
      });
      events.onPacked(shard, wasThere);
    } catch (cause) {
      return [{ shard, cause }];
    }
  }
  return [];
}
