import { isShared, sharesMemory } from "../../../hosts/mod.ts";
import type { BatchExport, ExportingBatch } from "../../batch/batch_exports.ts";
import type { RowValues } from "../../batch/row_array.ts";
import type { BorrowedMapping } from "../../storage/borrowed_mapping.ts";
import { type ArrayTypeName, isArrayTypeName } from "./slot_memory.ts";

/** An array in a borrowed mapping. */
export interface BorrowedArray {
  readonly type: ArrayTypeName;
  /** Where its first element lies in the mapping, in bytes. */
  readonly at: number;
  readonly length: number;
}

/** How the loading thread gets one member of a worker's batch. */
export type SharedMember =
  /** The loading thread sees the array that the worker decodes into. */
  | { readonly kind: "seen"; readonly values: ArrayBufferView | BorrowedArray }
  /** The worker copies the rows' elements to memory that both see. */
  | { readonly kind: "rows"; readonly values: RowValues; readonly each: number }
  /** The same for a shape and for a number. If threads can't share memory, all three are sent. */
  | { readonly kind: "shape"; readonly axes: Float64Array }
  | { readonly kind: "number"; readonly cell: Float64Array }
  /** It is sent once. */
  | { readonly kind: "constant"; readonly value: unknown }
  /** It is made there when it is asked for. */
  | { readonly kind: "lazy" }
  /** It is sent with every batch. */
  | { readonly kind: "sent" };

/** The members of a field's batch, by name. */
export type SharedMembers = Readonly<Record<string, SharedMember>>;

/** The members that are sent with a batch, by name. */
export type SentMembers = Readonly<Record<string, unknown>>;

/** The buffers of arrays that were copied to be sent, which can be transferred with them. */
export function buffersOf(parts: readonly (SentMembers | undefined)[]): ArrayBuffer[] {
  return parts.flatMap((sent) => Object.values(sent ?? {})).flatMap((value) =>
    ArrayBuffer.isView(value) && !isShared(value.buffer) &&
      value.byteLength === value.buffer.byteLength
      ? [value.buffer]
      : []
  );
}

interface TypedArray extends RowValues {
  set(values: RowValues): void;
  slice(start: number, end: number): ArrayBufferView;
}

interface TypedArrayConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer): TypedArray;
}

type AnyBatch = Readonly<Record<string, unknown>>;

/** Returns what must be sent of a batch of `count` records; nothing if the other thread sees it. */
type Update = (count: number) => unknown;

/** A field's batch, as the worker shows it to the loading thread. */
export class PublishedBatch {
  readonly shared: SharedMembers;
  readonly #updates: readonly (readonly [name: string, update: Update])[];
  readonly #isSent: boolean;

  constructor(batch: ExportingBatch, mapping: BorrowedMapping | undefined) {
    const members = batch as ExportingBatch & AnyBatch;
    const published = Object.entries(batch.exports).map(([name, member]) =>
      [name, showMember(members, { name, member, mapping })] as const
    );
    this.shared = Object.fromEntries(published.map(([name, { shared }]) => [name, shared]));
    this.#isSent = published.some(([, { shared }]) => shared.kind === "sent");
    this.#updates = published.flatMap(([name, { update }]) =>
      update === undefined ? [] : [[name, update] as const]
    );
  }

  /** Shows what was decoded last, and returns what must be sent of its `count` records, if anything. */
  update(count: number): SentMembers | undefined {
    const sent: Record<string, unknown> = {};
    for (const [name, update] of this.#updates) {
      const value = update(count);
      if (value !== undefined) sent[name] = value;
    }
    return this.#isSent ? sent : undefined;
  }
}

function showMember(
  batch: AnyBatch,
  { name, member, mapping }: {
    name: string;
    member: BatchExport;
    mapping: BorrowedMapping | undefined;
  },
): { shared: SharedMember; update?: Update } {
  if (!sharesMemory()) return sendMember(batch, name, member);
  switch (member.kind) {
    case "array": {
      const values = batch[name] as TypedArray;
      if (isSeen(values, mapping)) {
        return { shared: { kind: "seen", values: sharedValues(values, mapping) } };
      }
      const shape = batch[member.shape] as readonly number[];
      return {
        shared: { kind: "sent" },
        update: () => values.slice(0, shape.reduce((a, b) => a * b, 1)),
      };
    }
    case "rows": {
      // All rows that there is room for, since nothing has been decoded yet.
      const all = batch[name] as TypedArray;
      const Values = all.constructor as unknown as TypedArrayConstructor;
      const values = new Values(new SharedArrayBuffer(all.byteLength));
      return {
        shared: { kind: "rows", values, each: member.each },
        update: () => values.set(batch[name] as TypedArray),
      };
    }
    case "shape": {
      const shape = batch[name] as readonly number[];
      const axes = new Float64Array(new SharedArrayBuffer(shape.length * 8));
      axes.set(shape);
      return { shared: { kind: "shape", axes }, update: () => axes.set(shape) };
    }
    case "number": {
      const cell = new Float64Array(new SharedArrayBuffer(8));
      return {
        shared: { kind: "number", cell },
        update: () => {
          cell[0] = batch[name] as number;
        },
      };
    }
    case "lazy":
      return { shared: { kind: "lazy" } };
    case "constant":
      return { shared: { kind: "constant", value: batch[name] } };
    case "values":
      return {
        shared: { kind: "sent" },
        update: (count) => (batch[name] as readonly unknown[]).slice(0, count),
      };
  }
}

/** How a member is sent where threads can't share memory: as a copy of what is in use. */
function sendMember(
  batch: AnyBatch,
  name: string,
  member: BatchExport,
): { shared: SharedMember; update?: Update } {
  const send = (update: Update) => ({ shared: { kind: "sent" } as const, update });
  switch (member.kind) {
    case "array":
      return send(() => {
        const shape = batch[member.shape] as readonly number[];
        return (batch[name] as TypedArray).slice(0, shape.reduce((a, b) => a * b, 1));
      });
    case "rows":
      return send((count) => (batch[name] as TypedArray).slice(0, count * member.each));
    case "shape":
      return send(() => [...batch[name] as readonly number[]]);
    case "number":
      return send(() => batch[name]);
    case "values":
      return send((count) => (batch[name] as readonly unknown[]).slice(0, count));
    case "lazy":
      return { shared: { kind: "lazy" } };
    case "constant":
      return { shared: { kind: "constant", value: batch[name] } };
  }
}

/** Whether the other thread sees an array's values where they are. */
function isSeen(data: TypedArray, mapping: BorrowedMapping | undefined): boolean {
  return isShared(data.buffer) ||
    (mapping?.holds(data) === true && isArrayTypeName(data.constructor.name));
}

function sharedValues(
  data: TypedArray,
  mapping: BorrowedMapping | undefined,
): ArrayBufferView | BorrowedArray {
  const { name } = data.constructor;
  if (!mapping?.holds(data) || !isArrayTypeName(name)) return data;
  return { type: name, at: data.byteOffset, length: data.length };
}
