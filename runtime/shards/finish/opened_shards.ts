import { readAnySchema } from "../../../schema/parse_ir.ts";
import { AfdFile } from "../../container/afd_file.ts";
import { system } from "../../../hosts/mod.ts";
import type { ListedShard } from "../dataset_json.ts";
import { type VirtualPositions, virtualPositions } from "../virtual_positions.ts";
import { checkAlike } from "./check_alike.ts";

/** How many shards have an open descriptor at once. */
const openShards = 32;

/** The shards that a dataset is made of, which are opened when they are needed. */
export class OpenedShards implements Disposable {
  /** The shards, as `dataset.json` lists them. */
  readonly list: readonly ListedShard[];
  /** The number of each shard's first record in the dataset. */
  readonly firstRecords: readonly number[];
  /** Where their payloads lie. */
  readonly positions: VirtualPositions;
  /** The first shard, which stays open: its schema and models are those of the dataset. */
  readonly first: AfdFile;
  readonly #folder: string;
  /** The open ones; the one that was used last comes last. */
  readonly #open = new Map<number, AfdFile>();

  /**
   * @param names the shards' paths in the folder.
   * @param onShard called with each shard in order.
   * @throws {FormatError} when a shard isn't an `.afd` file, or its schema or models are others.
   */
  constructor(folder: string, names: readonly string[], onShard: (file: AfdFile) => void) {
    this.#folder = folder;
    this.first = this.#opened(names[0]!);
    try {
      const firstRecords: number[] = [];
      let records = 0;
      this.list = names.map((name): ListedShard => {
        using file = this.#opened(name);
        checkAlike(file, this.first);
        onShard(file);
        firstRecords.push(records);
        records += file.recordCount;
        return {
          file: name,
          records: file.recordCount,
          bytes: file.byteLength,
          checksum: file.checksum,
          payloadEnd: file.directory.payloadEnd,
        };
      });
      this.firstRecords = firstRecords;
      this.positions = virtualPositions(this.list);
    } catch (cause) {
      this.first.close();
      throw cause;
    }
  }

  /** A shard, which stays open until others are needed. */
  at(shard: number): AfdFile {
    const file = this.#open.get(shard) ?? this.#opened(this.list[shard]!.file);
    this.#open.delete(shard);
    this.#open.set(shard, file);
    if (this.#open.size > openShards) {
      const [oldest, other] = this.#open.entries().next().value!;
      this.#open.delete(oldest);
      other.close();
    }
    return file;
  }

  /** Closes all of them. */
  [Symbol.dispose](): void {
    this.first.close();
    for (const file of this.#open.values()) file.close();
    this.#open.clear();
  }

  #opened(name: string): AfdFile {
    const path = system().paths.join(this.#folder, name);
    readAnySchema();
    return new AfdFile(path, { storage: "positioned" });
  }
}
