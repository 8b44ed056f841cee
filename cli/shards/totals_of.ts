import { AudioCensus } from "../../shards/pack/audio_census.ts";
import { PackAccount } from "../../shards/pack/pack_account.ts";
import { RecodingCensus } from "../../shards/pack/recoding_census.ts";
import type { LeftOut } from "../../shards/sources/left_out.ts";
import type { ShardOutcome } from "../../shards/shard/shard_outcome.ts";
import type { PackResult } from "../pack/pack_dataset.ts";

/** Counts over all shards, and over the files that aren't inputs. */
export function totalsOf(
  outcomes: readonly ShardOutcome[],
  leftOut: Readonly<Record<string, number>>,
): Pick<PackResult, "account" | "census" | "recodings"> {
  const account = new PackAccount();
  const census = new AudioCensus();
  const recodings = new RecodingCensus();
  account.add({ packed: 0, skipped: {}, leftOut, notes: {} });
  for (const { counts, forms, recodings: recoded } of outcomes) {
    account.add(counts);
    for (const [form, count] of forms) census.add(form, count);
    recodings.add(recoded);
  }
  return { account, census, recodings };
}

/** How many files are left out, by reason. */
export function countLeftOut(leftOut: Iterable<LeftOut>): Readonly<Record<string, number>> {
  const files: Record<string, number> = {};
  for (const { reason: { code } } of leftOut) files[code] = (files[code] ?? 0) + 1;
  return files;
}
