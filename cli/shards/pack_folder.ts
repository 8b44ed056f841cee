import { formatCount } from "../../shards/shared/units.ts";
import { printError } from "../shared/terminal.ts";
import { reasonFor } from "../../shards/pack/failure_reason.ts";
import type { RecordSource } from "../../shards/sources/record_source.ts";
import { countLeftOut, totalsOf } from "./totals_of.ts";
import { finishPlan } from "../../shards/finish/finish_plan.ts";
import type { PackPlan } from "../../shards/plan/pack_plan.ts";
import { inFolder, planFolder as planName } from "../../shards/plan/plan_paths.ts";
import { removeNextPlan } from "../../shards/plan/write_plan.ts";
import { packAll, startPool } from "./pack_all.ts";
import { isWorthParts } from "./pack_parts.ts";
import { removeAll, removeEmptyFolder } from "../shared/files.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { PackProgress } from "./pack_progress.ts";
import { type FolderPlanOptions, planFolder } from "./plan_folder.ts";
import { folderState, lockFolder } from "./output_folder.ts";
import type { PackResult } from "../pack/pack_dataset.ts";
import type { FileLock } from "../../hosts/mod.ts";
import { FolderReport } from "./folder_report.ts";
import { removeOwnPartials } from "./own_partials.ts";

/** How to pack a folder of shards. */
export interface PackFolderOptions extends Omit<FolderPlanOptions, "source" | "onInput"> {
  readonly output: string;
  readonly workers: number | undefined;
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
  let planned = state.hasPlan || state.hasDataset;
  using report = new FolderReport(folder, { path: reportPath, json });
  let source: RecordSource | undefined = options.openSource();
  const held: { lock?: FileLock } = {};
  const release = () => {
    held.lock?.release();
    if (held.lock !== undefined && !planned) removeEmptyPlan(folder);
  };
  let done = 0;
  // The guard comes first: a signal right after the folder is made must not leave it behind.
  using guard = new InterruptGuard(() => {
    if (held.lock === undefined) return report.interrupted();
    removeOwnPartials(folder);
    removeNextPlan(folder);
    if (planned) printError(`interrupted: ${formatCount(done, "shard")} packed; --resume goes on`);
    report.interrupted();
    release();
  });
  held.lock = lockFolder(folder);
  try {
    await using pool = isWorthParts(source, options.input, options.isFolder)
      ? startPool({ folder, input: options.input, workers: options.workers })
      : undefined;
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
    const leftOut = countLeftOut(source.leftOut);
    // Its list of files isn't needed any more, and may be long.
    source = undefined;
    report.begin(plan, options.input);
    const inputs = plan.shards.reduce((sum, { inputs }) => sum + inputs, 0);
    {
      using progress = new PackProgress("packing", inputs);
      const shards = plan.shards.map((_, at) => plan.first + at);
      const { input, workers } = options;
      const onPacked = () => done++;
      const failed = await packAll(plan, {
        folder,
        input,
        workers,
        shards,
        guard,
        progress,
        pool,
        onPacked,
      });
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
      ...totalsOf(outcomes, leftOut),
    };
  } catch (cause) {
    report.ended(reasonFor(cause));
    throw cause;
  } finally {
    release();
  }
}

/** Removes what planning left in a folder that had nothing before. */
function removeEmptyPlan(folder: string): void {
  try {
    removeAll(inFolder(folder, planName));
    removeEmptyFolder(folder);
  } catch {
    // Somebody else put something there.
  }
}
