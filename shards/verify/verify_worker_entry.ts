/**
 * The module of the threads that check shards.
 *
 * @module
 */
import { host } from "../../hosts/mod.ts";
import { verifyShard } from "../../runtime/verify/verify_folder.ts";
import type { CheckShard, FromChecker } from "./verify_messages.ts";

/** Bytes between two messages about progress. */
const step = 32 * 2 ** 20;

const thread = host.threads!.own()!;
const tell = (message: FromChecker) => thread.post(message);

thread.hear((message) => {
  const { shard, path } = message as CheckShard;
  let told = 0;
  try {
    const outcome = verifyShard(path, (done) => {
      if (done - told < step) return;
      told = done;
      tell({ shard, done });
    });
    tell({ shard, outcome });
  } catch {
    // The error itself is met again, and thrown, by who checks the shard next.
    tell({ shard, failed: true });
  }
});
