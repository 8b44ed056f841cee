import { availableParallelism } from "node:os";
import type { PackingRules } from "../../shards/pack/record_packer.ts";
import type { DatasetIr } from "../../schema/mod.ts";
import type { RecordSource } from "../../shards/sources/record_source.ts";
import { type CodecModelFlags, openCodecModels } from "../pack/codec_models.ts";
import { packDataset, type PackResult } from "../pack/pack_dataset.ts";
import { isWorthParts, packInParts } from "./pack_parts.ts";
import { plannedModels } from "./planned_models.ts";

/** How to pack a single file. */
export interface PackFileOptions {
  readonly ir: DatasetIr;
  readonly input: string;
  readonly isFolder: boolean;
  readonly root?: string | undefined;
  readonly output: string;
  readonly rules: PackingRules;
  readonly codecs: CodecModelFlags;
  readonly overwrite: boolean;
  readonly report?: string | undefined;
  readonly json: boolean;
  /** How many pack at once; by default as many as there are cores. */
  readonly workers?: number | undefined;
  openSource(): RecordSource;
}

/**
 * Packs a single file, with several workers if the input is worth it. The bytes are the same.
 *
 * @throws what packing throws.
 */
export async function packFile(options: PackFileOptions): Promise<PackResult> {
  const { ir, codecs, output, input, isFolder, report, workers = availableParallelism() } = options;
  let { openSource } = options;
  if (workers > 1) {
    const source = openSource();
    if (isWorthParts(source, input, isFolder)) {
      const models = plannedModels(ir, codecs, output);
      return await packInParts({
        ...options,
        source,
        models,
        workers,
        report,
        hash: false,
        size: {},
        resume: false,
        append: false,
        skipExisting: false,
      });
    }
    openSource = () => source;
  }
  await using models = await openCodecModels(ir, codecs);
  return await packDataset({ ...options, report, codecModels: models.byField, openSource });
}
