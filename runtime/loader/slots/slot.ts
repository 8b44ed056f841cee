import type { ExportingBatch } from "../../batch/batch_exports.ts";
import type { BatchMembers } from "./batch_view.ts";

/** The part of a slot that is written before its batches are decoded. */
export interface SlotInput {
  /** The records of the batch; elements after them don't count. */
  readonly indices: Uint32Array;
  /** Where the crops of each cropped field begin. */
  readonly starts: readonly Float64Array[];
  /** What the records of each field that has gains are multiplied by. */
  readonly gains: readonly Float32Array[];
}

/** A place for one batch, as the loop's thread sees it. */
export interface Slot extends SlotInput {
  /** What the loop sees of each field's batch, in the order of the loaded fields. */
  readonly members: readonly BatchMembers[];
}

/** A place for one batch, in the thread that decodes it: memory for the batch of each field. */
export interface DecodingSlot extends SlotInput {
  /** The batches, in the order of the loaded fields. */
  readonly batches: readonly ExportingBatch[];
}

/** A record that was left out of its batch. */
export interface SkippedRecord {
  /** Its index. */
  readonly record: number;
  /** The field that couldn't be decoded. */
  readonly field: string;
  /** The error's code, such as `"checksum"`. */
  readonly code: string;
}

/** Frees the memory of a slot's batches. */
export function freeBatches({ batches }: Pick<DecodingSlot, "batches">): void {
  for (const batch of batches) batch[Symbol.dispose]();
}
