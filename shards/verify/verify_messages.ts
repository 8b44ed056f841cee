import type { ShardOutcome } from "../../runtime/verify/verify_folder.ts";

/** What a thread is told: to check a shard. */
export interface CheckShard {
  readonly shard: number;
  readonly path: string;
}

/** What a thread tells: how far it is, what it found, or why a shard can't be read. */
export type FromChecker =
  | { readonly shard: number; readonly done: number }
  | { readonly shard: number; readonly outcome: ShardOutcome }
  | { readonly shard: number; readonly failed: true };
