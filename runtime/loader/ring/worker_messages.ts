import type { OpenOptions } from "../../container/afd_file.ts";
import type { GeneratedModule } from "./loadable.ts";
import type { SkippedRecord, SlotPlan } from "./slot.ts";

/** What a worker is told first: how to open the file, and the slots to decode into. */
export interface OpenMessage {
  readonly type: "open";
  /** A path, or a whole file's bytes, in memory that all workers share. */
  readonly source: string | Uint8Array;
  readonly options: OpenOptions;
  readonly module: GeneratedModule | undefined;
  /** The checksum of the file's tail, by which the worker knows that it is the same file. */
  readonly checksum: number;
  readonly plan: SlotPlan;
  /** The records and crops of each slot, in shared memory. */
  readonly slots: readonly {
    readonly indices: Uint32Array;
    readonly starts: readonly Float64Array[];
  }[];
  /** Which blocks of the file any thread compared with their checksums, a byte each. */
  readonly compared: SharedArrayBuffer;
  /** Not 0 once nothing more is wanted: batches that were asked for before that are left. */
  readonly closing: Int32Array;
}

/** Asks for other slots, of more room, in place of those that there are. */
export interface ResizeMessage extends Pick<OpenMessage, "plan" | "slots"> {
  readonly type: "resize";
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
export type ToWorker = OpenMessage | ResizeMessage | DecodeMessage | CloseMessage;

/** The values of a slot's batches that lie in shared memory; nothing for the others. */
export type SharedValues = readonly (ArrayBufferView | undefined)[];

/** One field's part of a batch, as far as it isn't in shared memory. */
export interface FieldPart {
  readonly shape: readonly number[];
  readonly lengths?: Uint32Array;
  /** Of stems: which are there. */
  readonly present?: Uint8Array;
  /** Of scalars and other small values. */
  readonly data?: ArrayBufferView;
  /** Of texts and bytes. */
  readonly values?: readonly unknown[];
}

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
  | { readonly type: "ready"; readonly slots: readonly SharedValues[] }
  | {
    readonly type: "done";
    readonly slot: number;
    readonly count: number;
    readonly skipped: readonly SkippedRecord[];
    readonly parts: readonly FieldPart[];
  }
  | { readonly type: "failed"; readonly error: ErrorParts };
