import type { LoadableDataset } from "./loadable.ts";
import type { FilledSlot, FillIndices, Ring } from "./ring.ts";
import { LocalBatch } from "./shown_batch.ts";
import {
  giveBack,
  type RingSlot,
  type SkippedRecord,
  type Slot,
  SlotDecoder,
  type SlotPlan,
} from "./slot.ts";

/** A slot whose batches are decoded in this thread. */
interface InlineSlot extends Slot, RingSlot {
  readonly views: readonly LocalBatch[];
}

/** Decodes where the loop runs, a batch when it is asked for. */
export class InlineRing implements Ring {
  readonly #dataset: LoadableDataset;
  readonly #fill: FillIndices;
  readonly #mustWait: boolean;
  readonly #count: number;
  readonly #slots = new Set<InlineSlot>();
  readonly #free: InlineSlot[] = [];
  readonly #begun: InlineSlot[] = [];
  #decoder: SlotDecoder;
  /** The batch that is decoded next. */
  #next = 0;
  /** What was decoded last, shown again and again: batches make no garbage here. */
  readonly #filled: { slot: InlineSlot; count: number; skipped: SkippedRecord[] };

  constructor(
    plan: SlotPlan,
    { dataset, slots, fill, mustWait }: {
      dataset: LoadableDataset;
      slots: number;
      fill: FillIndices;
      /** Whether the storage's bytes have to be waited for. */
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

  finish(): FilledSlot | Promise<FilledSlot> {
    const filled = this.#filled;
    const slot = filled.slot = this.#begun.shift()!;
    const count = this.#fill(this.#next++, slot);
    if (filled.skipped.length > 0) filled.skipped = [];
    if (this.#mustWait) return this.#finishLater(slot, count);
    filled.count = this.#decoder.decode(slot, count, filled.skipped);
    for (const view of slot.views) view.update();
    return filled;
  }

  release(slot: RingSlot): void {
    const own = slot as InlineSlot;
    if (this.#slots.has(own)) this.#free.push(own);
    else giveBack(own);
  }

  reset(): Promise<void> {
    this.#free.push(...this.#begun.splice(0));
    this.#next = 0;
    return Promise.resolve();
  }

  resize(plan: SlotPlan): void {
    // Before there are others: there may not be memory for both.
    for (const slot of this.#free.splice(0)) giveBack(slot);
    this.#slots.clear();
    this.#decoder = this.#layOut(plan);
  }

  close(): Promise<void> {
    for (const slot of this.#slots) giveBack(slot);
    return Promise.resolve();
  }

  #layOut(plan: SlotPlan): SlotDecoder {
    const decoder = new SlotDecoder(plan, this.#dataset.fields);
    const { capacity, cropped, gained } = plan;
    while (this.#slots.size < this.#count) {
      const batches = decoder.allocate();
      const views = batches.map((batch) => new LocalBatch(batch));
      const slot: InlineSlot = {
        indices: new Uint32Array(capacity),
        starts: Array.from({ length: cropped }, () => new Float64Array(capacity)),
        gains: Array.from({ length: gained }, () => new Float32Array(capacity)),
        batches,
        views,
        shown: views.map(({ members }) => members),
      };
      this.#slots.add(slot);
      this.#free.push(slot);
    }
    return decoder;
  }

  async #finishLater(slot: InlineSlot, count: number): Promise<FilledSlot> {
    const filled = this.#filled;
    filled.count = await this.#decoder.decodeAsync(slot, count, filled.skipped);
    for (const view of slot.views) view.update();
    return filled;
  }
}
