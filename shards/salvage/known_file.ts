import { AudiofieldError } from "../../errors/mod.ts";
import { type DatasetIr, fieldKind, fingerprintOf, type JsonObject } from "../../schema/mod.ts";
import {
  aligned,
  alignment,
  blockBytes,
  directoryHeaderBytes,
  preambleBytes,
  trailerBytes,
} from "../../runtime/container/constants.ts";
import { crc32 } from "../../runtime/container/crc32.ts";
import { maxTailBytes } from "../../runtime/container/limits.ts";
import type { Provenance } from "../../runtime/container/provenance.ts";
import { readSchema } from "../../runtime/container/read_tail.ts";
import { decodeTrailer } from "../../runtime/container/trailer.ts";
import type { ListedShard, ShardList } from "../../runtime/shards/dataset_json.ts";
import type { Storage } from "../../runtime/storage/storage.ts";
import { hasTables, type KnownFile, rebuildTail } from "./rebuilt_tail.ts";

/** Bytes that are searched at once. */
const windowBytes = 2 ** 20;

/** What may be known of a damaged file from elsewhere. */
export interface Hints {
  /** Its schema. */
  readonly ir?: DatasetIr | undefined;
  /** What the `dataset.json` of its folder says, and its entry there. */
  readonly listed?: { readonly list: ShardList; readonly shard: ListedShard } | undefined;
}

/**
 * What can be found out about a file that doesn't open: from `dataset.json`, from what is left of its
 * own tail, or from a schema and the shape of its tables.
 */
export function knownFile(storage: Storage, { ir, listed }: Hints): KnownFile | undefined {
  if (listed !== undefined) {
    const { list: { ir, json }, shard } = listed;
    const provenance = provenanceOf(json);
    return { ir, recordCount: shard.records, payloadEnd: shard.payloadEnd, provenance };
  }
  return fromTail(storage) ?? (ir && (fromDirectory(storage, ir) ?? fromTables(storage, ir)));
}

function provenanceOf(json: JsonObject): Provenance {
  return (json["provenance"] ?? {}) as unknown as Provenance;
}

/** From a tail that fails its checksum, but whose schema and directory still agree. */
function fromTail(storage: Storage): KnownFile | undefined {
  const { name: file, size } = storage;
  if (size < preambleBytes + trailerBytes) return undefined;
  try {
    const end = storage.view(size - trailerBytes, trailerBytes);
    const { tailOffset, directoryOffset } = decodeTrailer(end, { file, size });
    if (
      tailOffset < preambleBytes || size - tailOffset > maxTailBytes ||
      directoryOffset < tailOffset || directoryOffset + directoryHeaderBytes > size
    ) return undefined;
    const header = viewOf(storage.view(directoryOffset, directoryHeaderBytes));
    const irLength = header.getUint32(32, true);
    if (tailOffset + irLength > size) return undefined;
    const ir = readSchema(storage.view(tailOffset, irLength), file);
    return fromHeader(storage, ir, header);
  } catch (cause) {
    if (cause instanceof AudiofieldError) return undefined;
    throw cause;
  }
}

/** From the directory alone, which holds the schema's fingerprint. */
function fromDirectory(storage: Storage, ir: DatasetIr): KnownFile | undefined {
  const fingerprint = Uint8Array.from(
    fingerprintOf(ir).match(/../g)!,
    (pair) => parseInt(pair, 16),
  );
  const from = Math.max(preambleBytes, storage.size - maxTailBytes);
  const end = storage.view(from, Math.max(0, storage.size - from));
  for (let at = lastOf(end, fingerprint, end.length); at >= 40; at = lastOf(end, fingerprint, at)) {
    if (at - 40 + directoryHeaderBytes > end.length) continue;
    const header = viewOf(end.slice(at - 40, at - 40 + directoryHeaderBytes));
    const known = fromHeader(storage, ir, header);
    if (known !== undefined) return known;
  }
  return undefined;
}

/** What the directory's header says, if it is of that schema, and the file has such tables. */
function fromHeader(storage: Storage, ir: DatasetIr, header: DataView): KnownFile | undefined {
  const fingerprint = fingerprintOf(ir);
  for (let at = 0; at < 32; at++) {
    const wanted = parseInt(fingerprint.slice(at * 2, at * 2 + 2), 16);
    if (header.getUint8(40 + at) !== wanted) return undefined;
  }
  const recordCount = header.getUint32(0, true);
  const payloadEnd = Number(header.getBigUint64(8, true));
  // Models, if there were any, aren't known: their text fails its checksum.
  const known = { ir, recordCount, payloadEnd, provenance: {} };
  const isThere = header.getUint32(4, true) === ir.fields.length && hasTables(storage, known);
  return isThere ? known : undefined;
}

/**
 * From the tables: the payloads of records follow one another, and the first one begins at 64. So the
 * table of the first field with payloads begins with 64. Whether it is that table is for the checksums
 * of blocks to say, which lie where its length puts them.
 */
function fromTables(storage: Storage, ir: DatasetIr): KnownFile | undefined {
  const kinds = ir.fields.map(({ kind }) => fieldKind(kind)!);
  const first = kinds.findIndex(({ hasPayload }) => hasPayload);
  if (first === -1) return undefined;
  const sizes = kinds.map(({ layout }) => layout.itemSize);
  for (let from = preambleBytes; from < storage.size; from += windowBytes) {
    const length = Math.min(windowBytes, storage.size - from);
    const view = viewOf(storage.view(from, length));
    for (let at = 0; at + 8 <= length; at += alignment) {
      if (view.getUint32(at, true) !== preambleBytes || view.getUint32(at + 4, true) !== 0) {
        continue;
      }
      const table = from + at;
      const most = pointersAt(storage, { table, itemSize: sizes[first]! });
      // What follows the table may look like a further record or two.
      for (let recordCount = most; recordCount >= Math.max(1, most - 2); recordCount--) {
        const before = sizes.slice(0, first).reduce(
          (sum, size) => sum + aligned(recordCount * size),
          0,
        );
        // Where exactly the last payload ends makes no difference to anything that is read.
        const known = { ir, recordCount, payloadEnd: table - before, provenance: {} };
        if (hasTables(storage, known) && hasChecksums(storage, known)) return known;
      }
    }
  }
  return undefined;
}

/** How many items of a table, one after another, have pointers to payloads that ascend. */
function pointersAt(
  storage: Storage,
  { table, itemSize }: { table: number; itemSize: number },
): number {
  let [items, last] = [0, preambleBytes];
  for (let position = table; position + itemSize <= storage.size;) {
    const count = Math.min(4096, Math.floor((storage.size - position) / itemSize));
    const view = viewOf(storage.view(position, count * itemSize));
    for (let row = 0; row < count; row++) {
      const pointer = Number(view.getBigUint64(row * itemSize, true));
      if (pointer % alignment !== 0 || pointer < last || pointer > table) return items;
      last = pointer;
      items++;
    }
    position += count * itemSize;
  }
  return items;
}

/** Whether the checksum of any block is where this would put it. */
function hasChecksums(storage: Storage, known: KnownFile): boolean {
  const rebuilt = rebuildTail(storage, known);
  if (rebuilt === undefined) return false;
  const { position, bytes } = rebuilt.patches.at(-1)!;
  const sums = viewOf(bytes);
  const blocks = Math.ceil(position / blockBytes);
  // The last ones: they hold the tables.
  for (let block = blocks - 1; block >= Math.max(0, blocks - 16); block--) {
    const from = block * blockBytes;
    const length = Math.min(blockBytes, position - from, storage.size - from);
    if (crc32(storage.view(from, length)) === sums.getUint32(block * 4, true)) return true;
  }
  return false;
}

/** The last place before `before` where `wanted` begins; −1 if there is none. */
function lastOf(bytes: Uint8Array, wanted: Uint8Array, before: number): number {
  for (let at = before - 1; at >= 0; at--) {
    if (bytes[at] === wanted[0] && wanted.every((byte, index) => bytes[at + index] === byte)) {
      return at;
    }
  }
  return -1;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
