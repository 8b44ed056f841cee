import process from "node:process";
import { partialOwner } from "../../runtime/output/partial_name.ts";
import { inFolder, planFolder } from "../../shards/plan/plan_paths.ts";
import { stopWorkers } from "../../shards/pool/pool_gate.ts";
import { namesIn, removeFile } from "../shared/files.ts";
import { join } from "../../shards/shared/paths.ts";

/** Removes the incomplete files of this process from a dataset's folder, before the process ends. */
export function removeOwnPartials(folder: string): void {
  stopWorkers();
  const places = ["", "shards", "sources", "index", planFolder];
  const ofPlan = ["inputs", "outcomes", "sources"].map((name) => `${planFolder}/${name}`);
  for (const place of [...places, ...ofPlan]) {
    const path = place === "" ? folder : inFolder(folder, place);
    try {
      for (const name of namesIn(path)) {
        if (partialOwner(name)?.process === process.pid) removeFile(join(path, name));
      }
    } catch {
      // There is no such folder.
    }
  }
}
