import { FormatError } from "../../errors/mod.ts";
import { fileLines } from "../shared/file_lines.ts";
import { requireFile } from "../shared/paths.ts";
import type { Reason } from "../sources/values/reason.ts";
import { hashOf, type PlannedFile } from "./file_facts.ts";
import type { PackPlan } from "./pack_plan.ts";
import { inFolder, inputsFile } from "./plan_paths.ts";

/** One input of a shard, as the plan keeps it. */
export interface PlannedRecord {
  /** Its number in the source. */
  readonly ordinal: number;
  /** From which the same input is made again. */
  readonly saved: object;
  /** The files that it is made of. */
  readonly files: readonly PlannedFile[];
  /** Why it can't be packed, if that doesn't depend on its own contents. */
  readonly refused?: Reason | undefined;
  /** Why it isn't wanted, if that doesn't depend on its own contents. */
  readonly leftOut?: Reason | undefined;
}

/** A line of the file of a shard's inputs: the same input gives the same bytes. */
export function encodeRecord({ ordinal, saved, files, refused, leftOut }: PlannedRecord): string {
  const columns = files.map(({ path, bytes, modified, sha256 }) =>
    sha256 === undefined ? [path, bytes, modified] : [path, bytes, modified, sha256]
  );
  return `${JSON.stringify({ files: columns, leftOut, ordinal, refused, saved })}\n`;
}

/** The same line as a record. */
export function decodeRecord(line: string): PlannedRecord {
  const { files, ...rest } = JSON.parse(line) as Omit<PlannedRecord, "files"> & {
    readonly files: readonly (readonly [string, number | null, number | null, string?])[];
  };
  return {
    ...rest,
    files: files.map(([path, bytes, modified, sha256]) => ({ path, bytes, modified, sha256 })),
  };
}

/**
 * The inputs of a shard, read while they are taken.
 *
 * @throws {FileError} when their file can't be read.
 * @throws {FormatError} `"plan"` when it isn't the one that was planned: before the first of them.
 */
export function* readInputs(
  folder: string,
  plan: PackPlan,
  shard: number,
): Generator<PlannedRecord> {
  const path = inFolder(folder, inputsFile(shard));
  requireFile(path);
  const { sha256 } = plan.shards[shard - plan.first]!;
  const found = hashOf(path);
  if (found !== sha256) {
    throw new FormatError(`Cannot pack shard ${shard} of "${folder}": its inputs were changed`, {
      code: "plan",
      file: path,
      found,
      wanted: sha256,
      hint: "plan again with --overwrite",
    });
  }
  for (const line of fileLines(path)) yield decodeRecord(line);
}
