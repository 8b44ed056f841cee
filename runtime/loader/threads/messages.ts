import type { OpenOptions } from "../../container/afd_file.ts";
import type { BorrowedRange } from "../../storage/borrowed_mapping.ts";
import type { GeneratedModule } from "../readable_dataset.ts";
import type { SkippedRecord, SlotInput } from "../slots/slot.ts";
import type { SlotPlan } from "../slots/slot_plan.ts";
import type { SentMembers, SharedMembers } from "./published_batch.ts";

/** What a worker is told first: how to open the file, and the slots to decode into. */
export interface OpenMessage {
  readonly type: "open";
  /** A path, or a whole file's bytes, in memory that all workers share. */
  readonly source: string | Uint8Array;
  /** The mapping that the file is read through and that batches lie in, where there is one. */
  readonly mapping: BorrowedRange | undefined;
  readonly options: OpenOptions;
  readonly module: GeneratedModule | undefined;
  /** The checksum of the file's tail, by which the worker knows that it is the same file. */
  readonly checksum: number;
  readonly plan: SlotPlan;
  /** The records, crops and gains of each slot, in shared memory. */
  readonly slots: readonly SlotInput[];
  /** Which blocks of the file any thread compared with their checksums, a byte each. */
  readonly compared: SharedArrayBuffer;
  /** One of {@link ending}, as it changes. */
  readonly ending: Int32Array;
}

/** How far a worker's end has come, in memory that both threads see. */
export const ending = {
  /** It goes on. */
  none: 0,
  /** Nothing more is wanted: batches that were asked for before this are left. */
  wanted: 1,
  /** The worker touches nothing any more, and what it borrowed can be used for something else. */
  reached: 2,
} as const;

/** Asks for other slots, of more room, in place of those that there are. */
export interface ResizeMessage extends Pick<OpenMessage, "plan" | "slots"> {
  readonly type: "resize";
}

/** Says where in the borrowed mapping the batches of each slot lie, block by block; nothing if nowhere. */
export interface PlacesMessage {
  readonly type: "places";
  readonly places: readonly number[];
}

/** Asks for the batch whose records stand in a slot. */
export interface DecodeMessage {
  readonly type: "decode";
  readonly slot: number;
  readonly count: number;
}

/** Asks the worker to close the file and end. */
export interface CloseMessage {
  readonly type: "close";
}

/** What a worker is told. */
export type ToWorker = OpenMessage | PlacesMessage | ResizeMessage | DecodeMessage | CloseMessage;

/** An error as it crosses threads. */
export interface ErrorParts {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
  readonly file: string | undefined;
  readonly field: string | undefined;
  readonly record: number | undefined;
  readonly found: string | number | undefined;
  readonly wanted: string | number | undefined;
  readonly hint: string | undefined;
  readonly stack: string | undefined;
}

/** What a worker says. */
export type FromWorker =
  /** Asks for places in the borrowed mapping: the blocks of one slot. */
  | { readonly type: "room"; readonly sizes: readonly number[] }
  | { readonly type: "ready"; readonly slots: readonly (readonly SharedMembers[])[] }
  | {
    readonly type: "done";
    readonly slot: number;
    readonly count: number;
    /** Left out where there are none. */
    readonly skipped?: readonly SkippedRecord[];
    /** What of the fields' batches isn't seen anyway; left out where that is nothing. */
    readonly parts?: readonly (SentMembers | undefined)[];
  }
  | { readonly type: "failed"; readonly error: ErrorParts };
