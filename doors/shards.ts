/**
 * Packing a dataset of many files step by step: plan once, pack each shard anywhere, finish once. This
 * is what the commands `shard plan`, `shard pack` and `shard finish` do, for schedulers and engines. And
 * making datasets of datasets: what `concat`, `subset`, `extend`, `salvage`, `split` and `redact` do.
 *
 * @example Three clips in shards of two
 * ```ts
 * import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
 * import { defineDataset, field, openDataset } from "../mod.ts";
 * import { finishShards, packShard, planShards } from "./shards.ts";
 *
 * const folder = mkdtempSync("shards-");
 * const lines = ["one", "two", "three"].map((text) => JSON.stringify({ text }));
 * writeFileSync(`${folder}/texts.jsonl`, lines.join("\n"));
 *
 * const dataset = defineDataset("Texts", { text: field.text() });
 * const options = { dataset, input: `${folder}/texts.jsonl`, shardRecords: 2 };
 * const { shards } = await planShards(`${folder}/texts`, options);
 * for (let shard = 0; shard < shards.length; shard++) await packShard(`${folder}/texts`, shard);
 * const { records } = finishShards(`${folder}/texts`);
 * if (records !== 3) throw new Error();
 * {
 *   using texts = openDataset(`${folder}/texts`);
 *   if (texts.toRecord(2).text !== "three") throw new Error();
 * }
 * rmSync(folder, { recursive: true });
 * ```
 *
 * @module
 */
export { planShards, type PlanShardsOptions } from "../shards/plan_shards.ts";
export type {
  PackPlan,
  PlannedInput,
  PlannedModel,
  PlannedShard,
  ShardSize,
} from "../shards/plan/pack_plan.ts";
export {
  type PackedShard,
  packShard,
  type PackShardOptions,
  type ShardProgress,
} from "../shards/shard/pack_shard.ts";
export type { ShardOutcome } from "../shards/shard/shard_outcome.ts";
export type { PackCounts } from "../shards/pack/pack_account.ts";
export type { NoteCounts } from "../shards/pack/note_tally.ts";
export type { RecodingCounts } from "../shards/pack/recoding_census.ts";
export type { AudioForm } from "../shards/pack/audio_census.ts";
export type { ForeignDecoder } from "../shards/pack/foreign_decoder.ts";
export type { PackingRules } from "../shards/pack/record_packer.ts";
export type { Reason } from "../shards/sources/values/reason.ts";
export type { FinishedDataset } from "../runtime/shards/finish/finish_shards.ts";
export { InputFailure } from "../shards/shared/failure.ts";
export {
  type DatasetAbout,
  type FinishedPlan,
  finishPlan as finishShards,
} from "../shards/finish/finish_plan.ts";

// Datasets made of datasets, without decoding what they store.
export { concatDatasets } from "../shards/copy/concat_datasets.ts";
export type { CopyTarget } from "../shards/copy/copy_output.ts";
export type { CopyShardSize } from "../shards/copy/folder_copier.ts";
export { subsetDataset } from "../shards/copy/subset_dataset.ts";
export { extendDataset, type ExtendDatasetOptions } from "../shards/extend/extend_dataset.ts";
export type { ExtendOptions } from "../shards/extend/extending_writer.ts";
export {
  redactDataset,
  type Redacted,
  type RedactOptions,
} from "../shards/redact/redact_dataset.ts";
export type { Remainder } from "../shards/redact/scan_folder.ts";
export {
  type LostLine,
  type Salvaged,
  salvageDataset,
  type SalvageOptions,
} from "../shards/salvage/salvage_dataset.ts";
export type { SplitPart } from "../shards/split/assign_groups.ts";
export { type MadeSplit, splitDataset, type SplitOptions } from "../shards/split/split_dataset.ts";
