import { IntegrityError, UsageError } from "../../../errors/mod.ts";
import { fieldKind, type LengthUnit } from "../../../schema/mod.ts";
import type { ExportingBatch } from "../../batch/batch_exports.ts";
import type { EpochPlan } from "./epoch.ts";
import type { FieldGain } from "./gains.ts";
import type { LoadableDataset, LoadableField, LoadableFields } from "./loadable.ts";
import type { OnDamaged } from "./loader_options.ts";
import type { ShownMembers } from "./shown_batch.ts";
import { paddedOptions } from "./slot_room.ts";

/** One of a ring's places, as the thread that loads knows it. */
export interface RingSlot {
  /** The records of the batch, and behind them what is left over. */
  readonly indices: Uint32Array;
  /** Where the crops of each cropped field begin. */
  readonly starts: readonly Float64Array[];
  /** What the records of each field that has gains are multiplied by. */
  readonly gains: readonly Float32Array[];
  /** What the loop sees of the batches, in the order of the fields that are loaded. */
  readonly shown: readonly ShownMembers[];
}

/** One of a ring's places where batches are decoded: memory for a batch of each field. */
export interface Slot extends Omit<RingSlot, "shown"> {
  /** The batches, in the order of the fields that are loaded. */
  readonly batches: readonly ExportingBatch[];
}

/** A record that was left out of its batch. */
export interface SkippedRecord {
  /** Its number. */
  readonly record: number;
  /** The field that couldn't be decoded. */
  readonly field: string;
  /** The error's code, such as `"checksum"`. */
  readonly code: string;
}

/** What a loader decodes, the same in every worker. */
export interface SlotPlan {
  readonly fields: readonly {
    readonly name: string;
    readonly options: object;
    /** Its place among the cropped fields and the length of its crops, where it is cropped. */
    readonly crop?: { readonly place: number; readonly count: number };
    /** Its place among the fields that have gains, if it has. */
    readonly gain?: number;
  }[];
  /** Records in the largest batch. */
  readonly capacity: number;
  /** How many fields are cropped together, whether they are decoded or not. */
  readonly cropped: number;
  /** How many fields have gains. */
  readonly gained: number;
  readonly onDamaged: OnDamaged;
}

/** Gives the memory of a slot's batches back. */
export function giveBack({ batches }: Pick<Slot, "batches">): void {
  for (const batch of batches) if (Symbol.dispose in batch) (batch as Disposable)[Symbol.dispose]();
}

/**
 * What an epoch decodes of the fields that were chosen, and the room that its batches take.
 *
 * @throws {UsageError} `"no-windows"`; `"invalid-batch"` for options that make no rows.
 */
export function planSlots(
  { plan, crops }: EpochPlan,
  { dataset: { file, fields: all }, chosen, gains, onDamaged }: {
    dataset: LoadableDataset;
    gains: readonly FieldGain[];
    chosen: readonly { readonly name: string; readonly options: object }[];
    onDamaged: OnDamaged;
  },
): SlotPlan {
  // Where bytes have to be waited for, those that say how long records are would have to be, too.
  const lengths = file.storage.prefetch === undefined ? plan : undefined;
  const places = new Map(crops?.fields.map(({ name }, place) => [name, place]));
  const planned = chosen.map((field) => {
    const { name, options } = field;
    const { kind } = file.ir.fields.find((field) => field.name === name)!;
    const unit = fieldKind(kind)?.length?.unit;
    const longestRow = unit && longestRowOptions[unit];
    if (longestRow === undefined) return field;
    const place = places.get(name);
    if (place === undefined) return { name, options: paddedOptions(field, lengths) };
    if (all[name]?.decodeWindowBatch === undefined) throw noWindows(name, file.name);
    const { count } = crops!.fields[place]!;
    const room = { padTo: "batch", ...options, [longestRow]: count };
    return { name, options: room, crop: { place, count } };
  });
  const fields = planned.map((field) => {
    const gain = gains.findIndex(({ name }) => name === field.name);
    return gain < 0 ? field : { ...field, gain };
  });
  const cropped = places.size;
  const gained = gains.length;
  return { fields, capacity: plan.maxBatchSize, cropped, gained, onDamaged };
}

/** The batch option for the longest row, by what a row's length counts; bytes aren't put in rows. */
const longestRowOptions: Readonly<Record<LengthUnit, "maxSamples" | "maxFrames" | undefined>> = {
  samples: "maxSamples",
  frames: "maxFrames",
  bytes: undefined,
};

/** Decodes batches into slots: where the loop runs, or in a worker. */
export class SlotDecoder {
  readonly #plan: SlotPlan;
  readonly #fields: readonly LoadableField[];
  /** Views of a slot's indices of the last length, as most batches have the same. */
  readonly #views = new WeakMap<Uint32Array, Uint32Array>();
  readonly #startViews = new WeakMap<Float64Array, Float64Array>();

  constructor(plan: SlotPlan, fields: LoadableFields) {
    this.#plan = plan;
    this.#fields = plan.fields.map(({ name }) => fields[name]!);
  }

  /** Memory for the batches of one slot. */
  allocate(): ExportingBatch[] {
    return this.#fields.map((field, place) => {
      const { options } = this.#plan.fields[place]!;
      return field.allocateBatch(this.#plan.capacity, options as never) as ExportingBatch;
    });
  }

  /**
   * Decodes the first `count` records of a slot, and returns how many there are then: damaged ones are
   * taken out of `indices` where the plan says so.
   */
  decode(slot: Slot, count: number, skipped: SkippedRecord[]): number {
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

  /** {@link decode} for storages that must wait. */
  async decodeAsync(slot: Slot, count: number, skipped: SkippedRecord[]): Promise<number> {
    for (let kept = count;;) {
      try {
        for (let place = 0; place < this.#fields.length; place++) {
          await this.#decodeFieldAsync(slot, place, kept);
        }
        return kept;
      } catch (cause) {
        if (!this.#isSkipped(cause)) throw cause;
        kept = this.#leaveOut(slot, kept, cause, skipped);
      }
    }
  }

  #setGains(slot: Slot, place: number): void {
    const { gain } = this.#plan.fields[place]!;
    if (gain === undefined) return;
    (slot.batches[place] as ExportingBatch & { readonly gains: Float32Array }).gains.set(
      slot.gains[gain]!,
    );
  }

  #decodeField(slot: Slot, place: number, count: number): void {
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

  async #decodeFieldAsync(slot: Slot, place: number, count: number): Promise<void> {
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

  /** Takes a record out of the batch, wherever it is in it. */
  #leaveOut(
    { indices, starts, gains }: Slot,
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
    // An error about a record that isn't in the batch is none of its records' fault.
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

function noWindows(field: string, file: string): UsageError {
  return new UsageError(`Cannot crop "${field}" of "${file}": fields of its kind have no windows`, {
    code: "no-windows",
    file,
    field,
    hint: "leave it out of window.align",
  });
}
