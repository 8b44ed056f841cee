import { pieceAlignment } from "../storage/pieces.ts";
import type { ListedShard } from "./dataset_json.ts";

/** Where the payloads of a dataset's shards lie, as if the shards lay one after another. */
export interface VirtualPositions {
  /** Where each shard begins. */
  readonly starts: readonly number[];
  /** Where the last payload of the last shard ends; 64 without shards. */
  readonly payloadEnd: number;
  /** Where the next piece would begin: the index. */
  readonly end: number;
}

/** The virtual positions of shards, from where their payloads end. */
export function virtualPositions(
  shards: readonly Pick<ListedShard, "payloadEnd">[],
): VirtualPositions {
  const starts: number[] = [];
  let [payloadEnd, end] = [64, shards.length === 0 ? pieceAlignment : 0];
  for (const shard of shards) {
    starts.push(end);
    payloadEnd = end + shard.payloadEnd;
    end = Math.ceil(payloadEnd / pieceAlignment) * pieceAlignment;
  }
  return { starts, payloadEnd, end };
}
