import { AudioCensus } from "../../shards/pack/audio_census.ts";
import { PackAccount } from "../../shards/pack/pack_account.ts";
import { RecodingCensus } from "../../shards/pack/recoding_census.ts";
import type { ShardOutcome } from "../../shards/shard/shard_outcome.ts";
import type { PackResult } from "../pack/pack_dataset.ts";

/** Counts over all shards, and over the files that aren't inputs. */
export function totalsOf(
  outcomes: readonly ShardOutcome[],
  leftOut: readonly string[],
): Pick<PackResult, "account" | "census" | "recodings"> {
  const account = new PackAccount();
  const census = new AudioCensus();
  const recodings = new RecodingCensus();
  const files: Record<string, number> = {};
  for (const code of leftOut) files[code] = (files[code] ?? 0) + 1;
  account.add({ packed: 0, skipped: {}, leftOut: files, notes: {} });
  for (const { counts, forms, recodings: recoded } of outcomes) {
    account.add(counts);
    for (const [form, count] of forms) census.add(form, count);
    recodings.add(recoded);
  }
  return { account, census, recodings };
}
