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

/** A batch that was started. */
interface Begun {
  readonly slot: LocalSlot;
  /** Only if the storage is asynchronous: the batch, when it is there. */
  readonly decoded: Promise<DecodedSlot> | undefined;
}

/**
 * Decodes in the loop's own thread: each batch when it is requested or, where bytes must be waited for,
 * as soon as it is started.
 */
export class LocalSlots implements SlotPool {
  readonly #dataset: LoadableDataset;
  readonly #fill: FillSlot;
  readonly #mustWait: boolean;
  readonly #count: number;
  readonly #slots = new Set<LocalSlot>();
  readonly #free: LocalSlot[] = [];
  readonly #begun: Begun[] = [];
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
    const slot = this.#free.pop()!;
    if (!this.#mustWait) return void this.#begun.push({ slot, decoded: undefined });
    const decoded = this.#decodeLater(slot, this.#fill(this.#next++, slot));
    // Whoever asks for the batch gets the failure, so it isn't unhandled.
    decoded.catch(() => {});
    this.#begun.push({ slot, decoded });
  }

  finish(): DecodedSlot | Promise<DecodedSlot> {
    const { slot, decoded } = this.#begun.shift()!;
    if (decoded !== undefined) return decoded;
    const filled = this.#filled;
    filled.slot = slot;
    const count = this.#fill(this.#next++, slot);
    if (filled.skipped.length > 0) filled.skipped = [];
    filled.count = this.#decoder.decode(slot, count, filled.skipped);
    for (const view of slot.views) view.update();
    return filled;
  }

  release(slot: Slot): void {
    const own = slot as LocalSlot;
    if (this.#slots.has(own)) this.#free.push(own);
    else freeBatches(own);
  }

  async reset(): Promise<void> {
    const begun = this.#begun.splice(0);
    await Promise.allSettled(begun.map(({ decoded }) => decoded));
    this.#free.push(...begun.map(({ slot }) => slot));
    this.#next = 0;
  }

  resize(plan: SlotPlan): void {
    // Before new ones are allocated: there may not be memory for both.
    for (const slot of this.#free.splice(0)) freeBatches(slot);
    this.#slots.clear();
    this.#decoder = this.#layOut(plan);
  }

  async close(): Promise<void> {
    // What is being decoded is written to its batches.
    const begun = this.#begun.splice(0);
    if (this.#mustWait) await Promise.allSettled(begun.map(({ decoded }) => decoded));
    for (const slot of this.#slots) freeBatches(slot);
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

  async #decodeLater(slot: LocalSlot, records: number): Promise<DecodedSlot> {
    const skipped: SkippedRecord[] = [];
    const count = await this.#decoder.decodeAsync(slot, records, skipped);
    for (const view of slot.views) view.update();
    return { slot, count, skipped };
  }
}
