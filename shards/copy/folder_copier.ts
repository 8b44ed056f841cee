import { FileError, fileError } from "../../errors/mod.ts";
import type { JsonObject } from "../../schema/mod.ts";
import type { AfdFile } from "../../runtime/container/afd_file.ts";
import { system } from "../../hosts/mod.ts";
import { finishShards } from "../../runtime/shards/finish/finish_shards.ts";
import { shardName } from "../../runtime/shards/shard_name.ts";
import { withoutTemporary } from "../shared/temporary_paths.ts";
import { CopyOrigins } from "./copy_origins.ts";
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

/**
 * Writes a folder of shards from records of open files and folders, as they are stored. The folder has
 * another name until it is complete.
 */
export class FolderCopier implements Disposable {
  /** What `dataset.json` says about the dataset, in addition to its shards. */
  readonly about: JsonObject | undefined;
  readonly #path: string;
  readonly #work: string;
  readonly #like: AfdFile;
  readonly #size: CopyShardSize;
  readonly #shards: string[] = [];
  readonly #origins = new CopyOrigins();
  #shard: RecordCopier | undefined;
  #recordCount = 0;
  #byteLength = 0;
  #isOpen = true;

  /** @throws {FileError} when the folder has something in it, or can't be written. */
  constructor(path: string, { like, shardSize, about }: FolderCopierOptions) {
    const fs = system().files;
    const { resolve, join } = system().paths;
    this.#path = path;
    this.#like = like;
    this.#size = shardSize;
    this.about = about;
    refuseFilled(path);
    try {
      const unique = Math.random().toString(36).slice(2, 10);
      this.#work = `${resolve(path)}.partial-${unique}`;
      fs.mkdirSync(this.#work);
      fs.mkdirSync(join(this.#work, "shards"));
    } catch (cause) {
      throw fileError("write", path, cause);
    }
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
    { textOf }: Pick<CopyLimits, "textOf"> = {},
  ): Generator<number> {
    for (const { start, end } of ranges) {
      this.#origins.add({ file: file.name, first: start, at: this.recordCount });
      for (let record = start; record < end;) {
        const done = this.#named(() => this.#copyPiece(file, { start: record, end }, textOf));
        if (done === record) continue;
        record = done;
        yield record;
      }
    }
  }

  /** Copies records to the shard that is open, or completes it, and returns the next record. */
  #copyPiece(file: AfdFile, { start, end }: CopyRange, textOf: CopyLimits["textOf"]): number {
    const shard = this.#shard ??= this.#begin();
    const room = (this.#size.records ?? Infinity) - shard.recordCount;
    const before = shard.recordCount;
    const range = { start, end: Math.min(end, start + room) };
    const limits = { maxFileBytes: this.#size.bytes, once: true, textOf };
    let next = start;
    for (const done of shard.copy(file, [range], limits)) next = done;
    if (shard.recordCount === before) this.#complete();
    this.#recordCount += next - start;
    return next;
  }

  /** Completes the folder and gives it its name. */
  finish(): void {
    this.#named(() => this.#finish());
  }

  #finish(): void {
    const fs = system().files;
    if (this.#shards.length === 0 && this.#shard === undefined) this.#shard = this.#begin();
    if (this.#shard !== undefined) this.#complete();
    const { about: previous } = this;
    this.#origins.during(this.#path, () => {
      finishShards(this.#work, { shards: this.#shards, previous });
    });
    refuseFilled(this.#path);
    try {
      if (fs.existsSync(this.#path)) fs.rmdirSync(this.#path);
      fs.renameSync(this.#work, this.#path);
    } catch (cause) {
      throw fileError("write", this.#path, cause);
    }
    this.#isOpen = false;
  }

  /** Discards everything written; does nothing after {@link finish}. */
  abort(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#shard?.abort();
    system().files.rmSync(this.#work, { recursive: true, force: true });
  }

  /** {@link abort}, at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.abort();
  }

  /** The folder has another name while it is made; errors use its own. */
  #named<Result>(step: () => Result): Result {
    try {
      return step();
    } catch (cause) {
      throw withoutTemporary(cause, { work: this.#work, path: this.#path, isFile: false });
    }
  }

  #begin(): RecordCopier {
    const { join } = system().paths;
    const number = this.#shards.length;
    return new RecordCopier(join(this.#work, "shards", "next.afd"), {
      like: this.#like,
      nameOf: (checksum) => {
        const name = shardName(number, checksum);
        this.#shards.push(name);
        return join(this.#work, name);
      },
    });
  }

  #complete(): void {
    this.#byteLength += this.#shard!.byteLength;
    this.#shard!.finish();
    this.#shard = undefined;
  }
}

/** A folder is made in one step, so only a missing or an empty one can be replaced. */
function refuseFilled(path: string): void {
  const fs = system().files;
  const stat = fs.statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return;
  if (stat.isDirectory() && fs.readdirSync(path).length === 0) return;
  throw new FileError(
    `Cannot write "${path}": it ${stat.isDirectory() ? "isn't empty" : "is a file"}`,
    {
      code: stat.isDirectory() ? "not-empty" : "exists",
      file: path,
      hint: "name a folder that doesn't exist, or an empty one",
    },
  );
}
