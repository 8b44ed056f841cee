import type { FilledSlot, FillIndices, Ring } from "./ring.ts";
import type { SkippedRecord, Slot, SlotDecoder } from "./slot.ts";

/** Decodes where the loop runs, a batch when it is asked for. */
export class InlineRing implements Ring {
  readonly #decoder: SlotDecoder;
  readonly #fill: FillIndices;
  readonly #mustWait: boolean;
  readonly #slots: readonly Slot[];
  readonly #free: Slot[];
  readonly #begun: { readonly b: number; readonly slot: Slot }[] = [];

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
  }

  canBegin(): boolean {
    return this.#free.length > 0;
  }

  begin(b: number): void {
    this.#begun.push({ b, slot: this.#free.pop()! });
  }

  finish(): FilledSlot | Promise<FilledSlot> {
    const { b, slot } = this.#begun.shift()!;
    const count = this.#fill(b, slot);
    const skipped: SkippedRecord[] = [];
    if (this.#mustWait) return this.#finishLater(slot, count, skipped);
    return { slot, count: this.#decoder.decode(slot, count, skipped), skipped };
  }

  release(slot: Slot): void {
    this.#free.push(slot);
  }

  close(): Promise<void> {
    for (const { batches } of this.#slots) for (const batch of batches) dispose(batch);
    return Promise.resolve();
  }

  async #finishLater(slot: Slot, count: number, skipped: SkippedRecord[]): Promise<FilledSlot> {
    return { slot, count: await this.#decoder.decodeAsync(slot, count, skipped), skipped };
  }
}

function dispose(batch: object): void {
  if (Symbol.dispose in batch) (batch as Disposable)[Symbol.dispose]();
}
