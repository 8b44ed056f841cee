import { FormatError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import { AfdFile } from "../../runtime/container/afd_file.ts";
import { canonicalJson, type JsonValue } from "../../schema/mod.ts";
import { inFolder, outcomeFile } from "../plan/plan_paths.ts";
import { readRegularFile } from "../shared/read_regular_file.ts";
import type { AudioForm } from "../pack/audio_census.ts";
import type { PackCounts } from "../pack/pack_account.ts";
import type { RecodingCounts } from "../pack/recoding_census.ts";

/** What became of a shard's inputs. */
export interface ShardOutcome {
  /** SHA-256 of the inputs that were planned, as 64 hexadecimal digits. */
  readonly inputs: string;
  /** The shard in the folder; `null` if none of its inputs became a record. */
  readonly file: string | null;
  /** Bytes of the shard. */
  readonly bytes: number;
  /** SHA-256 of the shard's tail, as 64 hexadecimal digits. */
  readonly checksum: string;
  /** Number of its records. */
  readonly records: number;
  /** Seconds of audio. */
  readonly seconds: number;
  /** How many inputs were packed, skipped and left out, and what was noticed. */
  readonly counts: PackCounts;
  /** The kinds of audio that were packed, with their counts. */
  readonly forms: readonly (readonly [AudioForm, number])[];
  /** What happened to audio that was already encoded. */
  readonly recodings: RecodingCounts;
}

/** The bytes of an outcome. */
export function encodeOutcome(outcome: ShardOutcome): string {
  return canonicalJson(JSON.parse(JSON.stringify(outcome)) as JsonValue);
}

/**
 * What became of a shard, if it was packed from these inputs.
 *
 * @param inputs SHA-256 of the inputs that are planned.
 * @throws {FormatError} `"plan"` when its file isn't an outcome.
 */
export function readOutcome(
  folder: string,
  shard: number,
  inputs: string,
): ShardOutcome | undefined {
  const path = inFolder(folder, outcomeFile(shard));
  if (!isThere(path)) return undefined;
  let outcome: Partial<ShardOutcome>;
  try {
    outcome = JSON.parse(new TextDecoder().decode(readRegularFile(path))) as Partial<ShardOutcome>;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new FormatError(`Cannot use "${path}": it isn't JSON`, {
      code: "plan",
      file: path,
      cause,
      hint: "remove it, and pack the shard again",
    });
  }
  return outcome.inputs === inputs && outcome.counts !== undefined
    ? outcome as ShardOutcome
    : undefined;
}

/** Whether the shard of an outcome is there, and is the one that was packed. */
export function isPublished(folder: string, { file, bytes, checksum }: ShardOutcome): boolean {
  return file === null || hasShard(inFolder(folder, file), { bytes, checksum });
}

/** Whether a path holds the shard with this checksum. */
export function hasShard(
  path: string,
  { bytes, checksum }: Pick<ShardOutcome, "bytes" | "checksum">,
): boolean {
  try {
    if (system().files.statSync(path).size !== bytes) return false;
    using shard = new AfdFile(path, { storage: "positioned" });
    return shard.checksum === checksum;
  } catch {
    return false;
  }
}

function isThere(path: string): boolean {
  try {
    return system().files.statSync(path).isFile();
  } catch {
    return false;
  }
}
