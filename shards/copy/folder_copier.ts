import type { JsonObject } from "../../schema/mod.ts";
import type { AfdFile } from "../../runtime/container/afd_file.ts";
import { CarriedSources } from "./carried_sources.ts";
import { CopyOrigins } from "./copy_origins.ts";
import { NewFolder } from "./new_folder.ts";
import { type CopyLimits, RecordCopier } from "./record_copier.ts";
import type { CopyRange } from "./record_ranges.ts";

/** How large shards are. */
export interface CopyShardSize {
  /** Bytes that a shard has, unless it is a single record. */
  readonly bytes?: number | undefined;
  /** Records that a shard has. */
  readonly records?: number | undefined;
}

/** How to write copies of records to a folder. */
export interface FolderCopierOptions {
  /** An open file or folder with the schema and the models of the records to come. */
  readonly like: AfdFile;
  /** How large shards are. */
  readonly shardSize: CopyShardSize;
  /** What `dataset.json` says about the dataset, in addition to its shards. */
  readonly about?: JsonObject | undefined;
}

/** How records are copied to a folder. */
export interface FolderCopyOptions extends Pick<CopyLimits, "textOf"> {
  /** Where records come from; by default, what the `sources/` of an open folder says. */
  readonly sources?: CarriedSources | undefined;
}

/**
 * Writes a folder of shards from records of open files and folders, as they are stored, and with them
 * the lines of `sources/`. The folder has another name until it is complete.
 */
export class FolderCopier implements Disposable {
  /** What `dataset.json` says about the dataset, in addition to its shards. */
  readonly about: JsonObject | undefined;
  readonly #path: string;
  readonly #folder: NewFolder;
  readonly #like: AfdFile;
  readonly #size: CopyShardSize;
  readonly #origins = new CopyOrigins();
  #shard: RecordCopier | undefined;
  #recordCount = 0;
  #byteLength = 0;

  /** @throws {FileError} when the folder has something in it, or can't be written. */
  constructor(path: string, { like, shardSize, about }: FolderCopierOptions) {
    this.#path = path;
    this.#folder = new NewFolder(path);
    this.#like = like;
    this.#size = shardSize;
    this.about = about;
  }

  /** Records copied so far. */
  get recordCount(): number {
    return this.#recordCount;
  }

  /** Bytes written so far. */
  get byteLength(): number {
    return this.#byteLength + (this.#shard?.byteLength ?? 0);
  }

  /**
   * Copies records, and yields the records of the file that are done after each piece. After an error,
   * the folder is given up.
   *
   * @param ranges which records, in ascending order; all if omitted.
   * @throws what {@link RecordCopier.copy} throws; keys are compared within each shard, and over all
   *   shards in the end.
   */
  *copy(
    file: AfdFile,
    ranges: Iterable<CopyRange> = [{ start: 0, end: file.recordCount }],
    { textOf, sources = new CarriedSources(file.name, file.shards) }: FolderCopyOptions = {},
  ): Generator<number> {
    try {
      for (const { start, end } of ranges) {
        this.#origins.add({ file: file.name, first: start, at: this.recordCount });
        for (let record = start; record < end;) {
          const done = this.#copyPiece(file, { start: record, end }, textOf);
          for (; record < done; record++) this.#folder.addSource(sources.lineOf(record));
          yield done;
        }
      }
    } catch (cause) {
      throw this.#folder.named(cause);
    } finally {
      sources.close();
    }
  }

  /** Copies records to the shard that is open, and returns the next record. */
  #copyPiece(file: AfdFile, { start, end }: CopyRange, textOf: CopyLimits["textOf"]): number {
    for (;;) {
      const shard = this.#shard ??= this.#begin();
      const room = (this.#size.records ?? Infinity) - shard.recordCount;
      const range = { start, end: Math.min(end, start + room) };
      const limits = { maxFileBytes: this.#size.bytes, once: true, textOf };
      let next = start;
      for (const done of shard.copy(file, [range], limits)) next = done;
      this.#recordCount += next - start;
      if (next > start) return next;
      this.#complete();
    }
  }

  /** Completes the folder and gives it its name. */
  finish(): void {
    this.#folder.during(() => {
      if (this.#recordCount === 0) this.#shard ??= this.#begin();
      if (this.#shard !== undefined) this.#complete();
      const { about } = this;
      this.#origins.during(this.#path, () => this.#folder.finish(this.#like.ir, about));
    });
  }

  /** Discards everything written; does nothing after {@link finish}. */
  abort(): void {
    this.#shard?.abort();
    this.#folder.abort();
  }

  /** {@link abort}, at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.abort();
  }

  #begin(): RecordCopier {
    const { path, nameOf } = this.#folder.shard();
    return new RecordCopier(path, { like: this.#like, nameOf });
  }

  #complete(): void {
    this.#folder.completeSources();
    this.#byteLength += this.#shard!.byteLength;
    this.#shard!.finish();
    this.#shard = undefined;
  }
}
