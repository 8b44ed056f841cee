import { UsageError } from "../../../errors/mod.ts";
import type { BatchPlan } from "../order/batch_plan.ts";
import { HeldBatch, SlotView } from "./held_batch.ts";
import type { SkippedRecord, Slot } from "./slot.ts";
import type { EpochPlan } from "./slot_plan.ts";
import type { DecodedSlot, SlotPool } from "./slot_pool.ts";

/** What a loader's epochs have in common: the slots, and what they show. */
export interface HeldBatchesParts {
  readonly slots: SlotPool;
  /** Number of batches to start ahead of the requested one. */
  readonly prefetch: number;
  /** Number of batches that may be held at once. */
  readonly hold: number;
  /** The names of the fields, in the order of a slot's batches. */
  readonly names: readonly string[];
  readonly file: string;
  /** Switches to another plan for filling the slots. */
  readonly use: (plan: EpochPlan) => void;
}

/** Decoded slots as batches that the loop holds until it releases them, epoch after epoch. */
export class HeldBatches {
  readonly slots: SlotPool;
  readonly prefetch: number;
  readonly file: string;
  /** Damaged records that were left out so far. */
  readonly skipped: SkippedRecord[] = [];
  readonly #parts: HeldBatchesParts;
  /** What each slot shows, and how to give it back. */
  readonly #views = new Map<Slot, { readonly view: SlotView; readonly giveBack: () => void }>();
  /** Number of batches that haven't been released. */
  #held = 0;
  #cropped: readonly string[] = [];
  #ending: Promise<void> | undefined;

  constructor(parts: HeldBatchesParts) {
    this.#parts = parts;
    this.slots = parts.slots;
    this.prefetch = parts.prefetch;
    this.file = parts.file;
  }

  /** Whether the slots were closed. */
  get isClosed(): boolean {
    return this.#ending !== undefined;
  }

  /**
   * Moves on to another epoch.
   *
   * @throws {UsageError} `"batch-too-large"` when there is no memory for its batches.
   */
  begin(plan: EpochPlan): void {
    this.#parts.use(plan);
    // The slots may be different ones.
    this.#views.clear();
    this.#cropped = plan.crops?.fields.map(({ name }) => name) ?? [];
  }

  /** @throws {UsageError} `"batches-held"` when the maximum number of batches is held. */
  checkHeld(): void {
    const { file, hold } = this.#parts;
    if (this.#held < hold) return;
    throw new UsageError(
      `Cannot load another batch of "${file}": ${
        hold === 1 ? "the previous one hasn't" : `${hold} of them haven't`
      } been released`,
      {
        code: "batches-held",
        file,
        found: hold,
        hint: "release each batch (`using batch`, or `batch.release()`), or raise `hold`",
      },
    );
  }

  /** Shows a slot as a batch, until the batch is released. */
  show(
    { slot, count }: DecodedSlot,
    { number, plan }: { number: number; plan: BatchPlan },
  ): HeldBatch {
    const { view, giveBack } = this.#viewOf(slot);
    this.#held++;
    view.resize(count);
    return new HeldBatch(view, { number, plan, giveBack });
  }

  /** Ends what is running and frees memory; resolves when everything has ended. */
  close(): Promise<void> {
    return this.#ending ??= this.slots.close();
  }

  #viewOf(slot: Slot): { readonly view: SlotView; readonly giveBack: () => void } {
    let held = this.#views.get(slot);
    if (held === undefined) {
      held = {
        view: new SlotView(slot, { names: this.#parts.names, cropped: this.#cropped }),
        giveBack: () => {
          this.#held--;
          this.slots.release(slot);
        },
      };
      this.#views.set(slot, held);
    }
    return held;
  }
}
