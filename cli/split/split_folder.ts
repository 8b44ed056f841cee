import { UsageError } from "../../errors/mod.ts";
import { openDataset } from "../../runtime/mod.ts";
import { fieldThatMeans } from "../../schema/mod.ts";
import type { SplitPart } from "../../shards/split/assign_groups.ts";
import { splitDataset } from "../../shards/split/split_dataset.ts";
import { formatCount, formatNumber } from "../../shards/shared/units.ts";
import { note, printJson, warn } from "../shared/terminal.ts";

/** The options as given on the command line. */
export interface SplitArguments {
  readonly by: string | undefined;
  readonly ratio: string;
  readonly names: string | undefined;
  readonly seed: number;
  readonly overwrite: boolean;
  readonly json: boolean;
}

/** What parts are called if nobody says. */
const usualNames: Readonly<Record<number, readonly string[]>> = {
  2: ["train", "test"],
  3: ["train", "validation", "test"],
};

/** Splits a dataset, says how, and returns the exit code. */
export function splitFolder(path: string, args: SplitArguments): number {
  const { by, seed, overwrite, json } = args;
  const parts = partsOf(args);
  warnOfSpeakers(path, by);
  const splits = splitDataset(path, { parts, by, seed, overwrite });
  if (json) {
    printJson({ input: path, by: by ?? null, seed, splits });
    return 0;
  }
  const total = splits.reduce((sum, { records }) => sum + records, 0);
  note(`Split ${formatCount(total, "record")} of "${path}"${by === undefined ? "" : ` by ${by}`}`);
  for (const { name, records, groups } of splits) {
    const share = `${(100 * records / total).toFixed(1)} %`;
    const values = by === undefined ? "" : `, ${formatNumber(groups)} of the values`;
    note(`  ${name}: ${formatCount(records, "record")}, ${share}${values}`);
  }
  return 0;
}

function warnOfSpeakers(path: string, by: string | undefined): void {
  if (by !== undefined) return;
  using dataset = openDataset(path);
  const speaker = fieldThatMeans(dataset.ir, "speaker");
  if (speaker === undefined) return;
  warn(`parts will share speakers; --by ${speaker.name} keeps the records of a speaker together`);
}

/**
 * The parts that the flags ask for.
 *
 * @throws {UsageError} `"arguments"` when the shares or the names aren't any.
 */
function partsOf({ ratio, names }: SplitArguments): SplitPart[] {
  const shares = ratio.split(":").map((text) => /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0);
  if (shares.length < 2 || shares.some((share) => !(share > 0))) {
    throw new UsageError(`Cannot read --ratio ${ratio}: expected shares such as 90:5:5`, {
      code: "arguments",
      found: ratio,
      hint: "write at least two numbers above 0, with colons between them",
    });
  }
  const called = names?.split(",") ?? usualNames[shares.length];
  if (called === undefined) {
    throw new UsageError(`Cannot name ${shares.length} parts`, {
      code: "arguments",
      hint: "pass --names with a name for each, such as --names train,dev,test,other",
    });
  }
  const isName = (name: string) => /^[A-Za-z0-9_-]{1,64}$/.test(name) && name !== "__proto__";
  if (
    called.length !== shares.length || new Set(called).size < called.length || !called.every(isName)
  ) {
    throw new UsageError(
      `Cannot use --names ${names}: expected ${shares.length} different names of letters, digits, - ` +
        "and _",
      { code: "arguments", found: names, hint: `--ratio has ${shares.length} parts` },
    );
  }
  return called.map((name, at) => ({ name, share: shares[at]! }));
}
