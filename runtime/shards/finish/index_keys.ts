import { IntegrityError, ManifestError } from "../../../errors/mod.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { KeyTable } from "../../container/key_table.ts";
import { sameBytes } from "../../container/keys.ts";
import { runtimeKind } from "../../fields/mod.ts";
import type { KeyField } from "../../fields/text/key_index.ts";
import type { OpenedShards } from "./opened_shards.ts";

/** Characters of a key that messages show. */
const shownCharacters = 80;

/**
 * The index of the keys of all shards, made from the indexes of the shards. Keys themselves are read
 * only where two have the same hash.
 *
 * @throws {ManifestError} `"duplicate-key"` when records of two shards have the same key.
 * @throws {IntegrityError} `"key-index"` when a shard's index is damaged.
 */
export function keysOver(shards: OpenedShards, fieldIndex: number): KeyTable {
  const table = new KeyTable();
  const keyOf = (record: number) => keyAt(shards, fieldIndex, record).bytes;
  for (let shard = 0; shard < shards.list.length; shard++) {
    const { lows, highs } = hashesByRecord(shards.at(shard), fieldIndex);
    for (let record = 0; record < lows.length; record++) {
      const hash = { low: lows[record]!, high: highs[record]! };
      const added = table.size;
      const owner = table.find(hash, (other) => sameBytes(keyOf(other), keyOf(added)));
      if (owner !== undefined) throw duplicate(shards, fieldIndex, [owner, added]);
      table.add(hash);
    }
  }
  return table;
}

/** The hashes in a shard's index, by record. */
function hashesByRecord(
  file: AfdFile,
  fieldIndex: number,
): { lows: Uint32Array; highs: Uint32Array } {
  const { recordCount } = file;
  const { position } = file.lookup(fieldIndex);
  const [lows, highs] = [new Uint32Array(recordCount), new Uint32Array(recordCount)];
  const isSeen = new Uint8Array(recordCount);
  const bytes = file.view(position, recordCount * 12);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < recordCount; at++) {
    const record = view.getUint32(recordCount * 8 + at * 4, true);
    if (record >= recordCount || isSeen[record] === 1) {
      throw new IntegrityError(`Cannot index the keys of "${file.name}": its own index is wrong`, {
        code: "key-index",
        file: file.name,
        record,
        hint: "run `audiofield verify` on the shard",
      });
    }
    isSeen[record] = 1;
    lows[record] = view.getUint32(at * 8, true);
    highs[record] = view.getUint32(at * 8 + 4, true);
  }
  return { lows, highs };
}

/** A record of the dataset as its shard has it, and its key. */
function keyAt(
  shards: OpenedShards,
  fieldIndex: number,
  record: number,
): { file: AfdFile; inFile: number; bytes: Uint8Array } {
  const shard = shards.firstRecords.findLastIndex((first, at) =>
    first <= record && shards.list[at]!.records > 0
  );
  const file = shards.at(shard);
  const inFile = record - shards.firstRecords[shard]!;
  const { kind } = file.ir.fields[fieldIndex]!;
  // Only texts are keys, and their readers have all that it takes.
  const field = runtimeKind(kind).open(file, fieldIndex) as unknown as KeyField;
  return { file, inFile, bytes: field.bytes(inFile) };
}

function duplicate(
  shards: OpenedShards,
  fieldIndex: number,
  records: readonly [number, number],
): ManifestError {
  const [one, other] = records.map((record) => keyAt(shards, fieldIndex, record)) as [
    ReturnType<typeof keyAt>,
    ReturnType<typeof keyAt>,
  ];
  const key = new TextDecoder().decode(other.bytes);
  const shown = key.length > shownCharacters ? `${key.slice(0, shownCharacters)}…` : key;
  return new ManifestError(
    `Cannot make a dataset of these shards: record ${one.inFile} of "${one.file.name}" and record ` +
      `${other.inFile} of "${other.file.name}" have the key ${JSON.stringify(shown)}`,
    {
      code: "duplicate-key",
      file: other.file.name,
      field: shards.first.ir.fields[fieldIndex]!.name,
      record: records[1],
      found: records[0],
      hint: "give each record its own key",
    },
  );
}
