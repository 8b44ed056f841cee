import type { AfdFile } from "../../runtime/container/afd_file.ts";
import { type CopyShardSize, FolderCopier, type FolderCopyOptions } from "./folder_copier.ts";
import { RecordCopier } from "./record_copier.ts";
import type { CopyRange } from "./record_ranges.ts";

/** What copies of records are written to: an `.afd` file, or a folder of shards. */
export interface CopyOutput extends Disposable {
  /** Records copied so far. */
  readonly recordCount: number;
  /** Bytes written so far. */
  readonly byteLength: number;
  /**
   * Copies records, and yields the records of the file that are done after each piece. After an error,
   * the output is given up.
   */
  copy(
    file: AfdFile,
    ranges?: Iterable<CopyRange>,
    options?: FolderCopyOptions,
  ): Generator<number>;
  /** Completes the output and gives it its name. */
  finish(): void;
  /** Discards everything written; does nothing after {@link finish}. */
  abort(): void;
}

/** Where copies of records go. */
export interface CopyTarget {
  /** The path of the file or folder. */
  readonly path: string;
  /** How large shards are; without it, the output is one file. */
  readonly shardSize?: CopyShardSize | undefined;
  /** Whether a file of that name is replaced when the new one is complete. */
  readonly overwrite?: boolean | undefined;
}

/**
 * Begins an output.
 *
 * @param like an open file or folder with the schema and the models of the records to come.
 * @param about what `dataset.json` of a folder says about the dataset in addition to its shards.
 * @throws {FileError} when it exists and may not be replaced, or can't be written.
 */
export function openOutput(
  { path, shardSize, overwrite }: CopyTarget,
  { like, about }: { like: AfdFile; about?: FolderCopier["about"] },
): CopyOutput {
  if (shardSize === undefined) return new RecordCopier(path, { like, overwrite });
  return new FolderCopier(path, { like, shardSize, about });
}
