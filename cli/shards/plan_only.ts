import { note } from "../shared/terminal.ts";
import { removeNextPlan } from "../../shards/plan/write_plan.ts";
import { formatBytes, formatCount } from "../../shards/shared/units.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { folderState, lockFolder } from "./output_folder.ts";
import { removeOwnPartials } from "./own_partials.ts";
import { PackProgress } from "./pack_progress.ts";
import { type FolderPlanOptions, planFolder } from "./plan_folder.ts";

/** Writes the plan of a dataset of many files, and says what comes next. */
export async function planOnly(
  folder: string,
  options: Omit<FolderPlanOptions, "onInput">,
): Promise<void> {
  const state = folderState(folder, options);
  const lock = lockFolder(folder);
  using guard = new InterruptGuard(() => {
    removeOwnPartials(folder);
    removeNextPlan(folder);
  });
  try {
    using progress = new PackProgress("planning", options.source.total);
    const plan = await planFolder(folder, state, {
      ...options,
      async onInput(position) {
        progress.planned(position);
        await guard.checkpoint();
      },
    });
    const inputs = plan.shards.reduce((sum, shard) => sum + shard.inputs, 0);
    const bytes = plan.shards.reduce((sum, shard) => sum + shard.estimate, 0);
    const last = plan.first + plan.shards.length - 1;
    note(
      `Planned ${formatCount(plan.shards.length, "shard")} (${plan.first} to ${last}) of ${
        formatCount(inputs, "input")
      }, about ${formatBytes(bytes)}`,
    );
    note(`  next: audiofield shard pack ${folder}, then audiofield shard finish ${folder}`);
  } finally {
    lock.release();
  }
}
