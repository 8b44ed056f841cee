import { fieldKind, fieldThatMeans, sha256Hex } from "../../schema/mod.ts";
import type { DatasetReader } from "../../runtime/dataset/dataset_reader.ts";
import { BytePatterns } from "./byte_patterns.ts";

/** Bytes at the beginning, the middle and the end of a payload in which something telling is looked for. */
const partBytes = 4096;

/** What mustn't be found any more. */
export interface RemovedRecords {
  /** The records' payloads, by their number and field. */
  readonly payloads: BytePatterns<RemovedPayload>;
  /** Payloads that are too short or too uniform to be told from others. */
  readonly notSearched: number;
  /** The records' keys; empty if the dataset has none. */
  readonly keys: readonly string[];
  /** SHA-256 of each key. */
  readonly keyHashes: readonly string[];
}

/** A payload of a removed record. */
export interface RemovedPayload {
  /** The record's number before it was removed. */
  readonly record: number;
  readonly field: string;
}

/** Remembers what identifies records before they are removed. */
export function rememberRecords(dataset: DatasetReader, records: Uint32Array): RemovedRecords {
  const { file } = dataset;
  const payloads = new BytePatterns<RemovedPayload>();
  let notSearched = 0;
  const key = fieldThatMeans(dataset.ir, "key");
  for (const { name, kind } of dataset.ir.fields) {
    if (!fieldKind(kind)!.hasPayload) continue;
    const reader = dataset.field(name);
    for (const record of records) {
      const { position, length } = reader.extent(record)!;
      const parts = [0, Math.floor(length / 2), length - partBytes].map((from) => {
        const at = Math.max(0, Math.min(from, length - 1));
        const bytes = file.view(position + at, Math.min(partBytes, length - at));
        return payloads.add(bytes, { record, field: name });
      });
      if (length > 0 && !parts.includes(true)) notSearched++;
    }
  }
  const keys = key === undefined ? [] : Array.from(records, (record) => dataset.keyOf(record));
  const keyHashes = keys.map((text) => sha256Hex(new TextEncoder().encode(text)));
  return { payloads, notSearched, keys, keyHashes };
}
