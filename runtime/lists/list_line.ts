import type { JsonObject } from "../../schema/mod.ts";
import { type ByteLine, maxLineBytes } from "./byte_lines.ts";
import { listError, type ListName, shortJson } from "./list_error.ts";
import { repeatedKey } from "./repeated_key.ts";

/** One line of a list: a record by its key, by its number, or by both. */
export interface ListedRecord {
  /** The line's number, counted from 1. */
  readonly line: number;
  /** The record's key. */
  readonly key?: string;
  /** The record's number in the dataset that the list is of. */
  readonly record?: number;
  /** The line's other members. */
  readonly notes: JsonObject;
}

/** The first line of a list that says which dataset the list is of. */
export interface ListHeader {
  /** The dataset's identity. */
  readonly dataset: string;
  /** The line's other members. */
  readonly notes: JsonObject;
}

/** A line, and where it stands. */
interface Place {
  readonly list: ListName;
  readonly line: number;
}

// Leaves out a byte order mark, as editors put before the first line.
const decoder = new TextDecoder("utf-8", { fatal: true });

const noNotes: JsonObject = Object.freeze({});

/**
 * What a line says; `undefined` for a blank one.
 *
 * @param canBeHeader whether it is the first line that isn't blank.
 * @throws {ListError} when it names no record, or isn't a JSON object in UTF-8.
 */
export function parseListLine(
  { bytes, number }: ByteLine,
  { list, canBeHeader }: { list: ListName; canBeHeader: boolean },
): ListedRecord | ListHeader | undefined {
  if (bytes === undefined) {
    throw listError(list, number, `it is longer than ${maxLineBytes / 2 ** 20} MiB`, {
      code: "line-too-long",
      hint: "write one record per line",
    });
  }
  const place = { list, line: number };
  const text = decode(bytes, place);
  if (text.trim() === "") return undefined;
  const members = parseObject(text, place);
  const isHeader = "dataset" in members && !("key" in members) && !("record" in members);
  if (!isHeader) return recordOf(members, place);
  const { dataset, ...others } = members;
  if (!canBeHeader) {
    throw listError(list, number, 'it has "dataset" and names no record', {
      code: "list-line",
      wanted: '"key" or "record"',
      hint: "only the first line says which dataset a list is of; keep two lists in two files",
    });
  }
  if (isIdentity(dataset)) return { dataset, notes: others };
  throw listError(list, number, `"dataset" is ${shortJson(dataset)}, which isn't an identity`, {
    code: "list-dataset",
    found: shortJson(dataset),
    wanted: "64 lower-case hexadecimal digits",
    hint: "`audiofield inspect` prints a dataset's identity",
  });
}

function recordOf(members: JsonObject, { list, line }: Place): ListedRecord {
  const { key, record } = members;
  if (key === undefined && record === undefined) {
    throw listError(list, line, "it names no record", {
      code: "list-line",
      wanted: '"key" or "record"',
      hint: 'write {"key": "…"} or {"record": 7}',
    });
  }
  if (key !== undefined && typeof key !== "string") {
    throw listError(list, line, `"key" is ${shortJson(key)}, wanted a string`, {
      code: "list-line",
      found: shortJson(key),
      wanted: "a string",
    });
  }
  if (record !== undefined && !isNumberOfRecord(record)) {
    throw listError(list, line, `"record" is ${shortJson(record)}, wanted a whole number from 0`, {
      code: "list-line",
      found: shortJson(record),
      wanted: "a whole number from 0",
    });
  }
  return {
    line,
    ...(key === undefined ? {} : { key }),
    ...(record === undefined ? {} : { record }),
    notes: notesOf(members),
  };
}

/** Everything but the key and the number. Most lines have nothing else, and share one object. */
function notesOf(members: JsonObject): JsonObject {
  const isNote = (name: string) => name !== "key" && name !== "record";
  if (!Object.keys(members).some(isNote)) return noNotes;
  const { key: _key, record: _record, ...notes } = members;
  return notes;
}

function decode(bytes: Uint8Array, { list, line }: Place): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw listError(list, line, "it isn't UTF-8", { code: "not-utf-8" });
  }
}

function parseObject(text: string, { list, line }: Place): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw listError(list, line, `it isn't JSON (${reason})`, { code: "not-json" });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw listError(list, line, "it isn't a JSON object", { code: "not-an-object" });
  }
  const repeated = repeatedKey(text, value);
  if (repeated === undefined) return value as JsonObject;
  throw listError(list, line, `it gives ${shortJson(repeated)} twice`, { code: "repeated-key" });
}

function isIdentity(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function isNumberOfRecord(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
