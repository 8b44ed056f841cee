import type { OnClipping } from "../runtime/mod.ts";
import type { Dataset } from "../schema/mod.ts";
import type { PackPlan } from "./plan/pack_plan.ts";
import { writePlan } from "./plan/write_plan.ts";
import { dirname, relative, resolve, statOf } from "./shared/paths.ts";
import { folderSource } from "./sources/folder_source.ts";
import { manifestSource } from "./sources/manifest_source.ts";

/** What to plan. */
export interface PlanShardsOptions {
  /** The dataset, as a schema file defines it. */
  readonly dataset: Dataset;
  /** A folder of audio, or a `.jsonl` manifest, as for the command `pack`. */
  readonly input: string;
  /** About how many bytes a shard has, by the headers of its inputs. Default 512,000,000. */
  readonly shardBytes?: number | undefined;
  /** How many inputs a shard has at most. Default: no limit. */
  readonly shardRecords?: number | undefined;
  /** What to do with an input that can't be packed. Default `"fail"`. */
  readonly onError?: "fail" | "skip" | undefined;
  /** What to do with clips that are beyond full scale. Default `"error"`. */
  readonly onClipping?: OnClipping | undefined;
  /** What samples are multiplied by, unless an input has its own scale. Default: nothing. */
  readonly scale?: number | undefined;
  /** Whether files that are cut off are packed as far as they go. Default `false`. */
  readonly acceptTruncated?: boolean | undefined;
  /** Whether a record without text is an error. Default `false`. */
  readonly requireText?: boolean | undefined;
  /** Records with less audio are left out. Default 0. */
  readonly minSeconds?: number | undefined;
  /** Whether files are compared by SHA-256, not just by size and time. Default `false`. */
  readonly hash?: boolean | undefined;
}

/**
 * Plans how a folder of shards is packed, and writes the plan below `output`, in place of an earlier
 * one. Boundaries follow from the headers of the inputs, in the order of the inputs. Then
 * {@link packShard} packs each shard, anywhere and in any order, and {@link finishPlan} completes the
 * dataset. Appending and codec models are for the commands.
 *
 * @throws {UsageError} when a folder can't fill the dataset's fields.
 * @throws {FileError} when the input can't be read, or the plan can't be written.
 * @throws {InputFailure} when two inputs have the same key, and such inputs aren't skipped.
 */
export async function planShards(output: string, options: PlanShardsOptions): Promise<PackPlan> {
  const { dataset: { ir }, input, shardBytes = 512_000_000, shardRecords } = options;
  const { onError = "fail", onClipping = "error", scale, hash = false } = options;
  const { acceptTruncated = false, requireText = false, minSeconds = 0 } = options;
  const isFolder = statOf(input).isDirectory();
  return await writePlan(output, {
    ir,
    source: isFolder
      ? folderSource(input, ir, { encoded: new Set(), requireText })
      : manifestSource(input, { ir, root: undefined }),
    input: {
      kind: isFolder ? "folder" : "manifest",
      path: relative(resolve(output), resolve(input)),
    },
    inputFolder: isFolder ? input : dirname(input),
    rules: { onError, onClipping, scale, acceptTruncated, requireText, minSeconds },
    hash,
    size: { bytes: shardBytes, records: shardRecords },
  });
}
