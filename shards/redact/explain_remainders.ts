import { fieldKind } from "../../schema/mod.ts";
import { AfdFile } from "../../runtime/container/afd_file.ts";
import type { FieldReader } from "../../runtime/fields/kind/kind.ts";
import { runtimeKind } from "../../runtime/fields/mod.ts";
import { readDatasetJson } from "../../runtime/shards/dataset_json.ts";
import { inFolder } from "../plan/plan_paths.ts";
import type { Remainder } from "./scan_folder.ts";

/**
 * Says which of the bytes that were found belong to records that stay: two records may have the same
 * text, or the same recording.
 */
export function explainRemainders(folder: string, found: readonly Remainder[]): Remainder[] {
  if (found.length === 0) return [];
  const { shards } = readDatasetJson(folder);
  let first = 0;
  const owners = new Map<Remainder, number>();
  for (const { file: name, records } of shards) {
    const here = found.filter(({ file, what }) => file === name && what === "payload");
    if (here.length > 0) {
      using file = new AfdFile(inFolder(folder, name), { storage: "positioned" });
      for (const remainder of here) {
        const owner = ownerOf(file, remainder.at);
        if (owner !== undefined) owners.set(remainder, first + owner);
      }
    }
    first += records;
  }
  // A payload is searched for by several of its parts.
  const seen = new Set<string>();
  return found.flatMap((remainder) => {
    const sameAs = owners.get(remainder);
    const { file, what, record, field, at } = remainder;
    const key = JSON.stringify([file, what, record, field, sameAs, record === undefined ? at : 0]);
    if (seen.has(key)) return [];
    seen.add(key);
    return [sameAs === undefined ? remainder : { ...remainder, sameAs }];
  });
}

/** The record whose payload has the byte at a position. */
function ownerOf(file: AfdFile, position: number): number | undefined {
  for (const [index, { kind }] of file.ir.fields.entries()) {
    if (!fieldKind(kind)!.hasPayload) continue;
    const reader = runtimeKind(kind).open(file, index);
    const record = lastBefore(reader, { count: file.recordCount, position });
    if (record < 0) continue;
    const extent = reader.extent(record)!;
    if (position < extent.position + extent.length) return record;
  }
  return undefined;
}

/** The last record whose payload begins at or before a position; −1 if there is none. */
function lastBefore(
  reader: FieldReader,
  { count, position }: { count: number; position: number },
): number {
  let [low, high] = [-1, count - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (reader.extent(middle)!.position <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}
