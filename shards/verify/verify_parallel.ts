import { host, type Thread } from "../../hosts/mod.ts";
import { folderOf } from "../../runtime/shards/open_source.ts";
import { verifyFile, type VerifyOptions, type VerifyReport } from "../../runtime/verify/mod.ts";
import { FolderCheck, type ShardOutcome, verifyShard } from "../../runtime/verify/verify_folder.ts";
import type { FromChecker } from "./verify_messages.ts";

/** How to check a dataset. */
export interface ParallelVerifyOptions extends VerifyOptions {
  /** How many shards are checked at once, each in a thread of its own; 1 needs no threads. */
  readonly workers: number;
}

/**
 * `verifyFile` with threads: each checks one shard of a folder after another. The report is the same for
 * any number of them.
 *
 * @throws {FileError} when a file can't be read.
 */
export async function verifyParallel(
  path: string,
  { workers, onProgress }: ParallelVerifyOptions,
): Promise<VerifyReport> {
  const options = onProgress === undefined ? {} : { onProgress };
  const folder = folderOf(path);
  if (folder === undefined || workers <= 1 || host.threads === undefined) {
    return verifyFile(path, options);
  }
  const check = new FolderCheck(folder);
  if (check.shards.length <= 1) return verifyFile(path, options);
  const done = new Array<number>(check.shards.length).fill(0);
  const outcomes = await outcomesOf(check, {
    workers: Math.min(workers, check.shards.length),
    onDone: (shard, bytes) => {
      done[shard] = bytes;
      onProgress?.(done.reduce((sum, one) => sum + one, 0), check.totalBytes);
    },
  });
  // What a thread couldn't do is done here: then its error is thrown where it can be caught.
  outcomes.forEach((outcome, shard) => {
    check.add(shard, outcome ?? verifyShard(check.shards[shard]!.path, () => {}));
  });
  const report = check.finish();
  onProgress?.(check.totalBytes, check.totalBytes);
  return report;
}

/** What the threads found; nothing for shards that couldn't be read, or whose thread ended. */
function outcomesOf(
  { shards }: FolderCheck,
  { workers, onDone }: { workers: number; onDone: (shard: number, bytes: number) => void },
): Promise<(ShardOutcome | undefined)[]> {
  const outcomes = new Array<ShardOutcome | undefined>(shards.length).fill(undefined);
  let [next, running] = [0, workers];
  return new Promise((resolve) => {
    const start = () => {
      let thread: Thread | undefined = undefined;
      const proceed = () => {
        const shard = next++;
        if (shard < shards.length) thread!.post({ shard, path: shards[shard]!.path });
        else void thread!.terminate();
      };
      thread = host.threads!.start({ url: new URL("./verify_worker_entry.ts", import.meta.url) }, {
        message: (sent) => {
          const message = sent as FromChecker;
          if ("done" in message) return onDone(message.shard, message.done);
          if ("outcome" in message) outcomes[message.shard] = message.outcome;
          onDone(message.shard, shards[message.shard]!.bytes);
          proceed();
        },
        error: () => {},
        exit: () => {
          running--;
          if (running === 0) resolve(outcomes);
        },
      });
      proceed();
    };
    for (let worker = 0; worker < workers; worker++) start();
  });
}
