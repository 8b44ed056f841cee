import type { FieldReader } from "../../../runtime/mod.ts";

/** A way to write a field's values: a file for each record, or one for all. */
export interface ExportFormat {
  /** What `--format` calls it, and the files' ending. */
  readonly name: "wav" | "multichannel" | "flac" | "opus" | "npy" | "txt" | "jsonl" | "bin";
  /** The files' ending, if it isn't the name. */
  readonly ending?: string;
  /** Whether all records go to one file. */
  readonly isSingleFile: boolean;
  /** A record's part of the output. */
  encode(field: FieldReader, record: number, context: ExportContext): readonly Uint8Array[];
  /** For formats that write a folder per record instead of a file: the folder's files, by name. */
  encodeFolder?(field: FieldReader, record: number, context: ExportContext): ExportedFolder;
  /** What happens to whatever is missing; printed after how much is. */
  readonly fateOfMissing?: string;
}

/** The pieces of each file of a folder, by the files' names. */
export type ExportedFolder = ReadonlyMap<string, readonly Uint8Array[]>;

/** What an export knows besides the field. */
export interface ExportContext {
  /** Counts what records lack, and the files therefore can't hold, such as stems. */
  missing: number;
  /** The key of a record, if the dataset has keys. */
  readonly keyOf?: (record: number) => string;
}
