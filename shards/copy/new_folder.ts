import { FileError, fileError } from "../../errors/mod.ts";
import type { DatasetIr, JsonObject } from "../../schema/mod.ts";
import { system } from "../../hosts/mod.ts";
import { PartialFolder } from "../../runtime/output/partial_folder.ts";
import { finishShards } from "../../runtime/shards/finish/finish_shards.ts";
import { shardName } from "../../runtime/shards/shard_name.ts";
import { readmeText } from "../finish/readme_text.ts";
import { inFolder, sourcesFile } from "../plan/plan_paths.ts";
import { withoutTemporary } from "../shared/temporary_paths.ts";
import { WholeFile, writeWhole } from "../shared/whole_file.ts";

/** The line of a record about which nothing is known. */
const unknownSource = '{"bytes":null,"path":null}';

/** Where a shard is written, and how its file gets its name. */
export interface NewShard {
  readonly path: string;
  readonly nameOf: (checksum: string) => string;
}

/** A folder of shards that has another name until it is complete. */
export class NewFolder implements Disposable {
  readonly #path: string;
  readonly #partial: PartialFolder;
  readonly #work: string;
  readonly #shards: string[] = [];
  #sources: WholeFile | undefined;
  /** Records of the shard that is open, whose lines haven't been written. */
  #unknown = 0;
  #hasSources = false;
  #isOpen = true;

  /** @throws {FileError} when the folder has something in it, or can't be written. */
  constructor(path: string) {
    const { resolve, dirname } = system().paths;
    this.#path = path;
    refuseFilled(path);
    try {
      this.#partial = new PartialFolder(dirname(resolve(path)));
    } catch (cause) {
      throw fileError("write", path, cause);
    }
    this.#work = this.#partial.path;
    try {
      system().files.mkdirSync(inFolder(this.#work, "shards"));
    } catch (cause) {
      this.#partial.discard();
      throw fileError("write", path, cause);
    }
  }

  /** Begins a shard; the one before must be complete. */
  shard(): NewShard {
    const number = this.#shards.length;
    return {
      path: inFolder(this.#work, "shards/next.afd"),
      nameOf: (checksum) => {
        const name = shardName(number, checksum);
        this.#shards.push(name);
        return inFolder(this.#work, name);
      },
    };
  }

  /** Says where the next record of the open shard comes from: a line of `sources/`, if that is known. */
  addSource(line: string | undefined): void {
    if (line === undefined && this.#sources === undefined) {
      this.#unknown++;
      return;
    }
    const sources = this.#sources ??= new WholeFile(
      inFolder(this.#work, sourcesFile(this.#shards.length)),
    );
    for (; this.#unknown > 0; this.#unknown--) sources.add(`${unknownSource}\n`);
    sources.add(`${line ?? unknownSource}\n`);
  }

  /** Completes what {@link addSource} said of the open shard: after its last record. */
  completeSources(): void {
    this.#sources?.commit();
    this.#hasSources ||= this.#sources !== undefined;
    this.#sources = undefined;
    this.#unknown = 0;
  }

  /**
   * Does something in the folder; an error names the folder as the user does.
   *
   * @throws what the step throws.
   */
  during<Result>(step: () => Result): Result {
    try {
      return step();
    } catch (cause) {
      throw this.named(cause);
    }
  }

  /** An error that names the folder as the user does. */
  named(cause: unknown): unknown {
    return withoutTemporary(cause, { work: this.#work, path: this.#path, isFile: false });
  }

  /** Makes the shards a dataset, and gives the folder its name. */
  finish(ir: DatasetIr, previous: JsonObject | undefined): void {
    const fs = system().files;
    finishShards(this.#work, { shards: this.#shards, previous });
    const text = readmeText(ir, { hasSources: this.#hasSources, hasPlan: false });
    writeWhole(inFolder(this.#work, "README.md"), text);
    refuseFilled(this.#path);
    try {
      if (fs.existsSync(this.#path)) fs.rmdirSync(this.#path);
      fs.renameSync(this.#work, this.#path);
    } catch (cause) {
      throw fileError("write", this.#path, cause);
    }
    this.#isOpen = false;
    this.#partial.discard();
  }

  /** Discards everything written; does nothing after {@link finish}. */
  abort(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#sources?.[Symbol.dispose]();
    this.#partial.discard();
  }

  /** {@link abort}, at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.abort();
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
