/**
 * The module that the workers of `pack` run.
 *
 * @module
 */
import { runPackWorker } from "../../shards/pool/pack_worker.ts";
import { openPlannedModels } from "./planned_models.ts";

runPackWorker(async (folder) => (await openPlannedModels(folder)).byField);
