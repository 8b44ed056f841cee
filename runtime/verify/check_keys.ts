import { fieldThatMeans } from "../../schema/reading.ts";
import type { AfdFile } from "../container/afd_file.ts";
import { KeyTable } from "../container/key_table.ts";
import { hashKey, sameBytes } from "../container/keys.ts";
import { maxKeyBytes } from "../container/limits.ts";
import { pageRecords } from "../container/table.ts";
import { TextField } from "../fields/text/byte_run_field.ts";
import type { BlockSet } from "./block_set.ts";
import type { Findings } from "./findings.ts";

/** Readers keep the pages they have read; new ones after this many records bound that memory. */
const recordsPerReader = 64 * pageRecords;

/**
 * Checks that no two records have the same key, and that the index of the keys is the one that a
 * writer makes of them. Each key has been checked by itself.
 */
export function checkKeys(
  file: AfdFile,
  { damaged, findings }: { damaged: BlockSet; findings: Findings },
): void {
  const field = fieldThatMeans(file.ir, "key");
  if (field === undefined) return;
  const fieldIndex = file.ir.fields.indexOf(field);
  const { position, byteLength } = file.lookup(fieldIndex);
  const table = keysOf(file, { fieldIndex, findings });
  // Nobody knows the index of keys that can't be read; and damage to it has been reported.
  if (table === undefined || damaged.touches(position, byteLength)) return;
  let end = position;
  let isSame = true;
  table.drain((piece) => {
    isSame &&= sameBytes(file.view(end, piece.length), piece);
    end += piece.length;
  });
  if (!isSame) findings.ofFile("key-index", field.name);
}

/** The keys of all records; nothing where one of them isn't sound. Duplicates are reported. */
function keysOf(
  file: AfdFile,
  { fieldIndex, findings }: { fieldIndex: number; findings: Findings },
): KeyTable | undefined {
  const table = new KeyTable();
  let field = new TextField(file, fieldIndex);
  for (let record = 0; record < file.recordCount; record++) {
    if (record % recordsPerReader === 0) field = new TextField(file, fieldIndex);
    // Where payloads overlap, not all of them have been looked at.
    const isLong = field.metadata.byteLength(record) > maxKeyBytes;
    if (isLong || findings.has({ record, field: field.name })) return undefined;
    const bytes = field.bytes(record);
    const hash = hashKey(bytes);
    const owner = table.find(hash, (other) => sameBytes(field.bytes(other), bytes));
    if (owner !== undefined) findings.ofRecord("duplicate-key", { record, field: field.name });
    table.add(hash);
  }
  return table;
}
