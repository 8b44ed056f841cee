import type { SkippedRecord, Slot, SlotInput } from "./slot.ts";
import type { SlotPlan } from "./slot_plan.ts";

/** A slot whose batch is decoded. */
export interface DecodedSlot {
  readonly slot: Slot;
  /** Number of records in it; fewer than requested if damaged ones were left out. */
  readonly count: number;
  readonly skipped: readonly SkippedRecord[];
}

/**
 * Decodes batches in order, a few of them ahead, into a fixed number of slots. A batch starts in a free
 * slot, which is in use until the batch is released.
 */
export interface SlotPool {
  /** Whether a slot is free for batch `b`, the one after the last that was started. */
  canBegin(b: number): boolean;
  /** Starts batch `b`. */
  begin(b: number): void;
  /**
   * Waits for the batch that was started longest ago.
   *
   * @throws {IntegrityError} when one of its records is damaged.
   * @throws {WorkerError} `"worker-died"` when the worker that decoded it is gone.
   */
  finish(): DecodedSlot | Promise<DecodedSlot>;
  /** Frees a slot. */
  release(slot: Slot): void;
  /** Frees the slots of batches that were started but not finished; the next to start is batch 0. */
  reset(): Promise<void>;
  /**
   * Lays out all slots again, for batches that need more room; no batch may be in progress. Slots that
   * haven't been released keep their memory until they are.
   *
   * @throws {UsageError} `"batch-too-large"`.
   */
  resize(plan: SlotPlan): void;
  /** Frees all memory and ends what is running; resolves when everything has ended. */
  close(): Promise<void>;
}

/** Writes to a slot which records batch `b` consists of, and where their crops begin. */
export type FillSlot = (b: number, slot: SlotInput) => number;
