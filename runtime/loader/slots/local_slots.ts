import type { LoadableDataset } from "../readable_dataset.ts";
import { LocalBatchView } from "./batch_view.ts";
import { type DecodingSlot, freeBatches, type SkippedRecord, type Slot } from "./slot.ts";
import { SlotDecoder } from "./slot_decoder.ts";
import type { SlotPlan } from "./slot_plan.ts";
import type { DecodedSlot, FillSlot, SlotPool } from "./slot_pool.ts";

/** A slot whose batches are decoded in this thread. */
interface LocalSlot extends Slot, DecodingSlot {
  readonly views: readonly LocalBatchView[];
}

/** Decodes in the loop's own thread, each batch when it is requested. */
export class LocalSlots implements SlotPool {
  readonly #dataset: LoadableDataset;
  readonly #fill: FillSlot;
  readonly #mustWait: boolean;
  readonly #count: number;
  readonly #slots = new Set<LocalSlot>();
  readonly #free: LocalSlot[] = [];
  readonly #begun: LocalSlot[] = [];
  #decoder: SlotDecoder;
  /** The batch that is decoded next. */
  #next = 0;
  /** What was decoded last. All batches use the same object, so that none makes garbage here. */
  readonly #filled: { slot: LocalSlot; count: number; skipped: SkippedRecord[] };

  constructor(
    plan: SlotPlan,
    { dataset, slots, fill, mustWait }: {
      dataset: LoadableDataset;
      slots: number;
      fill: FillSlot;
      /** Whether the storage is asynchronous. */
      mustWait: boolean;
    },
  ) {
    this.#dataset = dataset;
    this.#fill = fill;
    this.#mustWait = mustWait;
    this.#count = slots;
    this.#decoder = this.#layOut(plan);
    this.#filled = { slot: this.#free[0]!, count: 0, skipped: [] };
  }

  canBegin(): boolean {
    return this.#free.length > 0;
  }

  begin(): void {
    this.#begun.push(this.#free.pop()!);
  }

  finish(): DecodedSlot | Promise<DecodedSlot> {
    const filled = this.#filled;
    const slot = filled.slot = this.#begun.shift()!;
    const count = this.#fill(this.#next++, slot);
    if (filled.skipped.length > 0) filled.skipped = [];
    if (this.#mustWait) return this.#finishLater(slot, count);
    filled.count = this.#decoder.decode(slot, count, filled.skipped);
    for (const view of slot.views) view.update();
    return filled;
  }

  release(slot: Slot): void {
    const own = slot as LocalSlot;
    if (this.#slots.has(own)) this.#free.push(own);
    else freeBatches(own);
  }

  reset(): Promise<void> {
    this.#free.push(...this.#begun.splice(0));
    this.#next = 0;
    return Promise.resolve();
  }

  resize(plan: SlotPlan): void {
    // Before new ones are allocated: there may not be memory for both.
    for (const slot of this.#free.splice(0)) freeBatches(slot);
    this.#slots.clear();
    this.#decoder = this.#layOut(plan);
  }

  close(): Promise<void> {
    for (const slot of this.#slots) freeBatches(slot);
    return Promise.resolve();
  }

  #layOut(plan: SlotPlan): SlotDecoder {
    const decoder = new SlotDecoder(plan, this.#dataset.fields);
    const { capacity, cropped, gained } = plan;
    while (this.#slots.size < this.#count) {
      const batches = decoder.allocate();
      const views = batches.map((batch) => new LocalBatchView(batch));
      const slot: LocalSlot = {
        indices: new Uint32Array(capacity),
        starts: Array.from({ length: cropped }, () => new Float64Array(capacity)),
        gains: Array.from({ length: gained }, () => new Float32Array(capacity)),
        batches,
        views,
        members: views.map(({ members }) => members),
      };
      this.#slots.add(slot);
      this.#free.push(slot);
    }
    return decoder;
  }

  async #finishLater(slot: LocalSlot, count: number): Promise<DecodedSlot> {
    const filled = this.#filled;
    filled.count = await this.#decoder.decodeAsync(slot, count, filled.skipped);
    for (const view of slot.views) view.update();
    return filled;
  }
}
