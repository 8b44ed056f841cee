import { canonicalJson, firstDifference, type JsonValue } from "../../schema/mod.ts";
import { fileDifference } from "./file_facts.ts";
import type { PackPlan } from "./pack_plan.ts";
import { decodeRecord, type PlannedRecord } from "./planned_input.ts";

/** Members of a plan that must stay, and what they are called. */
const members: readonly (readonly [keyof PackPlan, string])[] = [
  ["audiofield", "the version of audiofield"],
  ["rules", "the options"],
  ["models", "the codec models"],
  ["hash", "--hash"],
  ["size", "the size of shards"],
  ["extends", "the dataset that is extended"],
  ["first", "the number of the first shard"],
];

/**
 * The first difference between the plan that was stored and the same plan made now, in words;
 * `undefined` if there is none.
 *
 * @param about.inputs the lines of a shard's inputs, stored and new.
 */
export function planDifference(
  stored: PackPlan,
  made: PackPlan,
  { inputs }: { readonly inputs: (shard: number) => readonly [stored: string, made: string] },
): string | undefined {
  const schema = firstDifference(made.ir, stored.ir);
  if (schema !== undefined) return `the schema was changed: ${schema}`;
  for (const [member, name] of members) {
    const [was, is] = [textOf(stored[member]), textOf(made[member])];
    if (was !== is) return `${name} changed: it was ${was}, and now is ${is}`;
  }
  const count = Math.max(stored.shards.length, made.shards.length);
  for (let at = 0; at < count; at++) {
    if (stored.shards[at]?.sha256 === made.shards[at]?.sha256) continue;
    return inputDifference(...inputs(stored.first + at));
  }
  return undefined;
}

function inputDifference(stored: string, made: string): string {
  const [was, is] = [linesOf(stored), linesOf(made)];
  for (let at = 0; at < Math.max(was.length, is.length); at++) {
    if (was[at] === is[at]) continue;
    const [old, now] = [was[at], is[at]].map((line) =>
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
  return "the list of inputs changed";
}

/** An input as people know it. */
function nameOf({ saved, ordinal }: PlannedRecord): string {
  const { path, line } = saved as { path?: unknown; line?: unknown };
  if (typeof path === "string") return `"${path}"`;
  return typeof line === "number" ? `line ${line}` : `input ${ordinal}`;
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

function textOf(value: unknown): string {
  return value === undefined
    ? "nothing"
    : canonicalJson(JSON.parse(JSON.stringify(value)) as JsonValue);
}
