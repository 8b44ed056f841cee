import { UsageError } from "../../errors/mod.ts";
import { fileLines } from "../shared/file_lines.ts";
import { buildPlan, planHeader, type PlanOptions, type PlanPart } from "./build_plan.ts";
import type { PackPlan } from "./pack_plan.ts";
import { headerDifference, inputDifference } from "./plan_difference.ts";
import { inFolder, inputsFile } from "./plan_paths.ts";

/**
 * Plans again, and compares the result with the plan in the folder, line by line.
 *
 * @param hint what to do about a difference.
 * @throws {UsageError} `"plan-changed"`, which names the first difference.
 * @throws as {@link buildPlan} does.
 */
export async function checkPlan(
  folder: string,
  stored: PackPlan,
  options: PlanOptions,
  hint = "restore what was changed, or plan again with --overwrite",
): Promise<void> {
  const refuse = (difference: string) =>
    new UsageError(`Cannot resume "${folder}": ${difference}`, {
      code: "plan-changed",
      file: folder,
      hint,
    });
  const header = headerDifference(stored, planHeader(options));
  if (header !== undefined) throw refuse(header);
  const end = stored.first + stored.shards.length;
  const linesOf = (shard: number) =>
    shard < end ? fileLines(inFolder(folder, inputsFile(shard))) : [][Symbol.iterator]();
  const made = await buildPlan(options, {
    inputs: (shard) => new ComparedPart(linesOf(shard), refuse),
    leftOut: () => ({ add() {}, commit() {}, [Symbol.dispose]() {} }),
  });
  const missing = stored.first + made.shards.length;
  if (missing < end) throw refuse(inputDifference(linesOf(missing).next().value, undefined));
}

/** Lines that must be those of the plan that was stored. */
class ComparedPart implements PlanPart {
  readonly #stored: Iterator<string>;
  readonly #refuse: (difference: string) => UsageError;

  constructor(stored: Iterator<string>, refuse: (difference: string) => UsageError) {
    this.#stored = stored;
    this.#refuse = refuse;
  }

  add(line: string): void {
    const stored = this.#next();
    const made = line.slice(0, -1);
    if (stored !== made) throw this.#refuse(inputDifference(stored, made));
  }

  commit(): void {
    const stored = this.#next();
    if (stored !== undefined) throw this.#refuse(inputDifference(stored, undefined));
  }

  [Symbol.dispose](): void {
    this.#stored.return?.();
  }

  #next(): string | undefined {
    const { done, value } = this.#stored.next();
    return done === true ? undefined : value;
  }
}
