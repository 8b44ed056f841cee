import { system } from "../../hosts/mod.ts";
import { DatasetReader } from "../../runtime/dataset/dataset_reader.ts";
import { openAfd } from "../../runtime/shards/open_file.ts";
import { PositionedStorage } from "../../runtime/storage/positioned.ts";
import { join } from "../shared/paths.ts";
import { patternOverlap } from "./byte_patterns.ts";
import type { RemovedRecords } from "./removed_records.ts";

/** Bytes that are read at once. */
const pieceBytes = 2 ** 20;

/** Something of a removed record that is still in the folder. */
export interface Remainder {
  /** The file, as a path in the folder. */
  readonly file: string;
  /** Where in the file; for names, where in its text. */
  readonly at: number;
  /** What it is. */
  readonly what: "payload" | "key" | "path";
  /** For payloads, the removed record's number before it was removed. */
  readonly record?: number;
  /** The field of a payload. */
  readonly field?: string;
  /** A record of the dataset as it is now that has the same bytes there. */
  readonly sameAs?: number;
}

/**
 * Looks through every file of a folder for what removed records had: the bytes of their payloads
 * wherever they lie, and their keys and paths as whole words of texts.
 */
export function scanFolder(
  folder: string,
  { removed, paths, onBytes }: {
    removed: RemovedRecords;
    paths: readonly string[];
    onBytes: (done: number) => void;
  },
): Remainder[] {
  const found: Remainder[] = [];
  const names = [
    ...removed.keys.map((text) => ({ text, what: "key" as const })),
    ...paths.map((text) => ({ text, what: "path" as const })),
  ];
  let done = 0;
  for (const file of filesBelow(folder)) {
    const path = join(folder, file);
    using storage = new PositionedStorage(path);
    for (let at = 0; at < storage.size; at += pieceBytes) {
      const length = Math.min(pieceBytes + patternOverlap, storage.size - at);
      removed.payloads.search(storage.view(at, length), (owner, start) => {
        if (start < pieceBytes) found.push({ file, at: at + start, what: "payload", ...owner });
      });
      done += Math.min(pieceBytes, storage.size - at);
      onBytes(done);
    }
    // Keys in shards are looked up; everything else is text.
    if (!file.endsWith(".afd")) found.push(...namesIn(path, file, names));
  }
  return [...found, ...keysIn(folder, removed.keys)];
}

function namesIn(
  path: string,
  file: string,
  names: readonly { text: string; what: "key" | "path" }[],
): Remainder[] {
  const text = system().files.readFileSync(path, "utf8");
  const words = new Map<string, number>();
  // Keys and paths are whole strings of JSON wherever they are written.
  for (const { 0: word, index } of text.matchAll(/"(?:[^"\\]|\\.)*"/g)) {
    try {
      const value = JSON.parse(word) as string;
      if (!words.has(value)) words.set(value, index);
    } catch {
      // Not a string of JSON.
    }
  }
  return names.flatMap(({ text: name, what }) => {
    const at = words.get(name);
    return at === undefined ? [] : [{ file, at, what }];
  });
}

function keysIn(folder: string, keys: readonly string[]): Remainder[] {
  if (keys.length === 0) return [];
  using dataset = new DatasetReader(openAfd(folder));
  return keys.flatMap((key) => {
    const record = dataset.findKey(key);
    return record === undefined
      ? []
      : [{ file: "index/tables.afd", at: record, what: "key" as const }];
  });
}

/** The files below a folder, as paths with forward slashes, sorted; links aren't followed. */
export function filesBelow(folder: string, below = ""): string[] {
  const entries = system().files.readdirSync(join(folder, below), { withFileTypes: true }).sort((
    a,
    b,
  ) => a.name < b.name ? -1 : 1);
  return entries.flatMap((entry) => {
    const { name } = entry;
    const path = below === "" ? name : `${below}/${name}`;
    return entry.isDirectory() ? filesBelow(folder, path) : entry.isFile() ? [path] : [];
  });
}
