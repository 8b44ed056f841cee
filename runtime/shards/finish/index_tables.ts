import { IntegrityError } from "../../../errors/mod.ts";
import { fieldKind } from "../../../schema/mod.ts";
import type { AfdFile } from "../../container/afd_file.ts";
import { preambleBytes } from "../../container/constants.ts";
import { getUint53, setUint53 } from "../../container/uint53.ts";
import type { OpenedShards } from "./opened_shards.ts";

/** Records of a table that are rewritten at once. */
const pieceRecords = 4096;

/** Changes the record at byte `at` from a shard's numbers to the dataset's. */
type Rewrite = (view: DataView, at: number, place: RecordPlace) => void;

interface RecordPlace {
  readonly file: AfdFile;
  readonly shard: number;
  readonly record: number;
}

/**
 * The table of a field over all shards: the shards' tables one after another, with payloads and
 * categories as the dataset counts them.
 *
 * @param numbers for a field of categories, the dataset's numbers of each shard's categories.
 */
export function tableOver(
  shards: OpenedShards,
  fieldIndex: number,
  numbers: readonly Uint32Array[] | undefined,
): { drain(take: (piece: Uint8Array) => void): void } {
  const rewrite = rewriterOf(shards, fieldIndex, numbers);
  return {
    drain: (take) => {
      for (let shard = 0; shard < shards.list.length; shard++) {
        drainTable({ file: shards.at(shard), shard, fieldIndex, rewrite }, take);
      }
    },
  };
}

function drainTable(
  { file, shard, fieldIndex, rewrite }: {
    file: AfdFile;
    shard: number;
    fieldIndex: number;
    rewrite: Rewrite | undefined;
  },
  take: (piece: Uint8Array) => void,
): void {
  const { tableOffset, itemSize } = file.entry(fieldIndex);
  for (let first = 0; first < file.recordCount; first += pieceRecords) {
    const count = Math.min(pieceRecords, file.recordCount - first);
    // A copy, since the file is read by position.
    const bytes = file.view(tableOffset + first * itemSize, count * itemSize);
    if (rewrite !== undefined) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let row = 0; row < count; row++) {
        rewrite(view, row * itemSize, { file, shard, record: first + row });
      }
    }
    take(bytes);
  }
}

function rewriterOf(
  { first, positions }: OpenedShards,
  fieldIndex: number,
  numbers: readonly Uint32Array[] | undefined,
): Rewrite | undefined {
  const { name, kind } = first.ir.fields[fieldIndex]!;
  if (numbers !== undefined) {
    return (view, at, { file, shard, record }) => {
      const number = numbers[shard]![view.getUint32(at, true)];
      if (number === undefined) throw damaged(file, name, record, "category-number");
      view.setUint32(at, number, true);
    };
  }
  if (fieldKind(kind)?.hasPayload !== true) return undefined;
  return (view, at, { file, shard, record }) => {
    const position = getUint53(view, at);
    if (position < preambleBytes || position > Math.ceil(file.directory.payloadEnd / 64) * 64) {
      throw damaged(file, name, record, "extent");
    }
    setUint53(view, at, positions.starts[shard]! + position);
  };
}

function damaged(file: AfdFile, field: string, record: number, code: string): IntegrityError {
  return new IntegrityError(
    `Cannot index "${field}" of record ${record} in "${file.name}": its metadata is damaged`,
    { code, file: file.name, field, record, hint: "run `audiofield verify` on the shard" },
  );
}
