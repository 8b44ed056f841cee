import type { ErrorParts } from "../../../errors/mod.ts";
import type { KernelModules } from "../../../kernels/kernel_modules.ts";
import type { KeptRange } from "../../container/kept_ranges.ts";
import type { RemoteSource } from "../../storage/storage.ts";
import type { OpenOptions } from "../../container/afd_file.ts";
import type { BorrowedRange } from "../../storage/borrowed_mapping.ts";
import type { BorrowedPlaces } from "../../storage/borrowed_pieces.ts";
import type { GeneratedModule } from "../readable_dataset.ts";
import type { SkippedRecord, SlotInput } from "../slots/slot.ts";
import type { SlotPlan } from "../slots/slot_plan.ts";
import type { SentMembers, SharedMembers } from "./published_batch.ts";

/** The first message to a worker: how to open the file, and the slots to decode into. */
export interface OpenMessage {
  readonly type: "open";
  /** A path, a whole file's bytes in memory that all workers share, or what must be waited for. */
  readonly source: string | Uint8Array | Blob | RemoteSource;
  /** Metadata that was fetched for the plan, so that workers needn't fetch it. */
  readonly kept: readonly KeptRange[];
  /** The mapping that the file is read through and that holds batches, if there is one. */
  readonly mapping: BorrowedRange | BorrowedPlaces | undefined;
  readonly options: OpenOptions;
  readonly module: GeneratedModule | undefined;
  /** The dataset's identity, which tells the worker that it is the same file. */
  readonly identity: string;
  readonly plan: SlotPlan;
  /** The WebAssembly modules that the loading thread has compiled. */
  readonly kernels: KernelModules;
  /** The records, crops and gains of each slot; in shared memory if there is any. */
  readonly slots: readonly SlotInput[];
  /**
   * Which blocks of the file any thread has compared with their checksums, a byte per block; nothing
   * if threads can't share memory.
   */
  readonly compared: SharedArrayBuffer | undefined;
  /** The current one of {@link ending}. */
  readonly ending: Int32Array;
}

/**
 * How far a worker has come in ending, in memory that both threads see. If they can't share memory, it
 * finishes what it was asked for.
 */
export const ending = {
  /** It keeps working. */
  none: 0,
  /** It should end: batches that were requested before are skipped. */
  wanted: 1,
  /** It touches nothing any more, and what it borrowed can be reused. */
  reached: 2,
} as const;

/** Asks the worker to replace its slots with ones that have more room. */
export interface ResizeMessage extends Pick<OpenMessage, "plan" | "slots"> {
  readonly type: "resize";
}

/** Says where the batches of each slot go in the borrowed mapping, by block; empty if there is no room. */
export interface PlacesMessage {
  readonly type: "places";
  readonly places: readonly number[];
}

/** Requests the batch whose records a slot holds. */
export interface DecodeMessage {
  readonly type: "decode";
  readonly slot: number;
  readonly count: number;
  /** What the slot holds, if threads can't share memory. */
  readonly input?: SlotInput;
}

/** Asks the worker to close the file and end. */
export interface CloseMessage {
  readonly type: "close";
}

/** A message to a worker. */
export type ToWorker = OpenMessage | PlacesMessage | ResizeMessage | DecodeMessage | CloseMessage;

/** A message from a worker. */
export type FromWorker =
  /** Asks for places in the borrowed mapping for the blocks of one slot. */
  | { readonly type: "capacity"; readonly sizes: readonly number[] }
  | { readonly type: "ready"; readonly slots: readonly (readonly SharedMembers[])[] }
  | {
    readonly type: "done";
    readonly slot: number;
    readonly count: number;
    /** Omitted if there are none. */
    readonly skipped?: readonly SkippedRecord[];
    /** What the slot holds, if records were left out and threads can't share memory. */
    readonly input?: SlotInput;
    /** The parts of the fields' batches that aren't in shared memory; omitted if there are none. */
    readonly parts?: readonly (SentMembers | undefined)[];
  }
  | { readonly type: "failed"; readonly error: ErrorParts };
