import { finishPlan } from "../../shards/finish/finish_plan.ts";
import { formatCount } from "../../shards/shared/units.ts";
import { note } from "../shared/terminal.ts";
import { lockFolder } from "./output_folder.ts";

/** Makes a folder of packed shards a dataset. */
export function finishFolder(folder: string): void {
  const lock = lockFolder(folder, "finish");
  try {
    const { records, identity, outcomes } = finishPlan(folder);
    note(
      `Finished "${folder}": ${formatCount(records, "record")}, ${
        formatCount(outcomes.length, "shard")
      } of the plan`,
    );
    note(`  identity: ${identity}`);
  } finally {
    lock.release();
  }
}
