import { fileError } from "../../errors/mod.ts";
import { system } from "../../hosts/mod.ts";
import { shardNumber } from "../../runtime/shards/shard_name.ts";
import { inFolder, sourcesFile } from "../plan/plan_paths.ts";
import { fileLines } from "../shared/file_lines.ts";

/** A shard whose records may have lines in `sources/`. */
export interface CarriedShard {
  /** Its file, in a folder `shards/`. */
  readonly path: string;
  /** The number of its first record. */
  readonly firstRecord: number;
  /** Number of its records. */
  readonly records: number;
}

const newline = 10;
const pieceBytes = 2 ** 18;

/** The lines of a folder's `sources/`, taken in the order of its records: where each comes from. */
export class CarriedSources {
  readonly #folder: string;
  readonly #shards: readonly CarriedShard[];
  #shard = -1;
  #lines: Iterator<string> | undefined;
  #next = 0;

  constructor(folder: string, shards: readonly CarriedShard[]) {
    this.#folder = folder;
    this.#shards = shards;
  }

  /**
   * The line of a record, later than those asked for before; nothing if the folder doesn't have one, or
   * if its file has other lines than the shard has records.
   *
   * @throws {FileError} when it can't be read.
   */
  lineOf(record: number): string | undefined {
    const shards = this.#shards;
    let at = Math.max(this.#shard, 0);
    while (at < shards.length && record >= shards[at]!.firstRecord + shards[at]!.records) at++;
    const shard = shards[at];
    if (shard === undefined) return undefined;
    if (at !== this.#shard) this.#open(at, shard);
    let line: string | undefined;
    for (; this.#lines !== undefined && this.#next <= record; this.#next++) {
      line = this.#lines.next().value as string | undefined;
    }
    return line;
  }

  /** Closes the file that is open. */
  close(): void {
    this.#lines?.return?.();
    this.#lines = undefined;
  }

  #open(at: number, { path, firstRecord, records }: CarriedShard): void {
    this.close();
    this.#shard = at;
    this.#next = firstRecord;
    const name = system().paths.basename(path);
    const file = inFolder(this.#folder, sourcesFile(shardNumber(`shards/${name}`) ?? at));
    if (countLines(file) === records) this.#lines = fileLines(file);
  }
}

/** How many lines a file has; nothing if there is no such file. */
function countLines(path: string): number | undefined {
  const fs = system().files;
  if (!fs.existsSync(path)) return undefined;
  const piece = new Uint8Array(pieceBytes);
  let count = 0;
  try {
    const descriptor = fs.openSync(path, "r");
    try {
      for (;;) {
        const length = fs.readSync(descriptor, piece, 0, pieceBytes, null);
        if (length === 0) return count;
        const bytes = piece.subarray(0, length);
        for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) count++;
      }
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (cause) {
    throw fileError("read", path, cause);
  }
}
