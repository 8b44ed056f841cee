import { FileError } from "../../errors/mod.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import { requirePlan } from "../../shards/shard/pack_shard.ts";
import { fromDataset } from "../../shards/shard/planned_source.ts";
import { hashOf } from "../../shards/plan/file_facts.ts";
import type { PackPlan, PlannedModel } from "../../shards/plan/pack_plan.ts";
import {
  type CodecModelFlags,
  modelFiles,
  modelRates,
  type OpenCodecModels,
  openCodecModels,
} from "../pack/codec_models.ts";
import { checkModelMachine, modelMachine } from "./model_machine.ts";
import { relativeTo } from "./relative_to.ts";

/** The models of a command line, as a plan keeps them. */
export function plannedModels(
  ir: DatasetIr,
  { models, rates, inputName, outputName, runtime }: CodecModelFlags,
  folder: string,
): PlannedModel[] {
  const given = modelRates(ir, rates);
  return [...modelFiles(ir, models)].map(([field, file]) => ({
    field,
    file: relativeTo(folder, file),
    sha256: hashOf(file),
    rate: given.get(field),
    inputName,
    outputName,
    runtime,
    ...modelMachine(runtime),
  }));
}

/**
 * Opens the models of a plan.
 *
 * @throws {FileError} `"input-changed"` when one isn't the file that was planned.
 * @throws {UsageError} `"other-runtime"` or `"other-processor"` when this machine may compute other
 *   values.
 * @throws {ModelError} when one isn't what its field wants.
 */
export async function openPlannedModels(folder: string): Promise<OpenCodecModels> {
  const plan = requirePlan(folder);
  return await openCodecModels(plan.ir, flagsOf(folder, plan));
}

function flagsOf(folder: string, { models }: PackPlan): CodecModelFlags {
  const [first] = models;
  for (const model of models) {
    checkModelMachine(model);
    const { file, sha256 } = model;
    const path = fromDataset(folder, file);
    const found = hashOf(path);
    if (found === sha256) continue;
    throw new FileError(`Cannot use the model "${path}": it isn't the file that was planned`, {
      code: "input-changed",
      file: path,
      found,
      wanted: sha256,
      hint: "restore it, or plan again with --overwrite",
    });
  }
  return {
    models: models.map(({ field, file }) => `${field}=${fromDataset(folder, file)}`),
    rates: models.flatMap(({ field, rate }) => rate === undefined ? [] : [`${field}=${rate}`]),
    inputName: first?.inputName ?? "",
    outputName: first?.outputName ?? "",
    runtime: (first?.runtime ?? "web") as CodecModelFlags["runtime"],
  };
}
