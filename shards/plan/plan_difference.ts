import { canonicalJson, firstDifference, type JsonValue } from "../../schema/mod.ts";
import { fileDifference } from "./file_facts.ts";
import type { PackPlan, PlannedModel } from "./pack_plan.ts";
import { decodeRecord, type PlannedRecord } from "./planned_input.ts";

/** Members of a plan that must stay, and what they are called. */
const members = [
  ["audiofield", "the version of audiofield"],
  ["rules", "the options"],
  ["models", "the codec models"],
  ["hash", "--hash"],
  ["size", "the size of shards"],
  ["extends", "the dataset that is extended"],
  ["first", "the number of the first shard"],
] as const satisfies readonly (readonly [keyof PackPlan, string])[];

/** What of a plan is known before its inputs are looked at. */
export type PlanHeader = Pick<PackPlan, (typeof members)[number][0] | "ir">;

/** What is different in two plans before their inputs, in words; `undefined` if nothing is. */
export function headerDifference(stored: PlanHeader, made: PlanHeader): string | undefined {
  const schema = firstDifference(made.ir, stored.ir);
  if (schema !== undefined) return `the schema was changed: ${schema}`;
  const models = modelDifference(stored.models, made.models);
  if (models !== undefined) return models;
  for (const [member, name] of members) {
    const [was, is] = [textOf(stored[member]), textOf(made[member])];
    if (was !== is) return `${name} changed: it was ${was}, and now is ${is}`;
  }
  return undefined;
}

/** What is different where the same models compute on another machine. */
function modelDifference(
  stored: readonly PlannedModel[],
  made: readonly PlannedModel[],
): string | undefined {
  for (const [at, { field, runtimeVersion, processor }] of stored.entries()) {
    const now = made[at];
    if (now?.field !== field) return undefined;
    if (runtimeVersion !== now.runtimeVersion) {
      return `the version of ONNX Runtime, which computes "${field}", changed: it was ` +
        `${runtimeVersion}, and now is ${now.runtimeVersion}`;
    }
    if (processor !== now.processor) {
      return `the family of the processor, on which "${field}" is computed, changed: it was ` +
        `${processor}, and now is ${now.processor}`;
    }
  }
  return undefined;
}

/** How the lines of two inputs differ, in words; a missing line is an input that isn't there. */
export function inputDifference(stored: string | undefined, made: string | undefined): string {
  const [old, now] = [stored, made].map((line) =>
    line === undefined ? undefined : decodeRecord(line)
  );
  if (old === undefined) return `there is another input: ${nameOf(now!)}`;
  if (now === undefined) return `an input is missing: ${nameOf(old)}`;
  const [before, after] = [nameOf(old), nameOf(now)];
  if (before !== after) return `the list of inputs changed: ${after} is where ${before} was`;
  const file = old.files.findIndex((one, place) => textOf(one) !== textOf(now.files[place]));
  const [one, other] = [old.files[file], now.files[file]];
  if (one === undefined || other === undefined) return `${before} was changed`;
  const how = fileDifference(one, other);
  return `"${one.path}" changed since it was planned${how === undefined ? "" : `: ${how}`}`;
}

/** An input as people know it. */
function nameOf({ saved, ordinal }: PlannedRecord): string {
  const { path, line } = saved as { path?: unknown; line?: unknown };
  if (typeof path === "string") return `"${path}"`;
  return typeof line === "number" ? `line ${line}` : `input ${ordinal}`;
}

function textOf(value: unknown): string {
  return value === undefined
    ? "nothing"
    : canonicalJson(JSON.parse(JSON.stringify(value)) as JsonValue);
}
