import type { AfdFile } from "../../runtime/container/afd_file.ts";
import { CarriedSources } from "../copy/carried_sources.ts";
import type { CopyShardSize } from "../copy/folder_copier.ts";
import { NewFolder } from "../copy/new_folder.ts";
import { ExtendingWriter, type ExtendOptions } from "./extending_writer.ts";

/** How to extend a dataset, step by step. */
export interface ExtendDatasetOptions extends Omit<ExtendOptions, "nameOf"> {
  /**
   * Writes a folder: with shards of this size, each of which ends with the record that reaches it, or
   * with the same records in each shard as the source, if that is a folder. Default: a single file.
   */
  readonly shardSize?: CopyShardSize | "same" | undefined;
  /** Called when the output has been opened: to give it up if the user interrupts. */
  readonly onWriter?: (writer: { abort(): void }) => void;
  /** Called with the records done so far. */
  readonly onRecord?: (done: number) => void;
  /** Awaited between records. */
  readonly checkpoint?: () => Promise<void>;
}

/**
 * Writes a new file or folder with the records of an open file or folder and the new fields of a wider
 * schema. A folder keeps what the source's `sources/` says.
 *
 * @throws {FormatError} `"other-schema"` when the schema lacks a field of the source, or has another
 *   one of its name.
 * @throws {UsageError} `"not-computable"` when a new field is neither computed nor has a default.
 * @throws {FileError} when the output exists and may not be overwritten, or can't be written; a folder
 *   must be missing or empty.
 * @throws {IntegrityError} when a record of the source is damaged.
 * @throws {ModelError} when a codec model fails.
 */
export async function extendDataset(
  path: string,
  source: AfdFile,
  options: ExtendDatasetOptions,
): Promise<void> {
  const { shardSize, onWriter, onRecord, checkpoint, ...writing } = options;
  using output: ExtendedOutput = shardSize === undefined
    ? new ExtendedFile(path, source, writing)
    : new ExtendedFolder(path, source, { ...writing, shardSize });
  onWriter?.(output);
  for (let record = 0; record < source.recordCount; record++) {
    await output.extend(record);
    onRecord?.(record + 1);
    await checkpoint?.();
  }
  output.finish();
}

/** What extended records are written to. */
interface ExtendedOutput extends Disposable {
  /** Adds the next record of the source. */
  extend(record: number): Promise<void>;
  /** Completes the output and gives it its name. */
  finish(): void;
  /** Discards everything written; does nothing after {@link finish}. */
  abort(): void;
}

/** One file. */
class ExtendedFile implements ExtendedOutput {
  readonly #writer: ExtendingWriter;

  constructor(path: string, source: AfdFile, options: ExtendOptions) {
    this.#writer = new ExtendingWriter(path, source, options);
  }

  async extend(record: number): Promise<void> {
    await this.#writer.extend(record);
  }

  finish(): void {
    this.#writer.finish();
  }

  abort(): void {
    this.#writer.abort();
  }

  [Symbol.dispose](): void {
    this.abort();
  }
}

/** A folder of shards. */
class ExtendedFolder implements ExtendedOutput {
  readonly #source: AfdFile;
  readonly #options: ExtendOptions;
  readonly #size: CopyShardSize;
  /** The records with which shards end, if they end where the source's do. */
  readonly #ends: ReadonlySet<number>;
  readonly #folder: NewFolder;
  readonly #sources: CarriedSources;
  #shard: ExtendingWriter | undefined;

  constructor(
    path: string,
    source: AfdFile,
    { shardSize, ...options }: ExtendOptions & { readonly shardSize: CopyShardSize | "same" },
  ) {
    const isSame = shardSize === "same";
    this.#source = source;
    this.#options = options;
    this.#size = isSame ? {} : shardSize;
    this.#ends = new Set(
      isSame ? source.shards.map(({ firstRecord, records }) => firstRecord + records - 1) : [],
    );
    this.#sources = new CarriedSources(source.name, source.shards);
    this.#folder = new NewFolder(path);
    try {
      // So that a schema that doesn't fit is refused before anything else happens.
      this.#shard = this.#begin();
    } catch (cause) {
      this.abort();
      throw cause;
    }
  }

  async extend(record: number): Promise<void> {
    const { records = Infinity, bytes = Infinity } = this.#size;
    try {
      const shard = this.#shard ??= this.#begin();
      await shard.extend(record);
      this.#folder.addSource(this.#sources.lineOf(record));
      const isFull = shard.recordCount >= records || shard.byteLength >= bytes;
      if (isFull || this.#ends.has(record)) this.#complete(shard);
    } catch (cause) {
      throw this.#folder.named(cause);
    }
  }

  finish(): void {
    this.#folder.during(() => {
      if (this.#shard !== undefined) this.#complete(this.#shard);
      this.#folder.finish(this.#options.ir, { parent: this.#source.identity });
    });
  }

  abort(): void {
    this.#shard?.abort();
    this.#sources.close();
    this.#folder.abort();
  }

  [Symbol.dispose](): void {
    this.abort();
  }

  #begin(): ExtendingWriter {
    const { path, nameOf } = this.#folder.shard();
    return new ExtendingWriter(path, this.#source, { ...this.#options, nameOf });
  }

  #complete(shard: ExtendingWriter): void {
    this.#folder.completeSources();
    shard.finish();
    this.#shard = undefined;
  }
}
