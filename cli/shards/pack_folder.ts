import { availableParallelism } from "node:os";
import { openCodecModels } from "../pack/codec_models.ts";
import { reasonFor } from "../../shards/pack/failure_reason.ts";
import { AudioCensus } from "../../shards/pack/audio_census.ts";
import { PackAccount, total } from "../../shards/pack/pack_account.ts";
import { packShard, type ShardProgress } from "../../shards/shard/pack_shard.ts";
import { RecodingCensus } from "../../shards/pack/recoding_census.ts";
import type { ShardOutcome } from "../../shards/shard/shard_outcome.ts";
import { finishPlan } from "../../shards/finish/finish_plan.ts";
import type { PackPlan } from "../../shards/plan/pack_plan.ts";
import { inFolder, planFolder as planName } from "../../shards/plan/plan_paths.ts";
import { type FailedShard, packShards } from "../../shards/pool/pack_pool.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { PackProgress } from "./pack_progress.ts";
import { type FolderPlanOptions, planFolder } from "./plan_folder.ts";
import { folderState, lockFolder } from "./output_folder.ts";
import type { CodecModelFlags } from "../pack/codec_models.ts";
import type { PackResult } from "../pack/pack_dataset.ts";
import { FolderReport } from "./folder_report.ts";
import { removeOwnPartials } from "./own_partials.ts";

/** How to pack a folder of shards. */
export interface PackFolderOptions extends Omit<FolderPlanOptions, "source" | "onInput"> {
  readonly output: string;
  readonly workers: number | undefined;
  readonly codecs: CodecModelFlags;
  readonly report: string | undefined;
  readonly json: boolean;
  openSource(): FolderPlanOptions["source"];
}

/**
 * Packs a folder of shards: plans, packs what isn't there yet, and finishes. Whatever happens,
 * finished shards stay, and `--resume` goes on from there.
 *
 * @throws what {@link planFolder}, {@link packShard} and {@link finishPlan} throw.
 */
export async function packFolder(options: PackFolderOptions): Promise<PackResult> {
  const { output: folder, report: reportPath, json } = options;
  const start = performance.now();
  const state = folderState(folder, options);
  const stop = new AbortController();
  let planned = state.hasPlan || state.hasDataset;
  using report = new FolderReport(folder, { path: reportPath, json });
  const source = options.openSource();
  const lock = lockFolder(folder);
  const release = () => {
    lock.release();
    if (!planned) removeEmptyPlan(folder);
  };
  using guard = new InterruptGuard(() => {
    removeOwnPartials(folder);
    report.interrupted();
    release();
  });
  try {
    let plan: PackPlan;
    {
      using progress = new PackProgress("planning", source.total);
      plan = await planFolder(folder, state, {
        ...options,
        source,
        async onInput(position) {
          progress.planned(position);
          await guard.checkpoint();
        },
      });
    }
    planned = true;
    report.begin(plan);
    const inputs = plan.shards.reduce((sum, { inputs }) => sum + inputs, 0);
    {
      using progress = new PackProgress("packing", inputs);
      const failed = await packAll(plan, { ...options, guard, progress, signal: stop.signal });
      if (failed.length > 0) {
        report.failed(failed);
        throw failed[0]!.cause;
      }
    }
    const { outcomes, firstRecord, records } = finishPlan(folder);
    report.finish(firstRecord);
    const seconds = (performance.now() - start) / 1000;
    return {
      records,
      seconds,
      ...totals(outcomes, source.leftOut.map(({ reason }) => reason.code)),
    };
  } catch (cause) {
    report.ended(reasonFor(cause));
    throw cause;
  } finally {
    release();
  }
}

interface PackAllOptions extends PackFolderOptions {
  readonly guard: InterruptGuard;
  readonly progress: PackProgress;
  readonly signal: AbortSignal;
}

/** Packs all shards of a plan. */
async function packAll(plan: PackPlan, options: PackAllOptions): Promise<readonly FailedShard[]> {
  const { output: folder, input, progress, guard, signal, codecs } = options;
  const shards = plan.shards.map((_, at) => plan.first + at);
  const workers = Math.min(options.workers ?? availableParallelism(), shards.length);
  const events = {
    onSkip: ({ code, message }: { code: string; message: string }) =>
      progress.skipped(`skipped[${code}]: ${message}`),
    onProgress: (shard: number, done: ShardProgress) => progress.at(shard, done),
    onPacked: (shard: number) => progress.packed(shard, plan.shards[shard - plan.first]!.inputs),
  };
  if (workers > 1) {
    const entry = new URL("./pack_worker_entry.ts", import.meta.url);
    return await packShards({ folder, input, entry, workers, shards, events, signal });
  }
  await using models = await openCodecModels(plan.ir, codecs);
  for (const shard of shards) {
    try {
      await packShard(folder, shard, {
        input,
        codecModels: models.byField,
        onSkip: events.onSkip,
        async onInput(done) {
          events.onProgress(shard, done);
          await guard.checkpoint();
        },
      });
      events.onPacked(shard);
    } catch (cause) {
      return [{ shard, cause }];
    }
  }
  return [];
}

/** Counts over all shards, and over the files that aren't inputs. */
function totals(
  outcomes: readonly ShardOutcome[],
  leftOut: readonly string[],
): Pick<PackResult, "account" | "census" | "recodings"> {
  const account = new PackAccount();
  const census = new AudioCensus();
  const recodings = new RecodingCensus();
  const files: Record<string, number> = {};
  for (const code of leftOut) files[code] = (files[code] ?? 0) + 1;
  account.add({ packed: 0, skipped: {}, leftOut: files, notes: {} });
  for (const { counts, forms, recodings: recoded } of outcomes) {
    account.add(counts);
    for (const [form, count] of forms) census.add(form, count);
    recodings.add(recoded);
  }
  return { account, census, recodings };
}

/** Removes what planning left in a folder that had nothing before. */
function removeEmptyPlan(folder: string): void {
  try {
    Deno.removeSync(inFolder(folder, planName), { recursive: true });
    Deno.removeSync(folder);
  } catch {
    // Somebody else put something there.
  }
}

/** How many inputs were skipped. */
export function skippedInputs({ account }: PackResult): number {
  return total(account.skipped);
}
