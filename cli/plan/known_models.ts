import { UsageError } from "../../errors/mod.ts";
import { nearNames } from "../../errors/near_names.ts";
import { TRAINING_MODELS } from "../../plan/mod.ts";

const models = Object.values(TRAINING_MODELS).flat() as readonly string[];

/**
 * @throws {UsageError} `"unknown-model"` with the closest names, for a name that the planner
 * doesn't know.
 */
export function checkModel(name: string): void {
  if (models.includes(name)) return;
  const near = nearNames(name, models);
  const hint = near.length === 0
    ? `the models are ${models.join(", ")}`
    : `did you mean ${near.join(" or ")}?`;
  throw new UsageError(`Cannot plan for the model ${JSON.stringify(name)}: it isn't known`, {
    code: "unknown-model",
    found: name,
    wanted: (near.length === 0 ? models : near).join(", "),
    hint,
  });
}
