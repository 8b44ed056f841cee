import { UsageError } from "../../../errors/mod.ts";
import type { BatchPlan } from "../order/batch_plan.ts";
import type { LoaderState } from "../order/loader_state.ts";
import type { LoadedBatch } from "./loaded_batch.ts";
import type { Slot } from "./slot.ts";

/** What a slot shows of its batch: made once per slot, and reused by one batch after another. */
export class SlotView {
  readonly fields: LoadedBatch["fields"];
  readonly starts: Record<string, Float64Array>;
  indices: Uint32Array;
  readonly #slot: Slot;
  readonly #cropped: readonly string[];

  constructor(
    slot: Slot,
    { names, cropped }: { names: readonly string[]; cropped: readonly string[] },
  ) {
    this.#slot = slot;
    this.#cropped = cropped;
    this.indices = slot.indices;
    this.starts = Object.fromEntries(cropped.map((name, place) => [name, slot.starts[place]!]));
    this.fields = Object.fromEntries(names.map((name, place) => [name, slot.members[place]!]));
  }

  /** Shows `count` records. */
  resize(count: number): void {
    if (this.indices.length === count) return;
    this.indices = this.#slot.indices.subarray(0, count);
    this.#cropped.forEach((name, place) => {
      this.starts[name] = this.#slot.starts[place]!.subarray(0, count);
    });
  }
}

/**
 * A batch that was returned. Each is a new object, so that a batch that was released can't be mistaken
 * for the next batch in its slot.
 */
export class HeldBatch implements LoadedBatch {
  readonly number: number;
  readonly #plan: BatchPlan;
  readonly #giveBack: () => void;
  #view: SlotView | undefined;

  constructor(
    view: SlotView,
    { number, plan, giveBack }: { number: number; plan: BatchPlan; giveBack: () => void },
  ) {
    this.number = number;
    this.#view = view;
    this.#plan = plan;
    this.#giveBack = giveBack;
  }

  get indices(): Uint32Array {
    return this.#held().indices;
  }

  get fields(): LoadedBatch["fields"] {
    return this.#held().fields;
  }

  get starts(): Readonly<Record<string, Float64Array>> {
    return this.#held().starts;
  }

  get state(): LoaderState {
    return this.#plan.state(this.number + 1);
  }

  release(): void {
    if (this.#view === undefined) return;
    this.#view = undefined;
    this.#giveBack();
  }

  [Symbol.dispose](): void {
    this.release();
  }

  #held(): SlotView {
    if (this.#view !== undefined) return this.#view;
    throw new UsageError(`Cannot read batch ${this.number}: it was released`, {
      code: "released",
      found: this.number,
      hint: "copy what you need before releasing it",
    });
  }
}
