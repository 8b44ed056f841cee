import type { SentPart, SharedPart } from "./shown_part.ts";
import type { SlotMemory } from "./slot_memory.ts";

/** A field's batch as the thread that loads sees it: where the worker writes it, or as it was sent. */
export class ShownBatch {
  readonly shape: number[] = [];
  data?: ArrayBufferView;
  lengths?: Uint32Array;
  values?: readonly unknown[];
  present?: Uint8Array;
  #shape: Float64Array = new Float64Array();

  /** From now on looks where the worker writes. */
  look({ shape, lengths, data }: SharedPart, memory: SlotMemory | undefined): void {
    this.#shape = shape;
    if (lengths !== undefined) this.lengths = lengths;
    if (data !== undefined) this.data = ArrayBuffer.isView(data) ? data : memory!.show(data);
  }

  /** Takes over the shape that the worker wrote, and what it sent. */
  update(part: SentPart | undefined): void {
    for (let axis = 0; axis < this.#shape.length; axis++) this.shape[axis] = this.#shape[axis]!;
    if (part !== undefined) Object.assign(this, part);
  }
}
