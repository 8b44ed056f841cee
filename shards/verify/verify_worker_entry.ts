/**
 * The module of the threads that check shards.
 *
 * @module
 */
import { parentPort } from "node:worker_threads";
import { verifyShard } from "../../runtime/verify/verify_folder.ts";
import type { CheckShard, FromChecker } from "./verify_messages.ts";

/** Bytes between two messages about progress. */
const step = 32 * 2 ** 20;

const channel = parentPort!;
const tell = (message: FromChecker) => channel.postMessage(message);

channel.on("message", ({ shard, path }: CheckShard) => {
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
