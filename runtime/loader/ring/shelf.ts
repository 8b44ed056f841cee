import { UsageError } from "../../../errors/mod.ts";
import type { BatchPlan } from "../order/batch_plan.ts";
import type { EpochPlan } from "./epoch.ts";
import type { FilledSlot, Ring } from "./ring.ts";
import { RingBatch, SlotView } from "./ring_batch.ts";
import type { RingSlot, SkippedRecord } from "./slot.ts";

/** What a loader's epochs have in common: the ring, and what its slots show. */
export interface ShelfParts {
  readonly ring: Ring;
  /** Batches to begin ahead of the one that is asked for. */
  readonly prefetch: number;
  /** Batches that may be held at once. */
  readonly hold: number;
  /** The names of the fields, in the order of a slot's batches. */
  readonly names: readonly string[];
  readonly file: string;
  /** Lets the ring fill its slots by another plan from now on. */
  readonly use: (plan: EpochPlan) => void;
}

/** The slots of a ring as batches that are given out and released, epoch after epoch. */
export class Shelf {
  readonly ring: Ring;
  readonly prefetch: number;
  readonly file: string;
  /** Damaged records that were left out so far. */
  readonly skipped: SkippedRecord[] = [];
  readonly #parts: ShelfParts;
  /** What each slot shows, and how it is given back. */
  readonly #views = new Map<RingSlot, { readonly view: SlotView; readonly giveBack: () => void }>();
  /** Batches that weren't released. */
  #held = 0;
  #cropped: readonly string[] = [];
  #ending: Promise<void> | undefined;

  constructor(parts: ShelfParts) {
    this.#parts = parts;
    this.ring = parts.ring;
    this.prefetch = parts.prefetch;
    this.file = parts.file;
  }

  /** Whether the ring was closed. */
  get isClosed(): boolean {
    return this.#ending !== undefined;
  }

  /**
   * Goes over to another epoch.
   *
   * @throws {UsageError} `"batch-too-large"` where there isn't the room that its batches take.
   */
  begin(plan: EpochPlan): void {
    this.#parts.use(plan);
    // The slots may be others.
    this.#views.clear();
    this.#cropped = plan.crops?.fields.map(({ name }) => name) ?? [];
  }

  /** @throws {UsageError} `"batches-held"` when as many batches are held as may be. */
  checkHeld(): void {
    const { file, hold } = this.#parts;
    if (this.#held < hold) return;
    throw new UsageError(
      `Cannot load another batch of "${file}": ${
        hold === 1 ? "the one before it wasn't" : `${hold} of them weren't`
      } released`,
      {
        code: "batches-held",
        file,
        found: hold,
        hint:
          "release each batch (`using batch`, or `batch.release()`), or ask for more with `hold`",
      },
    );
  }

  /** A slot as a batch, until that is released. */
  show(
    { slot, count }: FilledSlot,
    { number, plan }: { number: number; plan: BatchPlan },
  ): RingBatch {
    const { view, giveBack } = this.#viewOf(slot);
    this.#held++;
    view.resize(count);
    return new RingBatch(view, { number, plan, giveBack });
  }

  /** Ends what runs and gives memory back; resolves when that has ended. */
  close(): Promise<void> {
    return this.#ending ??= this.ring.close();
  }

  #viewOf(slot: RingSlot): { readonly view: SlotView; readonly giveBack: () => void } {
    let shown = this.#views.get(slot);
    if (shown === undefined) {
      shown = {
        view: new SlotView(slot, { names: this.#parts.names, cropped: this.#cropped }),
        giveBack: () => {
          this.#held--;
          this.ring.release(slot);
        },
      };
      this.#views.set(slot, shown);
    }
    return shown;
  }
}
