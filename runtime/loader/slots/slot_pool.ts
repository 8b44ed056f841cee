import type { SkippedRecord, Slot, SlotInput } from "./slot.ts";
import type { SlotPlan } from "./slot_plan.ts";

/** A slot whose batch is decoded. */
export interface DecodedSlot {
  readonly slot: Slot;
  /** Records in it; fewer than were asked for where damaged ones were left out. */
  readonly count: number;
  readonly skipped: readonly SkippedRecord[];
}

/**
 * Decodes batches in order, some of them ahead, into a fixed number of slots. A batch is begun in a
 * slot that is free, and its slot is in use until it is released.
 */
export interface SlotPool {
  /** Whether a slot is free for batch `b`, the one after the last that was begun. */
  canBegin(b: number): boolean;
  /** Begins batch `b`. */
  begin(b: number): void;
  /**
   * Waits for the batch that was begun longest ago.
   *
   * @throws {IntegrityError} when a record of it is damaged.
   * @throws {WorkerError} `"worker-died"` when the worker that had it is gone.
   */
  finish(): DecodedSlot | Promise<DecodedSlot>;
  /** Frees a slot. */
  release(slot: Slot): void;
  /** Frees the slots of batches that were begun and never finished: the next to begin is batch 0. */
  reset(): Promise<void>;
  /**
   * Lays out all slots again, for batches that take more room; nothing may be under way. Slots that
   * aren't released yet stay as they are until then.
   *
   * @throws {UsageError} `"batch-too-large"`.
   */
  resize(plan: SlotPlan): void;
  /** Gives all memory back and ends what runs; resolves when that has ended. */
  close(): Promise<void>;
}

/** Writes which records batch `b` consists of to a slot, and where their crops begin. */
export type FillSlot = (b: number, slot: SlotInput) => number;
