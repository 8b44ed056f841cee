import type { IntakeNote } from "../../audio/pcm/mod.ts";
import type { StructLayout } from "../../schema/mod.ts";
import type { LookupBuilder } from "./lookup_builder.ts";
import type { OutputFile } from "./output_file.ts";
import { Spool } from "./spool.ts";

/** Where a field encoder puts one record's part: metadata, payload, length and width. */
export interface FieldSlot {
  /** The field's name, for messages. */
  readonly field: string;
  /** The file being written, for messages. */
  readonly file: string;
  /** The record's index, for messages. */
  readonly record: number;
  /** The metadata record, zeroed; `data_ptr` is filled in when the record ends. */
  readonly metadata: DataView;
  /** Adds to the payload; fields of one record may be written in any order, piece by piece. */
  write(bytes: Uint8Array): void;
  /** What the totals and maxima count: samples per channel for audio, bytes for text. */
  length: number;
  /** Channels for audio; 0 where a kind has no width. */
  width: number;
  /** The builder of the field's lookup part; absent for fields without one. */
  readonly lookup?: LookupBuilder | undefined;
  /** Tells whoever packs what was noticed about the value; the record is kept nonetheless. */
  note(note: IntakeNote): void;
}

/** A slot of a record that can wait for asynchronous work. */
export interface WaitingSlot extends FieldSlot {
  /** Makes the record wait for work that completes the slot, done once all its values are taken in. */
  defer(work: () => Promise<void>): void;
}

/** Work that a record waits for. */
export interface DeferredWork {
  /** The slot that the work completes. */
  readonly slot: FieldSlot;
  /** Does the work. */
  readonly work: () => Promise<void>;
}

/** What all slots of a container have in common. */
export interface SlotPlace {
  readonly file: string;
  /** Where slots put the work that records wait for. */
  readonly deferred: DeferredWork[];
  /** Called with what is noticed about values. */
  onNote(this: void, note: IntakeNote): void;
}

/** The slot of one field of a container being written; every record uses it in turn. */
export class ColumnSlot implements WaitingSlot {
  readonly file: string;
  readonly field: string;
  readonly metadataBytes: Uint8Array<ArrayBuffer>;
  readonly metadata: DataView;
  readonly sink: OutputFile | Spool;
  readonly lookup: LookupBuilder | undefined;
  readonly #deferred: DeferredWork[];
  readonly #onNote: (note: IntakeNote) => void;
  record = 0;
  length = 0;
  width = 0;
  byteLength = 0;

  constructor(
    { file, field, lookup, deferred, onNote }: SlotPlace & {
      field: string;
      lookup: LookupBuilder | undefined;
    },
    { itemSize }: StructLayout,
    sink: OutputFile | Spool,
  ) {
    this.file = file;
    this.field = field;
    this.lookup = lookup;
    this.#deferred = deferred;
    this.#onNote = onNote;
    this.metadataBytes = new Uint8Array(itemSize);
    this.metadata = new DataView(this.metadataBytes.buffer);
    this.sink = sink;
  }

  begin(record: number): void {
    this.record = record;
    this.metadataBytes.fill(0);
    this.length = 0;
    this.width = 0;
    this.byteLength = 0;
    if (this.sink instanceof Spool) this.sink.truncate(0);
  }

  note(note: IntakeNote): void {
    this.#onNote({ field: this.field, ...note });
  }

  write(bytes: Uint8Array): void {
    this.sink.write(bytes);
    this.byteLength += bytes.length;
  }

  defer(work: () => Promise<void>): void {
    this.#deferred.push({ slot: this, work });
  }
}
