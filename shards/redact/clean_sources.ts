import { fileError, systemCode } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import { inFolder, sourcesFile } from "../plan/plan_paths.ts";
import { writeWhole } from "../shared/whole_file.ts";

/** Records that leave a shard. */
export interface LeavingRecords {
  /** The number in the shard's name. */
  readonly number: number;
  /** How many records the shard had. */
  readonly before: number;
  /** The numbers of those that leave, in the shard. */
  readonly gone: ReadonlySet<number>;
}

/**
 * Removes the lines of records from a shard's file in `sources/`. If an interrupted run did it before,
 * nothing happens.
 *
 * @returns the paths that the lines named.
 */
export function cleanSources(folder: string, { number, before, gone }: LeavingRecords): string[] {
  const path = inFolder(folder, sourcesFile(number));
  let text: string;
  try {
    text = system().files.readFileSync(path, "utf8");
  } catch (cause) {
    if (systemCode(cause) === "ENOENT") return [];
    throw fileError("open", path, cause);
  }
  const lines = text.split("\n").slice(0, -1);
  if (lines.length !== before) return [];
  const kept = lines.filter((_, record) => !gone.has(record));
  if (kept.length === 0) system().files.unlinkSync(path);
  else writeWhole(path, kept.map((line) => `${line}\n`).join(""));
  return lines.flatMap((line, record) => gone.has(record) ? pathOf(line) : []);
}

function pathOf(line: string): string[] {
  try {
    const { path } = JSON.parse(line) as { path?: unknown };
    return typeof path === "string" && path !== "" ? [path] : [];
  } catch {
    return [];
  }
}
