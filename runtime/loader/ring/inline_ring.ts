import type { FilledSlot, FillIndices, Ring } from "./ring.ts";
import type { SkippedRecord, Slot, SlotDecoder } from "./slot.ts";

/** Decodes where the loop runs, a batch when it is asked for. */
export class InlineRing implements Ring {
  readonly #decoder: SlotDecoder;
  readonly #fill: FillIndices;
  readonly #mustWait: boolean;
  readonly #slots: readonly Slot[];
  readonly #free: Slot[];
  readonly #begun: Slot[] = [];
  /** The batch that is decoded next. */
  #next = 0;
  /** What was decoded last, shown again and again: batches make no garbage here. */
  readonly #filled: { slot: Slot; count: number; skipped: SkippedRecord[] };

  constructor(
    decoder: SlotDecoder,
    { slots, fill, mustWait }: {
      slots: readonly Slot[];
      fill: FillIndices;
      /** Whether the storage's bytes have to be waited for. */
      mustWait: boolean;
    },
  ) {
    this.#decoder = decoder;
    this.#fill = fill;
    this.#mustWait = mustWait;
    this.#slots = slots;
    this.#free = [...slots];
    this.#filled = { slot: slots[0]!, count: 0, skipped: [] };
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
    return filled;
  }

  release(slot: Slot): void {
    this.#free.push(slot);
  }

  reset(): Promise<void> {
    this.#free.push(...this.#begun.splice(0));
    this.#next = 0;
    return Promise.resolve();
  }

  close(): Promise<void> {
    for (const { batches } of this.#slots) for (const batch of batches) dispose(batch);
    return Promise.resolve();
  }

  async #finishLater(slot: Slot, count: number): Promise<FilledSlot> {
    const filled = this.#filled;
    filled.count = await this.#decoder.decodeAsync(slot, count, filled.skipped);
    return filled;
  }
}

function dispose(batch: object): void {
  if (Symbol.dispose in batch) (batch as Disposable)[Symbol.dispose]();
}
