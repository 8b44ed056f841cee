import { counted } from "../../errors/counted.ts";
import { FormatError, IntegrityError } from "../../errors/mod.ts";
import { sha256Hex } from "../../schema/reading.ts";
import { blockBytes } from "../container/constants.ts";
import type { Directory } from "../container/directory.ts";
import { readTail } from "../container/read_tail.ts";
import type { Storage } from "../storage/storage.ts";
import type { ListedShard } from "./dataset_json.ts";

/** What the end of a shard or of an index says. */
export interface ShardHead {
  readonly directory: Directory;
  /** SHA-256 of its tail. */
  readonly checksum: string;
}

/**
 * Reads the end of a shard, or of an index.
 *
 * @throws {FormatError} `"other-schema"` when it isn't of the dataset.
 * @throws {IntegrityError} when it contradicts itself.
 */
export function readHead(
  storage: Storage,
  { dataset, fingerprint, isIndex }: { dataset: string; fingerprint: string; isIndex: boolean },
): ShardHead {
  const { directory, tail, trailer } = readTail(storage);
  const { checksumOffset, checksumsOfChecksums } = directory;
  const blocks = Math.ceil(checksumOffset / blockBytes);
  if (hexOf(directory.fingerprint) !== fingerprint) {
    throw new FormatError(
      `Cannot read "${storage.name}": its schema isn't that of the dataset "${dataset}"`,
      { code: "other-schema", file: storage.name, hint: "it belongs to another dataset" },
    );
  }
  if (
    checksumOffset + blocks * 4 > trailer.tailOffset ||
    checksumsOfChecksums.length !== Math.ceil((blocks * 4) / blockBytes) ||
    (!isIndex && directory.payloadEnd > checksumOffset)
  ) {
    throw new IntegrityError(
      `Cannot read "${storage.name}": its directory contradicts its length`,
      { code: "directory", file: storage.name, hint: "it wasn't written by a sound writer" },
    );
  }
  return { directory, checksum: sha256Hex(tail) };
}

/**
 * Compares a shard with what `dataset.json` says of it.
 *
 * @throws {IntegrityError} `"shard"` when it is another one.
 */
export function compareShard(
  file: string,
  { directory, checksum }: ShardHead,
  listed: ListedShard,
): void {
  const { recordCount, payloadEnd } = directory;
  if (checksum !== listed.checksum) {
    throw wrongShard(file, `its checksum is ${checksum}`, listed.checksum);
  }
  if (recordCount !== listed.records) {
    throw wrongShard(file, `it has ${counted(recordCount, "record")}`, `${listed.records}`);
  }
  if (payloadEnd !== listed.payloadEnd) {
    throw wrongShard(file, `its payloads end at byte ${payloadEnd}`, `${listed.payloadEnd}`);
  }
}

/** The error for a shard that isn't the one that `dataset.json` lists. */
export function wrongShard(file: string, what: string, wanted: string): IntegrityError {
  return new IntegrityError(`Cannot read "${file}": ${what}, but dataset.json says ${wanted}`, {
    code: "shard",
    file,
    wanted,
    hint: "it was damaged or exchanged; copy the shard again",
  });
}

/** Bytes as hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
