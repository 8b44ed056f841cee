import { IntegrityError } from "../../../errors/mod.ts";
import type { ExportingBatch } from "../../batch/batch_exports.ts";
import type { LoadableField, LoadableFields } from "../readable_dataset.ts";
import type { DecodingSlot, SkippedRecord } from "./slot.ts";
import type { SlotPlan } from "./slot_plan.ts";

/** Decodes batches into slots: in the loop's own thread, or in a worker. */
export class SlotDecoder {
  readonly #plan: SlotPlan;
  readonly #fields: readonly LoadableField[];
  /** Views of slots' indices, of the last length each; most batches have the same length. */
  readonly #views = new WeakMap<Uint32Array, Uint32Array>();
  readonly #startViews = new WeakMap<Float64Array, Float64Array>();

  constructor(plan: SlotPlan, fields: LoadableFields) {
    this.#plan = plan;
    this.#fields = plan.fields.map(({ name }) => fields[name]!);
  }

  /** Allocates the batches of one slot. */
  allocate(): ExportingBatch[] {
    return this.#fields.map((field, place) => {
      const { options } = this.#plan.fields[place]!;
      return field.allocateBatch(this.#plan.capacity, options as never);
    });
  }

  /**
   * Decodes the first `count` records of a slot, and returns how many are left: damaged ones are
   * removed from `indices` if the plan says so.
   */
  decode(slot: DecodingSlot, count: number, skipped: SkippedRecord[]): number {
    for (let kept = count;;) {
      try {
        for (let place = 0; place < this.#fields.length; place++) {
          this.#decodeField(slot, place, kept);
        }
        return kept;
      } catch (cause) {
        if (!this.#isSkipped(cause)) throw cause;
        kept = this.#leaveOut(slot, kept, cause, skipped);
      }
    }
  }

  /** {@link decode} for asynchronous storages. */
  async decodeAsync(slot: DecodingSlot, count: number, skipped: SkippedRecord[]): Promise<number> {
    for (let kept = count;;) {
      try {
        // All at once, so that what they fetch is fetched together.
        const decoded = await Promise.allSettled(
          this.#fields.map((_, place) => this.#decodeFieldAsync(slot, place, kept)),
        );
        const failed = decoded.find((one) => one.status === "rejected");
        if (failed !== undefined) throw failed.reason;
        return kept;
      } catch (cause) {
        if (!this.#isSkipped(cause)) throw cause;
        kept = this.#leaveOut(slot, kept, cause, skipped);
      }
    }
  }

  #setGains(slot: DecodingSlot, place: number): void {
    const { gain } = this.#plan.fields[place]!;
    if (gain === undefined) return;
    (slot.batches[place] as ExportingBatch & { readonly gains: Float32Array }).gains.set(
      slot.gains[gain]!,
    );
  }

  #decodeField(slot: DecodingSlot, place: number, count: number): void {
    this.#setGains(slot, place);
    const field = this.#fields[place]!;
    const { crop } = this.#plan.fields[place]!;
    const indices = this.#view(slot.indices, count);
    const batch = slot.batches[place] as never;
    if (crop === undefined) field.decodeBatch(indices, batch);
    else {
      const starts = this.#startView(slot.starts[crop.place]!, count);
      field.decodeWindowBatch!(indices, starts, crop.count, batch);
    }
  }

  async #decodeFieldAsync(slot: DecodingSlot, place: number, count: number): Promise<void> {
    this.#setGains(slot, place);
    const field = this.#fields[place]!;
    const { crop } = this.#plan.fields[place]!;
    const indices = this.#view(slot.indices, count);
    const batch = slot.batches[place] as never;
    if (crop === undefined) await field.decodeBatchAsync(indices, batch);
    else {
      const starts = this.#startView(slot.starts[crop.place]!, count);
      await field.decodeWindowBatchAsync!(indices, starts, crop.count, batch);
    }
  }

  #isSkipped(cause: unknown): cause is IntegrityError {
    return cause instanceof IntegrityError && cause.record !== undefined &&
      this.#plan.onDamaged === "skip";
  }

  /** Removes a record from the batch, in every row that has it. */
  #leaveOut(
    { indices, starts, gains }: DecodingSlot,
    count: number,
    damaged: IntegrityError,
    skipped: SkippedRecord[],
  ): number {
    const { record = -1, field = "", code } = damaged;
    let kept = 0;
    for (let row = 0; row < count; row++) {
      if (indices[row] === record) continue;
      for (const values of [...starts, ...gains]) values[kept] = values[row]!;
      indices[kept++] = indices[row]!;
    }
    // An error about a record that isn't in the batch isn't the fault of its records.
    if (kept === count) throw damaged;
    skipped.push({ record, field, code });
    return kept;
  }

  #view(indices: Uint32Array, count: number): Uint32Array {
    let view = this.#views.get(indices);
    if (view?.length !== count) this.#views.set(indices, view = indices.subarray(0, count));
    return view;
  }

  #startView(starts: Float64Array, count: number): Float64Array {
    let view = this.#startViews.get(starts);
    if (view?.length !== count) this.#startViews.set(starts, view = starts.subarray(0, count));
    return view;
  }
}
