import { closeSync, constants, mkdirSync, openSync } from "node:fs";
import { FileError, fileError, UsageError } from "../../errors/mod.ts";
import { type FileLock, system } from "../../hosts/mod.ts";
import { datasetJson } from "../../runtime/shards/dataset_json.ts";
import { failedWith, namesIn } from "../shared/files.ts";
import { inFolder, lockFile, planFolder } from "../../shards/plan/plan_paths.ts";

/** What is asked for where the output folder holds something. */
export interface FolderFlags {
  readonly resume: boolean;
  readonly append: boolean;
  readonly overwrite: boolean;
}

/** What an output folder holds. */
export interface FolderState {
  /** Whether it has a `dataset.json`. */
  readonly hasDataset: boolean;
  /** Whether it has a plan, maybe an incomplete one. */
  readonly hasPlan: boolean;
}

/**
 * What an output folder holds.
 *
 * @throws {FileError} `"not-a-directory"` when it is a file; `"not-a-dataset"` when it holds something
 *   else; `"exists"` when it holds a dataset or a plan, and no flag says what to do with it.
 * @throws {UsageError} `"nothing-to-append-to"` when it has no dataset.
 */
export function folderState(folder: string, flags: FolderFlags): FolderState {
  const names = presentIn(folder);
  const state = { hasDataset: names.has(datasetJson), hasPlan: names.has(planFolder) };
  if (names.size > 0 && !state.hasDataset && !state.hasPlan) {
    throw new FileError(
      `Cannot pack into "${folder}": it holds files, but neither a dataset nor a plan`,
      {
        code: "not-a-dataset",
        file: folder,
        hint: "name a folder that doesn't exist, or an empty one",
      },
    );
  }
  if (flags.append && !state.hasDataset) {
    throw new UsageError(`Cannot append to "${folder}": it has no ${datasetJson}`, {
      code: "nothing-to-append-to",
      file: folder,
      hint: state.hasPlan ? "pass --resume to complete it first" : "leave --append out",
    });
  }
  const isStated = flags.resume || flags.append || flags.overwrite;
  if (!isStated && (state.hasDataset || state.hasPlan)) {
    throw new FileError(
      `Cannot pack into "${folder}": it holds ${
        state.hasDataset ? "a dataset" : "the plan of one"
      } already`,
      {
        code: "exists",
        file: folder,
        hint: state.hasDataset
          ? "pass --append to add records, --overwrite to replace it, or --resume after an interruption"
          : "pass --resume to go on with it, or --overwrite to start again",
      },
    );
  }
  return state;
}

/**
 * Keeps other processes from changing the dataset in the same folder until it is released.
 *
 * @param what what is done to it, for the message.
 * @throws {FileError} `"locked"` when another process has it.
 */
export function lockFolder(
  folder: string,
  what: "pack into" | "finish" | "redact" = "pack into",
): FileLock {
  const path = inFolder(folder, lockFile);
  try {
    mkdirSync(inFolder(folder, planFolder), { recursive: true });
    closeSync(openSync(path, constants.O_WRONLY | constants.O_CREAT));
    const lock = system().tryLock(path);
    if (lock !== "taken") return lock ?? { release() {} };
  } catch (cause) {
    throw fileError("write", path, cause);
  }
  throw new FileError(`Cannot ${what} "${folder}": another process is changing it`, {
    code: "locked",
    file: folder,
    hint: "wait for it to end",
  });
}

function presentIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(namesIn(folder));
  } catch (cause) {
    if (failedWith(cause, "ENOENT")) return new Set();
    throw fileError("write", folder, cause);
  }
}
