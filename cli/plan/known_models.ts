import { UsageError } from "../../errors/mod.ts";
import { TRAINING_MODELS } from "../../plan/mod.ts";

const models = Object.values(TRAINING_MODELS).flat() as readonly string[];

/** @throws {UsageError} `"unknown-model"` with the names nearest to one that the planner doesn't know. */
export function checkModel(name: string): void {
  if (models.includes(name)) return;
  const near = models.filter((model) => isNear(model, name));
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

/** Whether one name may have been meant by another: a slip of the keys, or a version of it. */
function isNear(model: string, name: string): boolean {
  const [wanted, given] = [folded(model), folded(name)];
  if (given.length >= 3 && (wanted.startsWith(given) || given.startsWith(wanted))) return true;
  return edits(wanted, given) <= Math.floor(wanted.length / 3);
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "").slice(0, 40);
}

/** Levenshtein's distance: letters put in, left out or replaced. */
function edits(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      const replaced = above[column - 1]! + (one[row - 1] === other[column - 1] ? 0 : 1);
      line.push(Math.min(replaced, above[column]! + 1, line[column - 1]! + 1));
    }
    above = line;
  }
  return above[other.length]!;
}
