import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { integer } from "@optique/core/valueparser";
import { UsageError } from "../../errors/mod.ts";

/** The flag that says how many workers pack. */
export const workersOption = optional(
  option("--workers", integer({ metavar: "N", min: 1, max: 256 }), {
    description: message`How many workers pack at once; by default as many as there are cores.`,
  }),
);

/** The flags for folders of shards that hold something already. */
export const folderOptions = {
  workers: workersOption,
  resume: option("--resume", {
    description:
      message`Go on with a folder of shards after an interruption: finished shards stay.`,
  }),
  append: option("--append", {
    description: message`Add the records of INPUT to the dataset in the folder.`,
  }),
  skipExisting: option("--skip-existing", {
    description: message`With --append: leave out inputs whose keys the dataset has already.`,
  }),
  hash: option("--hash", {
    description:
      message`Keep the SHA-256 of each input file, and notice by it that a file was changed.`,
  }),
};

/** Those flags, as given on the command line. */
export interface FolderArguments {
  readonly workers?: number | undefined;
  readonly resume: boolean;
  readonly append: boolean;
  readonly skipExisting: boolean;
  readonly hash: boolean;
}

/** @throws {UsageError} `"arguments"` when flags for folders are used with a single file. */
export function refuseFolderFlags(
  output: string,
  { resume, append, skipExisting, hash }: FolderArguments,
): void {
  const flags = { "--resume": resume, "--append": append, "--skip-existing": skipExisting };
  const [flag] = Object.entries({ ...flags, "--hash": hash }).find(([, isGiven]) => isGiven) ?? [];
  if (flag === undefined) return;
  throw new UsageError(`Cannot use ${flag} with "${output}": it is a single file`, {
    code: "arguments",
    file: output,
    hint: "name a folder, with a slash at its end, to write a dataset of many files",
  });
}

/** @throws {UsageError} `"arguments"` when flags contradict each other. */
export function checkFolderFlags(
  { resume, append, skipExisting }: FolderArguments,
  overwrite: boolean,
): void {
  const given = Object.entries({
    "--resume": resume,
    "--append": append,
    "--overwrite": overwrite,
  }).filter(([, isGiven]) => isGiven).map(([flag]) => flag);
  if (given.length > 1) {
    throw new UsageError(`Cannot use ${given.join(" with ")}`, {
      code: "arguments",
      hint: "an append that was interrupted is resumed with --resume alone",
    });
  }
  if (skipExisting && !append && !resume) {
    throw new UsageError("Cannot use --skip-existing without --append", { code: "arguments" });
  }
}
