import { UsageError } from "../../errors/mod.ts";
import { requirePlan } from "../../shards/shard/pack_shard.ts";
import type { PackPlan } from "../../shards/plan/pack_plan.ts";
import { formatCount } from "../../shards/shared/units.ts";
import { InterruptGuard } from "../shared/interrupt_guard.ts";
import { note } from "../shared/terminal.ts";
import { removeOwnPartials } from "./own_partials.ts";
import { packAll } from "./pack_all.ts";
import { PackProgress } from "./pack_progress.ts";

/** Which shards to pack, and how. */
export interface PackSomeOptions {
  readonly output: string;
  /** `K` or `A:B`. */
  readonly shards?: string | undefined;
  /** `I/N`. */
  readonly part?: string | undefined;
  /** Where the inputs are, if not where the plan says. */
  readonly input?: string | undefined;
  readonly workers?: number | undefined;
}

/**
 * Packs some of a plan's shards. Those that are there are left alone.
 *
 * @throws {UsageError} when there is no plan, or the choice isn't one.
 * @throws the error of the first shard that failed.
 */
export async function packSomeShards(options: PackSomeOptions): Promise<void> {
  const { output: folder, input, workers } = options;
  const plan = requirePlan(folder);
  const shards = chosenShards(plan, options);
  const inputs = shards.reduce((sum, shard) => sum + plan.shards[shard - plan.first]!.inputs, 0);
  using guard = new InterruptGuard(() => removeOwnPartials(folder));
  using progress = new PackProgress("packing", inputs);
  let wereThere = 0;
  const failed = await packAll(plan, {
    folder,
    input,
    workers,
    shards,
    guard,
    progress,
    onPacked: (_shard, wasThere) => wereThere += Number(wasThere),
  });
  if (failed.length > 0) throw failed[0]!.cause;
  const there = wereThere === 0
    ? ""
    : `; ${wereThere} of them ${wereThere === 1 ? "was" : "were"} already there`;
  note(`Packed ${formatCount(shards.length, "shard")} of "${folder}"${there}`);
}

/** The shards that are asked for. */
function chosenShards(
  { first, shards }: PackPlan,
  { shards: range, part }: PackSomeOptions,
): number[] {
  const all = shards.map((_, at) => first + at);
  if (range !== undefined && part !== undefined) {
    throw wrong("both name shards", "leave --part or the numbers out");
  }
  if (part !== undefined) {
    const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(part) ?? []).map(Number);
    if (index < 1 || index > count) throw wrong(`"${part}" isn't a part`, "write I/N, such as 1/4");
    return all.filter((_, at) => at % count === index - 1);
  }
  if (range === undefined) return all;
  const [, from, to] = /^(\d+)(?::(\d+))?$/.exec(range) ?? [];
  if (from === undefined) throw wrong(`"${range}" isn't a shard`, "write a number, or A:B");
  const end = to === undefined ? Number(from) + 1 : Number(to);
  const chosen = all.filter((shard) => shard >= Number(from) && shard < end);
  if (chosen.length > 0) return chosen;
  throw wrong(`there is no shard ${range}`, `shards are ${first} to ${first + all.length - 1}`);
}

function wrong(reason: string, hint: string): UsageError {
  return new UsageError(`Cannot choose shards: ${reason}`, { code: "arguments", hint });
}
