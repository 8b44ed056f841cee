import { ContainerWriter } from "../../runtime/output/container_writer.ts";
import type { AfdFile } from "../../runtime/container/afd_file.ts";
import { checkAlike } from "../../runtime/shards/finish/check_alike.ts";
import { CopyOrigins } from "./copy_origins.ts";
import type { CopyRange } from "./record_ranges.ts";
import { StoredRecords, type ValuesByField } from "./stored_records.ts";

/** How to write copies of records. */
export interface RecordCopierOptions {
  /** An open file or folder with the schema and the models of the records to come. */
  readonly like: AfdFile;
  /** Whether a file of that name is replaced when the new one is complete. */
  readonly overwrite?: boolean | undefined;
  /** The file's path, from its checksum, if it isn't known before; in the folder of the path given. */
  readonly nameOf?: ((checksum: string) => string) | undefined;
}

/** How records are copied. */
export interface CopyLimits {
  /** Bytes that the file has, unless it is a single record. */
  readonly maxFileBytes?: number | undefined;
  /** Whether it ends after one piece. */
  readonly once?: boolean;
  /** How to read fields whose lookup part can't be read as usual. */
  readonly textOf?: ValuesByField | undefined;
}

/**
 * Writes an `.afd` file from records of open files and folders, as they are stored: payloads and
 * metadata are copied, and only their places, the numbers of categories, the index of keys and the
 * totals are made anew. The same records give the bytes that packing them would give: all records of a
 * file are that file again, and the parts of an input, packed one by one and copied in order, are the
 * file of the whole input.
 *
 * So an engine that packs one file with several workers lets each pack a part to a file of its own,
 * and then copies the parts in order:
 *
 * @example
 * ```ts ignore
 * using first = new AfdFile(parts[0]);
 * using copier = new RecordCopier("whole.afd", { like: first });
 * for (const path of parts) {
 *   using part = new AfdFile(path);
 *   for (const _done of copier.copy(part)) await guard.checkpoint();
 * }
 * copier.finish();
 * ```
 */
export class RecordCopier implements Disposable {
  readonly #like: AfdFile;
  readonly #writer: ContainerWriter;
  readonly #origins = new CopyOrigins();
  #records: StoredRecords | undefined;

  /** @throws {FileError} when the output exists and may not be overwritten, or can't be written. */
  constructor(path: string, { like, overwrite, nameOf }: RecordCopierOptions) {
    this.#like = like;
    const { ir, provenance } = like;
    const hasModels = Object.keys(provenance).length > 0;
    this.#writer = new ContainerWriter(path, {
      ir,
      overwrite,
      nameOf,
      provenance: hasModels ? provenance : undefined,
    });
  }

  /** Records copied so far. */
  get recordCount(): number {
    return this.#writer.recordCount;
  }

  /** Bytes written so far. */
  get byteLength(): number {
    return this.#writer.byteLength;
  }

  /**
   * Copies records, and yields the records of the file that are done after each piece, so that progress
   * can be shown and signals take effect. After an error, the output is given up.
   *
   * @param ranges which records, in ascending order; all if omitted.
   * @throws {FormatError} when the file has another schema, or its values come from other models.
   * @throws {IntegrityError} when a record is damaged.
   * @throws {ManifestError} `"duplicate-key"` when a record has the key of one that was copied before.
   * @throws {FileError} when the disk is full.
   */
  *copy(
    file: AfdFile,
    ranges: Iterable<CopyRange> = [{ start: 0, end: file.recordCount }],
    { maxFileBytes, once = false, textOf }: CopyLimits = {},
  ): Generator<number> {
    const records = this.#recordsOf(file, textOf);
    for (const { start, end } of ranges) {
      this.#origins.add({ file: file.name, first: start, at: this.recordCount });
      for (let record = start; record < end;) {
        const run = records.run(record, {
          end,
          maxBytes: maxFileBytes && maxFileBytes - this.byteLength,
          mayBeEmpty: this.recordCount > 0,
        });
        if (run.recordCount === 0) return;
        this.#origins.during(this.#writer.path, () => this.#writer.appendStored(run));
        record += run.recordCount;
        yield record;
        if (once) return;
      }
    }
  }

  /** Completes the file and gives it its name. */
  finish(): void {
    this.#writer.finish();
  }

  /** Discards everything written; does nothing after {@link finish}. */
  abort(): void {
    this.#writer.abort();
  }

  /** {@link abort}, at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.abort();
  }

  /** Readers are kept while records of the same file are copied. */
  #recordsOf(file: AfdFile, textOf: ValuesByField | undefined): StoredRecords {
    if (this.#records?.file !== file) {
      checkAlike(file, this.#like);
      this.#records = new StoredRecords(file, textOf);
    }
    return this.#records;
  }
}
